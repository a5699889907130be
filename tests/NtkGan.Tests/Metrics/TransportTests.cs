using CsCheck;
using NtkGan.Kernels.Radial;
using NtkGan.Metrics;
using NtkGan.Numerics;
using static NtkGan.Tests.Metrics.Sets;

namespace NtkGan.Tests.Metrics;

public class TransportTests
{
    // A transport of whole units is an assignment of points repeated as often as they have units.
    [Fact]
    public void Whole_masses_are_repeated_points() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[1, 3], Gen.ULong).Sample((n, m, dimension, seed) =>
        {
            Matrix x = Lattice(n, dimension, seed), y = Lattice(m, dimension, seed + 1);
            var random = CounterRandom.For(seed, "units");
            int[] xUnits = [.. Enumerable.Range(0, n).Select(_ => random.NextIndex(4))], yUnits = new int[m];
            xUnits[0]++;
            for (var left = xUnits.Sum(); left > 0; left--) yUnits[random.NextIndex(m)]++;
            var expected = new Assignment(Repeated(x, xUnits), Repeated(y, yUnits)).Cost;
            Close.Rounding(expected, Wasserstein.Squared(x, Masses(xUnits, .3), y, Masses(yUnits, 2)), scale: 1, operations: 256);
        }, iter: 200);

    [Fact]
    public void Unequal_sizes_agree_with_the_line_and_with_repetition()
    {
        foreach (var (n, m) in new[] { (1, 1), (1, 7), (6, 4), (9, 25), (40, 31) })
        {
            Matrix x = Normal(n, 1, 1), y = Normal(m, 1, 2);
            var line = Measure(new Wasserstein(), x, y);
            Close.Relative(line.Value, Measure(new Wasserstein(), InPlane(x), InPlane(y)).Value, Close.Kernel);
            Close.Relative(line.Value, Wasserstein.Squared(x, Ones(n), y, Ones(m)), Close.Kernel);
        }

        Matrix a = Normal(12, 3, 3), b = Normal(8, 3, 4);
        var value = Measure(new Wasserstein(), a, b);
        Assert.Equal(MetricStatus.Exact, value.Status);
        Close.Relative(new Assignment(Repeated(a, [.. Enumerable.Repeat(2, 12)]), Repeated(b, [.. Enumerable.Repeat(3, 8)])).Cost, value.Value, Close.Kernel);
    }

    [Fact]
    public void Proves_its_own_optimality_on_many_and_on_degenerate_points()
    {
        Matrix cloud = Normal(200, 3, 5), other = Normal(150, 3, 6), lattice = Lattice(180, 2, 7), collapsed = new(90, 2);
        foreach (var (x, y) in new[] { (cloud, other), (lattice, collapsed), (collapsed, lattice) })
        {
            var value = Measure(new Wasserstein(), x, y);
            Assert.InRange(value.Error, 0, Close.Kernel * Math.Max(1, value.Value));
        }
    }

    [Fact]
    public void Masses_decide()
    {
        Matrix x = Matrix.Of(new double[,] { { 0, 0 }, { 2, 0 } }), y = Matrix.Of(new double[,] { { 0, 0 }, { 2, 0 }, { 9, 9 } });
        Close.Rounding(4 * .25, Wasserstein.Squared(x, [.5, .5], y, [.75, .25, 0]));
        Close.Rounding(0, Wasserstein.Squared(x, [.8, .2], y, [4, 1, 0]), scale: 4);
        Close.Rounding(0, Wasserstein.Squared(y, [0, 1e-300, 0], x, [0, 1e300]));
        Assert.Throws<UsageException>(() => Wasserstein.Squared(x, [0, 0], y, [1, 1, 1]));
        Assert.Throws<UsageException>(() => Wasserstein.Squared(x, [1, -1], y, [1, 1, 1]));
        Assert.Throws<UsageException>(() => Wasserstein.Squared(x, [1], y, [1, 1, 1]));
        Assert.Throws<UsageException>(() => Wasserstein.Squared(new Matrix(600, 2), Ones(600), new Matrix(600, 2), Ones(600)));
        Assert.Throws<InvalidDataFormatException>(() => Wasserstein.Squared(x, [1, 1], new Matrix(1, 3), [1]));
        Assert.Throws<NumericalException>(() => Wasserstein.Squared(Matrix.Of(new[,] { { 1e200, 0 } }), [1], x, [1, 1]));
    }

    [Fact]
    public void The_discrepancy_of_masses_has_its_formula()
    {
        var kernel = new GaussianKernel();
        Matrix x = Matrix.Column(0, 1), y = Matrix.Column(3);
        double K(double distance) => Math.Exp(-distance * distance / 2);
        Close.Rounding(.25 + .0625 + .25 * K(1) + .64 - 2 * .8 * (.5 * K(3) + .25 * K(2)), MaximumMeanDiscrepancy.Squared(kernel, x, [.5, .25], y, [.8]));
        Close.Rounding(0, MaximumMeanDiscrepancy.Squared(kernel, x, [.3, .7], x.Take([1, 0]), [.7, .3]));
        Matrix many = Normal(20, 2, 8), more = Normal(30, 2, 9);
        var uniform = Assert.Single(new MaximumMeanDiscrepancy(kernel).Measure(new(many, more)));
        Close.Relative(uniform.Value, MaximumMeanDiscrepancy.Squared(kernel, many, Masses(Ones(20), .05), more, Masses(Ones(30), 1.0 / 30)), Close.Gradient);
    }

    private static Matrix Lattice(int count, int dimension, ulong seed)
    {
        var (points, random) = (new Matrix(count, dimension), CounterRandom.For(seed, "lattice"));
        foreach (ref var value in points.Values) value = random.NextIndex(5) - 2;
        return points;
    }

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];

    private static double[] Masses<T>(IEnumerable<T> units, double factor) where T : IConvertible => [.. units.Select(unit => factor * unit.ToDouble(null))];

    private static Matrix Repeated(Matrix points, int[] times) => points.Take([.. times.SelectMany((count, i) => Enumerable.Repeat(i, count))]);

    private static Matrix InPlane(Matrix line)
    {
        var plane = new Matrix(line.Rows, 2);
        for (var i = 0; i < line.Rows; i++) plane[i, 0] = line[i, 0];
        return plane;
    }
}
