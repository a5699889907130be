#:project ../src/NtkGan/NtkGan.csproj

// An activation of your own, mish(x) = x tanh(log(1 + e^x)), written once: its kernel, and a finite network beside it. Run: dotnet run samples/own-activation.cs
using NtkGan.Architectures;
using NtkGan.Kernels;
using NtkGan.Numerics;

var points = Matrix.Of(new[,] { { 1, 0.5 }, { -0.5, 2 } });
var kernel = new NeuralKernel(new Mlp([new Mish()], hiddenLayers: 1));
var gradient = kernel.Pullback(points.Take([0]), points.Take([1]), Matrix.Column(1));
Console.WriteLine(FormattableString.Invariant($"k(x, y) = {kernel.Gram(points)[0, 1]:F4}, its gradient in x = ({gradient[0, 0]:F4}, {gradient[0, 1]:F4})"));

/// <summary>Mish: x tanh(softplus(x)). It has no closed form, so its kernel is computed by series.</summary>
public sealed record Mish : NumericActivation<Mish.Formula>
{
    protected override Formula Function => default;

    public readonly struct Formula : IPointwiseFormula
    {
        public T Value<T>(T x) where T : struct, IScalar<T> => x * T.Tanh(T.Log1p(T.Exp(x)));
    }
}

// Prints:
// k(x, y) = 0.2375, its gradient in x = (-0.1003, 0.7600)
