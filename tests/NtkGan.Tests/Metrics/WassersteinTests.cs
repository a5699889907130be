using CsCheck;
using NtkGan.Metrics;
using NtkGan.Numerics;
using static NtkGan.Tests.Metrics.Sets;

namespace NtkGan.Tests.Metrics;

public class WassersteinTests
{
    private static readonly Wasserstein Metric = new();

    // Coordinates from few integers, so that ties and equal points are frequent.
    [Fact]
    public void The_assignment_is_the_best_of_all_permutations() =>
        Gen.Select(Gen.Int[1, 7], Gen.Int[1, 3]).SelectMany((count, dimension) =>
            Gen.Select(Gen.Int[-3, 3].Array[count * dimension], Gen.Int[-3, 3].Array[count * dimension], (a, b) => (Points(count, a), Points(count, b))))
        .Sample((x, y) =>
        {
            var value = Measure(Metric, x, y);
            var best = Permutations(x.Rows).Min(order => MeanSquaredDistance(x, y.Take(order)));
            Close.Rounding(best, value.Value, scale: 1);
            Close.Rounding(0, value.Error, scale: Math.Max(1, best), operations: 128);
        }, iter: 60);

    [Fact]
    public void Proves_its_own_optimality_on_many_points()
    {
        var value = Measure(Metric, Normal(300, 3, 1), Normal(300, 3, 2));
        Assert.Equal(MetricStatus.Exact, value.Status);
        Assert.InRange(value.Error, 0, Close.Kernel * value.Value);
    }

    // A collapsed generator, few distinct points, a lattice full of ties: the searches that degenerate costs make long.
    [Fact]
    public void Proves_its_optimality_on_degenerate_sets()
    {
        const int side = 20, count = side * side;
        Matrix lattice = new(count, 2), cloud = Normal(count, 2, 6), collapsed = new(count, 2), few = Repeated(Normal(8, 2, 7), count / 8);
        for (var i = 0; i < count; i++) (lattice[i, 0], lattice[i, 1]) = (i % side, i / side);
        foreach (var x in new[] { lattice, cloud, collapsed, few, Translated(lattice, 0.5, 0.5) })
        {
            foreach (var y in new[] { lattice, cloud, collapsed, few })
            {
                var value = Measure(Metric, x, y);
                Assert.InRange(value.Error, 0, Close.Kernel * Math.Max(1, value.Value));
            }
        }

        Close.Relative(0.5, Measure(Metric, Translated(lattice, 0.5, 0.5), lattice).Value, Close.Kernel);
        Close.Relative(cloud.Values.ToArray().Sum(value => value * value) / count, Measure(Metric, cloud, collapsed).Value, Close.Kernel);
    }

    [Fact]
    public void A_translation_costs_its_squared_length()
    {
        var x = Normal(200, 2, 3);
        Close.Relative(25, Measure(Metric, x, Shuffled(Translated(x, 3, 4), 1)).Value, Close.Kernel);
    }

    [Fact]
    public void On_a_line_sorting_agrees_with_the_assignment()
    {
        Matrix x = Normal(50, 1, 4), y = Normal(50, 1, 5);
        Close.Relative(Measure(Metric, InPlane(x), InPlane(y)).Value, Measure(Metric, x, y).Value, Close.Kernel);
    }

    [Fact]
    public void On_a_line_unequal_sizes_are_as_if_points_were_repeated() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.ULong).Sample((n, m, seed) =>
        {
            Matrix x = Normal(n, 1, seed), y = Normal(m, 1, seed + 1);
            Close.Relative(Measure(Metric, Repeated(x, m), Repeated(y, n)).Value, Measure(Metric, x, y).Value, Close.Kernel);
        }, iter: 50);

    [Fact]
    public void Has_known_values_on_a_line()
    {
        Close.Rounding(12.5, Measure(Metric, Matrix.Column(0, 1), Matrix.Column(5, 3)).Value);
        Close.Rounding(2.0 / 3, Measure(Metric, Matrix.Column(0), Matrix.Column(1, 0, -1)).Value);
        Close.Relative(2 * 3.4202025, Measure(Metric, Modes, OtherModes).Value, Close.Kernel);
    }

    [Fact]
    public void Says_why_it_is_unavailable()
    {
        Assert.Contains("501 and 500 points", Measure(Metric, new Matrix(501, 2), new Matrix(500, 2)).Note, StringComparison.Ordinal);
        var many = Measure(Metric, new Matrix(2001, 2), new Matrix(2001, 2));
        Assert.Equal(MetricStatus.Unavailable, many.Status);
        Assert.Contains("2000", many.Note, StringComparison.Ordinal);
        Assert.True(double.IsNaN(many.Value));
    }

    private static Matrix Points(int count, int[] coordinates) => new(count, coordinates.Length / count, [.. coordinates.Select(value => (double)value)]);

    private static Matrix InPlane(Matrix line)
    {
        var plane = new Matrix(line.Rows, 2);
        for (var i = 0; i < line.Rows; i++) plane[i, 0] = line[i, 0];
        return plane;
    }

    private static Matrix Repeated(Matrix points, int times) => points.Take([.. Enumerable.Range(0, points.Rows * times).Select(i => i % points.Rows)]);

    private static double MeanSquaredDistance(Matrix x, Matrix y) =>
        x.Values.ToArray().Zip(y.Values.ToArray(), (a, b) => (a - b) * (a - b)).Sum() / x.Rows;

    private static IEnumerable<int[]> Permutations(int count) => count == 0
        ? [[]]
        : Permutations(count - 1).SelectMany(order => Enumerable.Range(0, count).Select(place => (int[])[.. order[..place], count - 1, .. order[place..]]));
}
