using NtkGan.Metrics;
using NtkGan.Numerics;

namespace NtkGan.Tests.Metrics;

public class ModeCoverageTests
{
    private static readonly Matrix Modes = Matrix.Of(new double[,] { { 0, 0 }, { 4, 0 }, { 0, 4 } });

    [Fact]
    public void Counts_modes_and_good_points()
    {
        // With deviation 0.5: at a mode, inside and outside of three deviations of the second, between modes; none near the third.
        var points = Matrix.Of(new[,] { { 0, 0 }, { 4, 1.49 }, { 4, 1.51 }, { 2.0, 2 } });
        Assert.Equal((2, 0.5), Measure(new(), points, 0.5));
        Assert.Equal((2, 0.75), Measure(new(4), points, 0.5));
        Assert.Equal((1, 0.25), Measure(new(), points, 0.1));
    }

    [Fact]
    public void A_point_near_two_modes_covers_both_and_counts_once() =>
        Assert.Equal((2, 1), Measure(new(), Matrix.Of(new double[,] { { 2, 0 } }), 0.7));

    [Fact]
    public void Without_modes_it_is_unavailable() => Assert.All(new ModeCoverage().Measure(new(Modes, Modes)), value =>
    {
        Assert.Equal(MetricStatus.Unavailable, value.Status);
        Assert.Contains("modes", value.Note, StringComparison.Ordinal);
    });

    [Fact]
    public void Refuses_modes_without_a_deviation_and_a_radius_of_nothing()
    {
        Assert.All(new ModeCoverage().Measure(new(Modes, Modes, Modes: Modes)), value => Assert.Contains("deviation 0", value.Note, StringComparison.Ordinal));
        Assert.Throws<InvalidDataFormatException>(() => new ModeCoverage().Measure(new(Modes, Modes, Modes: Matrix.Column(1), ModeDeviation: 1)));
        Assert.Throws<UsageException>(() => new ModeCoverage(0));
    }

    private static (double Modes, double Quality) Measure(ModeCoverage metric, Matrix points, double deviation)
    {
        var values = metric.Measure(new(points, Modes, Modes: Modes, ModeDeviation: deviation));
        Assert.Equal(metric.Columns, values.Select(value => value.Column));
        return (values[0].Value, values[1].Value);
    }
}
