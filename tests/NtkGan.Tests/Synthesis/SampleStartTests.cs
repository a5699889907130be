using NtkGan.Data.Files;
using NtkGan.Numerics;
using NtkGan.Synthesis;
using NtkGan.Tests.Metrics;

namespace NtkGan.Tests.Synthesis;

public class SampleStartTests
{
    [Fact]
    public void A_gaussian_start_has_the_moments_of_the_real_rows()
    {
        var real = Sets.Translated(Sets.Normal(40, 3, 1), 5, -2, 0);
        for (var i = 0; i < 40; i++) real[i, 2] = real[i, 0] - 2 * real[i, 1]; // a dependence that samples keep
        var bounds = new Bounds();
        const int samples = 20_000;
        var start = new GaussianStart().Draw(samples, real, bounds, 1, 0);
        for (var i = 0; i < samples; i++) Close.Relative(start[i, 0] - 2 * start[i, 1], start[i, 2], Close.Kernel, scale: 20);
        for (var a = 0; a < 3; a++)
        {
            // Four standard errors of a mean and of a covariance of normal numbers.
            Close.Within(Mean(real, a), Mean(start, a), 4 * Math.Sqrt(Covariance(real, a, a) / samples));
            for (var b = 0; b <= a; b++)
                Close.Within(Covariance(real, a, b), Covariance(start, a, b), 4 * Math.Sqrt((Covariance(real, a, a) * Covariance(real, b, b) + Covariance(real, a, b) * Covariance(real, a, b)) / samples));
        }

        Close.Relative(9 * Covariance(start, 0, 0), Covariance(new GaussianStart(3).Draw(samples, real, bounds, 1, 0), 0, 0), Close.Kernel);
    }

    [Fact]
    public void Starts_are_within_the_bounds_differ_between_replicas_and_repeat()
    {
        var real = Sets.Normal(10, 4, 2);
        var bounds = new Bounds([-.5], [.5]);
        foreach (var start in new SampleStart[] { new GaussianStart(), new UniformStart() })
        {
            var samples = start.Draw(30, real, bounds, 7, 0);
            Assert.All(samples.Values.ToArray(), value => Assert.InRange(value, -.5, .5));
            Assert.Equal(samples.Values, start.Draw(30, real, bounds, 7, 0).Values);
            Assert.NotEqual(samples.Values.ToArray(), start.Draw(30, real, bounds, 7, 1).Values.ToArray());
            Assert.NotEqual(samples.Values.ToArray(), start.Draw(30, real, bounds, 8, 0).Values.ToArray());
            Assert.Throws<UsageException>(() => start.Draw(30, real, new Bounds([0, 0]), 7, 0));
        }

        var one = new GaussianStart().Draw(2, real.Take([3]), new Bounds(), 1, 0);
        Close.Relative(real.Row(3).ToArray(), one.Row(1).ToArray(), Close.Kernel, scale: 1);
        Assert.Throws<UsageException>(() => new GaussianStart(0));
    }

    [Fact]
    public void Samples_go_on_from_points_of_a_file()
    {
        using var folder = new TemporaryFolder();
        var points = Sets.Normal(5, 3, 4);
        var path = folder["first.npz"];
        NumpyArchive.Write(path, new Dictionary<string, NumpyArray> { ["x"] = NumpyArray.Of(points), ["loss"] = NumpyArray.Of(new Matrix(2, 1)) });
        var real = Sets.Normal(10, 3, 2);
        var start = new PointsStart(path + ":x");
        Assert.Equal(points.Take([0, 1, 2, 3]).Values, start.Draw(4, real, new Bounds(), 1, 0).Values);
        Assert.Equal(points.Values, new PointsStart(path, "x").Draw(5, real, new Bounds(), 2, 1).Values);

        Assert.Contains("holds 5 points for 6 samples", Assert.Throws<UsageException>(() => start.Draw(6, real, new Bounds(), 1, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("have dimension 3; the real rows have 2", Assert.Throws<UsageException>(() => start.Draw(4, Sets.Normal(10, 2, 2), new Bounds(), 1, 0)).Message, StringComparison.Ordinal);
        points[1, 2] = 1.25;
        NumpyArchive.Write(path, new Dictionary<string, NumpyArray> { ["x"] = NumpyArray.Of(points) });
        Assert.Contains("Row 2 ", Assert.Throws<UsageException>(() => new PointsStart(path).Draw(2, real, new Bounds([-9, -9, -9], [9, 9, 1]), 1, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => new PointsStart(folder["none.csv"]).Draw(2, real, new Bounds(), 1, 0));
    }

    private static double Mean(Matrix rows, int column) => Enumerable.Range(0, rows.Rows).Average(i => rows[i, column]);

    private static double Covariance(Matrix rows, int a, int b)
    {
        var (first, second) = (Mean(rows, a), Mean(rows, b));
        return Enumerable.Range(0, rows.Rows).Sum(i => (rows[i, a] - first) * (rows[i, b] - second)) / (rows.Rows - 1);
    }
}
