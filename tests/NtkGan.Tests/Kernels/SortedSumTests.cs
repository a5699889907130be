using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Metrics;
using NtkGan.Numerics;

namespace NtkGan.Tests.Kernels;

/// <summary>Sums on a line along sorted points against sums over pairs.</summary>
public class SortedSumTests
{
    private const double Tolerance = 1e-10;

    private static readonly Kernel[] Kernels =
    [
        new EnergyKernel(), new LaplaceKernel(.3), new LaplaceKernel(1e-3), new LaplaceKernel(1e6), new MaternKernel(.5), new MaternKernel(1.5, .7), new MaternKernel(9.5, 2),
        new ScaledKernel(new MaternKernel(2.5), 3), new SumKernel([new EnergyKernel(), new LaplaceKernel(2)]),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Kernels.Length)];

    private static double[] Coefficients(int count) => Tests.Metrics.Sets.Normal(count, 1, 9).Values.ToArray();

    private static SummationReport Compare(Kernel kernel, Matrix x, Matrix y, double[]? given = null)
    {
        var coefficients = given ?? Coefficients(y.Rows);
        double[] values = new double[x.Rows], expected = new double[x.Rows], alone = new double[x.Rows];
        Matrix gradients = new(x.Rows, x.Columns), slopes = new(x.Rows, x.Columns);
        var report = (kernel with { Summation = new HierarchicalSummation(Tolerance) }).Expand(x, y, coefficients, values, gradients);
        (kernel with { Summation = new HierarchicalSummation(Tolerance) }).Expand(x, y, coefficients, alone);
        kernel.ExpandDirectly(x, y, coefficients, expected, slopes);
        Close.Relative(expected, values, Close.Kernel);
        Close.Relative(slopes, gradients, Close.Gradient);
        Assert.Equal(values, alone);
        Assert.True(report is { IsHierarchical: true, Reason: SortedSum.Way, Degree: 0, Error: <= Tolerance, SlopeError: <= Tolerance } && report.Pairs == x.Rows + y.Rows, $"{report}");
        return report;
    }

    [Theory, MemberData(nameof(Numbers))]
    public void Each_kernel_of_powers_and_exponentials_is_summed_along_the_line(int number) =>
        Compare(Kernels[number], Tests.Metrics.Sets.Normal(400, 1, 1), Tests.Metrics.Sets.Normal(300, 1, 2, 1));

    [Theory, MemberData(nameof(Numbers))]
    public void Equal_points_far_points_and_few_points_are_summed(int number)
    {
        var (kernel, cloud) = (Kernels[number], Tests.Metrics.Sets.Normal(90, 1, 1));
        var equal = Matrix.Column([.. Enumerable.Range(0, 60).Select(i => i / 7 * .25)]);
        foreach (var (x, y) in new[] { (equal, equal), (cloud, cloud), (cloud.Above(equal), equal), (Matrix.Column(1), Matrix.Column(3)), (Matrix.Column(2), Matrix.Column(2)), (Matrix.Column(0, 1e9), Matrix.Column(0, 1e-3, 1e9)), (Matrix.Column(-1, -1, 5), cloud) })
            Compare(kernel, x, y);
    }

    // A line of five coordinates: gradients point along it.
    [Fact]
    public void Points_on_a_line_in_space_are_summed_there()
    {
        var (places, direction) = (Tests.Metrics.Sets.Normal(500, 1, 1), Tests.Metrics.Sets.Normal(1, 5, 2));
        var points = new Matrix(500, 5);
        for (var i = 0; i < 500; i++)
            for (var c = 0; c < 5; c++) points[i, c] = 1 + places[i, 0] * direction[0, c];
        var coefficients = Coefficients(500);
        var (values, expected, gradients, slopes) = (new double[500], new double[500], new Matrix(500, 5), new Matrix(500, 5));
        var report = (new LaplaceKernel { Summation = new HierarchicalSummation() } as Kernel).Expand(points, points, coefficients, values, gradients);
        new LaplaceKernel().ExpandDirectly(points, points, coefficients, expected, slopes);
        Assert.Equal(SortedSum.Way, report.Reason);
        Close.Relative(expected, values, Close.Gradient);
        Close.Relative(slopes, gradients, Close.Gradient);
    }

    [Fact]
    public void It_is_chosen_by_itself_where_it_can_be()
    {
        SummationReport Report(Kernel kernel, int dimension, int count)
        {
            var points = Tests.Metrics.Sets.Normal(count, dimension, 1);
            return kernel.Expand(points, points, Coefficients(count), new double[count]);
        }

        Assert.Equal(SortedSum.Way, Report(new EnergyKernel(), 1, 2100).Reason);
        Assert.Equal("few pairs", Report(new EnergyKernel(), 1, 500).Reason);
        Assert.NotEqual(SortedSum.Way, Report(new EnergyKernel(), 2, 2100).Reason);
        Assert.NotEqual(SortedSum.Way, Report(new GaussianKernel(), 1, 2100).Reason);
        Assert.NotEqual(SortedSum.Way, Report(new SumKernel([new EnergyKernel(), new GaussianKernel()]), 1, 2100).Reason);
    }

    // Sorting, and boxes in the plane, against tiles of pairs.
    [Theory, InlineData(1), InlineData(2)]
    public void Metrics_take_the_sums(int dimension)
    {
        Matrix x = Tests.Metrics.Sets.Normal(5000, dimension, 1), y = Tests.Metrics.Sets.Normal(4000, dimension, 2, 1.3);
        Matrix fewX = x.Take([.. Enumerable.Range(0, 900)]), fewY = y.Take([.. Enumerable.Range(0, 700)]);
        foreach (var (kernel, metric) in new (Kernel, Metric)[] { (new EnergyKernel(), new EnergyDistance()), (new LaplaceKernel(), new MaximumMeanDiscrepancy(new LaplaceKernel())) })
        {
            MetricValue value = Assert.Single(metric.Measure(new(x, y))), few = Assert.Single(metric.Measure(new(fewX, fewY)));
            Assert.Equal(MetricStatus.Sampled, value.Status);
            Assert.Equal(MetricStatus.Exact, few.Status);
            Assert.InRange(value.Error, 0, 1e-8); // twice the tolerance of sums, by the largest value
            var halved = metric is EnergyDistance ? 2 : 1;
            Assert.InRange(Math.Abs(Direct(kernel, x, y) / halved - value.Value), 0, Math.Max(value.Error, Close.Kernel));
            Assert.InRange(Math.Abs(Direct(kernel, fewX, fewY) / halved - few.Value), 0, Close.Kernel);
        }
    }

    private static double Direct(Kernel kernel, Matrix x, Matrix y) =>
        MaximumMeanDiscrepancy.Squared(kernel with { Summation = new DirectSummation() }, x, [.. Enumerable.Repeat(1.0 / x.Rows, x.Rows)], y, [.. Enumerable.Repeat(1.0 / y.Rows, y.Rows)]);
}
