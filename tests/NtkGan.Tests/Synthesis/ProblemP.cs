using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Synthesis;

namespace NtkGan.Tests.Synthesis;

/// <summary>The small problem whose answers are known to 40 digits: three real and three synthetic points under the authors' dense network.</summary>
internal static class ProblemP
{
    public static readonly double WeightDeviation = Math.Sqrt(1.4615), BiasDeviation = Math.Sqrt(0.1);

    public static Matrix Real => Matrix.Of(new[,] { { .1, .2 }, { .8, .3 }, { .4, .9 } });

    public static Matrix Synthetic => Matrix.Of(new[,] { { .5, .5 }, { .25, .75 }, { .6, .1 } });

    public static Kernel Dense(Activation activation, int hidden)
    {
        var dense = new Dense(WeightDeviation: WeightDeviation, BiasDeviation: BiasDeviation);
        return new NeuralKernel(new Composed(ValueList.From<Layer>([.. Enumerable.Range(0, hidden).SelectMany(_ => new Layer[] { dense, activation }), dense])));
    }

    public static Kernel Fnn => Dense(new Relu(), 2);

    public static Kernel FnnErf => Dense(new Erf(), 4);

    public static SynthesisObjective Objective(SynthesisLoss loss, double lambda, MatrixRoute route = MatrixRoute.Decomposition, SynthesisBatching? batching = null) =>
        new(new SynthesisProblem([new SynthesisTerm(Fnn, new GivenLambda(lambda))], loss, batching, Route: route), Real, 3);
}
