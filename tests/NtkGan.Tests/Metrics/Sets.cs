using NtkGan.Metrics;
using NtkGan.Numerics;

namespace NtkGan.Tests.Metrics;

/// <summary>Sets of points for the tests of metrics.</summary>
internal static class Sets
{
    public static readonly Matrix Modes = Matrix.Column(-1.8, -2.01, -1.2, -1.05, -0.45);
    public static readonly Matrix OtherModes = Matrix.Column(0.9, 1.5, 1.845, 1.98, 0.3);
    public static readonly Matrix Three = Matrix.Of(new double[,] { { 0, 0 }, { 1, 0 }, { 0, 1 } });
    public static readonly Matrix Four = Matrix.Of(new double[,] { { 2, 2 }, { 3, 1 }, { 1, 3 }, { 2, 0 } });

    public static Matrix Normal(int count, int dimension, ulong seed, double scale = 1)
    {
        var points = new Matrix(count, dimension);
        CounterRandom.For(seed, "points").FillNormal(points.Values);
        foreach (ref var value in points.Values) value *= scale;
        return points;
    }

    public static Matrix Translated(Matrix points, params double[] shift)
    {
        var result = points.Clone();
        for (var i = 0; i < result.Rows; i++)
            for (var k = 0; k < result.Columns; k++) result[i, k] += shift[k];
        return result;
    }

    public static Matrix Shuffled(Matrix points, ulong seed) => points.Take(CounterRandom.For(seed, "shuffle").NextPermutation(points.Rows));

    public static MetricValue Measure(Metric metric, Matrix x, Matrix y) => Assert.Single(metric.Measure(new(x, y)));
}
