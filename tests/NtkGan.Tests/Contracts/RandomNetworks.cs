using NtkGan.Architectures;
using NtkGan.Kernels;
using NtkGan.Networks;
using NtkGan.Numerics;

namespace NtkGan.Tests.Contracts;

/// <summary>Random finite networks of an architecture, measured against its kernels: (sampled - expected)_ij/sqrt(expected_ii expected_jj).</summary>
internal sealed class RandomNetworks(Architecture architecture, PointShape shape, Matrix points, Architecture? wide = null)
{
    private readonly Matrix _tangent = new NeuralKernel(wide ?? architecture).For(shape).Gram(points);
    private readonly Matrix _covariance = new NeuralKernel(wide ?? architecture, KernelKind.Nngp).For(shape).Gram(points);

    /// <summary>The empirical tangent kernel of one network.</summary>
    public double[] Tangent(ulong seed)
    {
        using var network = Network.Of(architecture, shape, seed, outputs: 1);
        return Error(new EmpiricalTangentKernel(network).Gram(points), _tangent);
    }

    /// <summary>The mean of f_k(x) f_k(y) over the outputs of one network.</summary>
    public double[] Covariance(ulong seed, int outputs)
    {
        using var network = Network.Of(architecture, shape, seed, outputs);
        var values = network.Forward(points);
        var gram = new Matrix(points.Rows, points.Rows);
        for (var i = 0; i < points.Rows; i++)
            for (var j = 0; j < points.Rows; j++) gram[i, j] = DotProduct.Of(values.Row(i), values.Row(j)) / values.Columns;
        return Error(gram, _covariance);
    }

    /// <summary>Mean and standard error, entry by entry, of draws with the seeds 1, 2, ..</summary>
    public static (double[] Mean, double[] StandardError) Sample(int draws, Func<ulong, double[]> draw)
    {
        var all = new double[draws][];
        Workers.ForBlocks(draws, 4, (start, end) =>
        {
            for (var i = start; i < end; i++) all[i] = draw((ulong)i + 1);
        });
        var mean = all[0].Select((_, entry) => all.Average(values => values[entry])).ToArray();
        return (mean, [.. mean.Select((centre, entry) => Math.Sqrt(all.Sum(values => Math.Pow(values[entry] - centre, 2)) / (draws - 1) / draws))]);
    }

    private static double[] Error(Matrix sampled, Matrix expected)
    {
        for (var i = 0; i < sampled.Rows; i++)
            for (var j = 0; j < sampled.Columns; j++)
                sampled[i, j] = (sampled[i, j] - expected[i, j]) / Math.Sqrt(expected[i, i] * expected[j, j]);
        return sampled.Values.ToArray();
    }
}
