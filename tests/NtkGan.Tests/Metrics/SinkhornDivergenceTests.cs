using CsCheck;
using NtkGan.Metrics;
using NtkGan.Numerics;
using static NtkGan.Tests.Metrics.Sets;

namespace NtkGan.Tests.Metrics;

public class SinkhornDivergenceTests
{
    private static readonly SinkhornDivergence Recipe = new(), Exact = new(Converged: true);

    /// <summary>Golden values of the toolkit's metric: value, number of temperatures.</summary>
    public static TheoryData<Matrix, Matrix, double, double, double, int> Golden => new()
    {
        { Matrix.Column(0, 1), Matrix.Column(3, 5), 1e-3, 0.95, 6.25, 169 },
        { new Matrix(1, 2), Matrix.Of(new double[,] { { 3, 4 } }), 1e-3, 0.95, 12.5, 169 },
        { Three, Translated(Three, 1, 2), 1e-3, 0.95, 2.5, 162 },
        { Three, Four, 1e-3, 0.95, 2.4827816020674733, 165 },
        { Three, Four, 0.05, 0.5, 2.4711229760559963, 9 },
        { Modes, OtherModes, 1e-3, 0.95, 3.4202025, 164 },
    };

    [Theory, MemberData(nameof(Golden))]
    public void Has_the_golden_values(Matrix x, Matrix y, double blur, double scaling, double expected, int temperatures)
    {
        var metric = new SinkhornDivergence(blur, scaling);
        Close.Relative(expected, Measure(metric, x, y).Value, Close.Solver);
        Assert.Equal(temperatures, metric.Schedule(Diameter(x, y)).Count);
    }

    // Sizes around whole tiles; scalings so coarse that a step leaves the range of the single-pass sum; a far outlier.
    [Theory]
    [InlineData(1, 1, 3, 0.95)]
    [InlineData(1, 40, 2, 0.9)]
    [InlineData(15, 17, 1, 0.9)]
    [InlineData(16, 33, 2, 0.5)]
    [InlineData(90, 70, 2, 0.95)]
    [InlineData(64, 64, 5, 0.05)]
    [InlineData(30, 50, 20, 1e-3)]
    public void Agrees_with_the_plain_definition(int n, int m, int dimension, double scaling)
    {
        Matrix x = Normal(n, dimension, 1), y = Normal(m, dimension, 2, 3);
        y[0, 0] = 50;
        foreach (var blur in new[] { 1e-3, 0.3, 1e3 })
        {
            var metric = new SinkhornDivergence(blur, scaling);
            var diameter = Diameter(x, y);
            var expected = PlainSinkhorn.Divergence(x, y, diameter, metric.Schedule(diameter));
            Close.Relative(expected, Measure(metric, x, y).Value, Close.Solver, scale: 1);
        }
    }

    [Fact]
    public void A_translation_costs_half_its_squared_length() =>
        Gen.Select(Gen.Int[1, 40], Gen.ULong, Gen.Double[-3, 3], Gen.Double[-3, 3]).Sample((count, seed, a, b) =>
        {
            var x = Normal(count, 2, seed);
            Close.Relative((a * a + b * b) / 2, Measure(Exact, x, Translated(x, a, b)).Value, Close.Difference, scale: 1);
        }, iter: 10);

    [Fact]
    public void Of_a_set_with_itself_is_zero_and_of_one_place_is_exactly_zero()
    {
        var x = Normal(100, 2, 4);
        Close.Relative(0, Measure(Recipe, x, x.Clone()).Value, Close.Solver, scale: 1);
        var place = Matrix.Of(new double[,] { { 0.1, -7 }, { 0.1, -7 } });
        Assert.Equal(new MetricValue("s", 0, MetricStatus.Exact), Measure(Recipe, place, place.Take([0])));
    }

