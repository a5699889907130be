#:project ../src/NtkGan/NtkGan.csproj

// A kernel of your own, k(x, y) = 1/(1 + |x - y|^2)^2, moves a particle to its target. Run: dotnet run samples/own-kernel.cs
// (One that is no function of the distance derives PairwiseKernel: it says k(x, y), and needs no more.)
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels.Radial;
using NtkGan.Movers;
using NtkGan.Numerics;

var flow = new GeneratorFlow(new SquaredCauchyKernel(), new Lsgan(), new Exact(Time: 2), new ExplicitEuler(StepSize: 0.5));
var state = new FlowState(Matrix.Of(new[,] { { 0.0, 0 } }));
for (var step = 0; step < 100; step++) state = flow.Advance(state, Matrix.Of(new[,] { { 1.0, 0.5 } }));
var point = flow.Points(state);
Console.WriteLine(FormattableString.Invariant($"from (0, 0) to ({point[0, 0]:F3}, {point[0, 1]:F3})"));

/// <summary>k(x, y) = (1 + s)^-2, s being the squared distance. The formula alone: values and gradients follow from it.</summary>
public sealed record SquaredCauchyKernel : RadialKernel<SquaredCauchyKernel.Formula>
{
    protected override Formula Profile => default;

    public readonly struct Formula : IRadialProfile
    {
        public T Evaluate<T>(T squaredDistance) where T : struct, IScalar<T> => 1.0 / ((squaredDistance + 1) * (squaredDistance + 1));
    }
}

// Prints:
// from (0, 0) to (1.005, 0.503)
