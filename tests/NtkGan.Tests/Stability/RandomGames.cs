using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Tests.Stability;

/// <summary>Games that several tests play.</summary>
internal static class RandomGames
{
    public static readonly HistoryPolicy[] Policies = [new ExactHistory(), new BoundedHistory()];

    /// <summary>One true point at 0 and one generated point, masses 1, on the line.</summary>
    public static GameConfiguration OnePoint(KernelGame game, double start) =>
        new(game, WeightedPoints.Uniform(new Matrix(1, 1)), WeightedPoints.Uniform(Matrix.Column(start)));

    /// <summary>True points at +-1 of mass 1/2, generated points of equal masses.</summary>
    public static GameConfiguration TwoTrue(KernelGame game, params double[] start) =>
        new(game, WeightedPoints.Uniform(Matrix.Column(1, -1)), WeightedPoints.Uniform(Matrix.Column(start)));

    /// <summary>Random points of random masses, wide enough to move and near enough to meet.</summary>
    public static GameConfiguration Random(KernelGame game, ulong seed, int real, int generated, int dimension)
    {
        var random = CounterRandom.For(seed, "game");
        WeightedPoints Draw(int count)
        {
            var points = new Matrix(count, dimension);
            random.FillNormal(points.Values);
            return new(points, ValueList.From(Enumerable.Range(0, count).Select(_ => random.NextUniform())));
        }

        return new(game, Draw(real), Draw(generated));
    }

    public static Matrix After(GameConfiguration configuration, int updates, HistoryPolicy? history = null)
    {
        var run = new KernelDescentAscent(configuration, history);
        run.Advance(updates);
        return run.Generated;
    }

    /// <summary>Kernels of every sort: smooth, mixed, heavy-tailed, kinked, composed, of a network.</summary>
    public static readonly Kernel[] Kernels =
    [
        new GaussianKernel(.7), new MultiscaleGaussianKernel([.3, 1]), new RationalQuadraticKernel(1, .5), new MaternKernel(2.5), new MaternKernel(9.5),
        new InverseMultiquadricKernel(), new LaplaceKernel(), new SumKernel([new GaussianKernel(), new LaplaceKernel(2)]),
        new ProductKernel([new GaussianKernel(2), new RationalQuadraticKernel()]), new ScaledKernel(new GaussianKernel(), 2), new ReluNetworkKernel(3), new NeuralKernel(),
    ];
}