    [Fact]
    public void Scales_as_the_square_of_the_data()
    {
        // Powers of two: every operation scales exactly, the tiniest data that squares allow included.
        Matrix x = Normal(20, 2, 5), y = Normal(30, 2, 6);
        var value = Measure(Recipe, x, y).Value;
        foreach (var exponent in new[] { -400, -20, 20, 400 })
        {
            Matrix scaledX = x.Clone(), scaledY = y.Clone();
            foreach (ref var entry in scaledX.Values) entry = Math.ScaleB(entry, exponent);
            foreach (ref var entry in scaledY.Values) entry = Math.ScaleB(entry, exponent);
            var scaled = Measure(new SinkhornDivergence(Math.ScaleB(1e-3, exponent)), scaledX, scaledY).Value;
            Close.Relative(value, Math.ScaleB(scaled, -2 * exponent), Close.Solver);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(60)]
    public void Converges_to_half_the_squared_Wasserstein_distance(int count)
    {
        Matrix x = Normal(count, 2, 7), y = Normal(count, 2, 8);
        var sinkhorn = Measure(Exact, x, y);
        Assert.Equal(MetricStatus.Converged, sinkhorn.Status);
        Assert.InRange(sinkhorn.Error, 0, 1e-12 * Math.Pow(Diameter(x, y), 2));
        Close.Relative(Measure(new Wasserstein(), x, y).Value / 2, sinkhorn.Value, Close.Difference);
    }

    [Fact]
    public void Converges_where_the_recipe_stops_short()
    {
        // 3 against 4 points: 2.5 as the blur tends to 0, with an entropic bias of at most eps log(12).
        Assert.Equal(MetricStatus.StepLimit, Measure(Recipe, Three, Four).Status);
        var value = Measure(Exact, Three, Four);
        Assert.Equal(MetricStatus.Converged, value.Status);
        Close.Within(2.5, value.Value, Recipe.Blur * Recipe.Blur * Math.Log(12));
    }

    [Fact]
    public void Stores_nothing_of_the_size_of_all_pairs()
    {
        const int count = 1000;
        Matrix x = Normal(count, 2, 11), y = Normal(count, 2, 12);
        using (Workers.Limit(1))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Measure(new SinkhornDivergence(Scaling: 0.5), x, y);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, count * count * sizeof(double) / 4);
        }
    }

    public static IEnumerable<TheoryDataRow<double, ulong, int>> Recipes =>
        from scaling in new[] { 0.1, 0.3, 0.5, 0.7, 0.9, 0.95 } from seed in new ulong[] { 3, 4, 5 } from columns in new[] { 2, 3 } select new TheoryDataRow<double, ulong, int>(scaling, seed, columns);

    [Theory, MemberData(nameof(Recipes))]
    public void The_error_of_the_recipe_is_told(double scaling, ulong seed, int columns)
    {
        // The estimate is of the size of the error, not a bound; where little is left, a tenth of the value may be told.
        Matrix x = Normal(60, columns, seed), y = Normal(60, columns, seed + 10, seed == 3 ? 4 : 1);
        var value = Measure(new SinkhornDivergence(Scaling: scaling), x, y);
        var exact = Measure(new Wasserstein(), x, y).Value / 2;
        var error = Math.Abs(value.Value - exact);
        Assert.Equal(MetricStatus.StepLimit, value.Status);
        Assert.InRange(value.Error, error / 10, Math.Max(10 * error, 0.1 * exact));
        if (error > 0.2 * exact) Assert.Contains("raise scaling", value.Note);
    }

    [Fact]
    public void A_blur_far_above_the_diameter_keeps_its_digits()
    {
        // As the blur grows, s tends to half the squared distance of the means, from either side as 1/blur^2.
        Matrix x = Three, y = Translated(Four.Take([0, 1, 2]), -1, 0);
        var shift = new double[2];
        for (var i = 0; i < 3; i++)
            for (var k = 0; k < 2; k++) shift[k] += (x[i, k] - y[i, k]) / 3;
        var limit = DotProduct.Of(shift, shift) / 2;
        var near = Math.Abs(Measure(new SinkhornDivergence(100), x, y).Value - limit);
        Assert.InRange(near, 1e-9, 1e-2);
        foreach (var blur in new[] { 1e3, 1e4, 1e6, 1e7, 1e9, 1e20, 1e149 })
        {
            var value = Measure(new SinkhornDivergence(blur), x, y);
            Close.Within(limit, value.Value, 1.1 * near * (100 / blur) * (100 / blur) + Close.Kernel * limit);
            Assert.Equal(MetricStatus.Converged, Measure(new SinkhornDivergence(blur, Converged: true), x, y).Status);
        }
    }

    [Theory]
    [InlineData(-20)]
    [InlineData(-40)]
    [InlineData(-300)]
    public void Tiny_data_converge_at_a_blur_far_above_them(int exponent)
    {
        Matrix x = Normal(20, 2, 5), y = Normal(30, 2, 6);
        var wide = Measure(new SinkhornDivergence(Math.ScaleB(1e-3, -exponent), Converged: true), x, y).Value;
        foreach (var points in new[] { x, y })
            foreach (ref var entry in points.Values) entry = Math.ScaleB(entry, exponent);
        var value = Measure(Exact, x, y);
        Assert.Equal((MetricStatus.Converged, ""), (value.Status, value.Note));
        Close.Relative(wide, Math.ScaleB(value.Value, -2 * exponent), Close.Kernel);
    }

    [Fact]
    public void A_blur_of_the_size_of_the_data_does_not_change_at_the_wide_formula()
    {
        // At four squared diameters the way of computing changes; the value does not.
        Matrix x = Normal(20, 2, 5), y = Normal(30, 2, 6);
        var edge = 2 * Diameter(x, y);
        Close.Relative(Measure(new SinkhornDivergence(edge * (1 - 1e-13)), x, y).Value, Measure(new SinkhornDivergence(edge * (1 + 1e-13)), x, y).Value, Close.Gradient);
    }

    [Fact]
    public void What_with_changes_is_used_and_checked()
    {
        Matrix x = Normal(20, 2, 5), y = Normal(30, 2, 6);
        Assert.Equal(Measure(new SinkhornDivergence(0.1, 0.5), x, y), Measure(new SinkhornDivergence() with { Blur = 0.1, Scaling = 0.5 }, x, y));
        Assert.Throws<UsageException>(() => Recipe with { Blur = 0 });
        Assert.Throws<UsageException>(() => Recipe with { Scaling = 2 });
    }

    [Fact]
    public void Says_when_it_does_not_converge()
    {
        var value = Measure(new SinkhornDivergence(0.1, Converged: true, MaximumSteps: 1), Normal(50, 2, 9), Normal(50, 2, 10));
        Assert.Equal(MetricStatus.StepLimit, value.Status);
        Assert.Contains("maximum number of steps", value.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_makes_no_sense()
    {
        Assert.Throws<UsageException>(() => new SinkhornDivergence(Blur: 0));
        Assert.Throws<UsageException>(() => new SinkhornDivergence(Blur: 1e-200));
        Assert.Throws<UsageException>(() => new SinkhornDivergence(Scaling: 1));
        Assert.Throws<UsageException>(() => new SinkhornDivergence(Scaling: double.NaN));
        Assert.Throws<UsageException>(() => new SinkhornDivergence(MaximumSteps: 0));
    }

    private static double Diameter(Matrix x, Matrix y)
    {
        var all = x.Above(y).Transpose();
        return Math.Sqrt(Enumerable.Range(0, all.Rows).Sum(k => Math.Pow(all.Row(k).ToArray().Max() - all.Row(k).ToArray().Min(), 2)));
    }
}
