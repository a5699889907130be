using NtkGan.Metrics;
using NtkGan.Metrics.Features;
using NtkGan.Numerics;
using NtkGan.Torch;

namespace NtkGan.Tests.Metrics;

public class SampleScoreTests
{
    private static double[] Values(Metric metric, MetricInput input) => [.. metric.Measure(input).Select(value => value.Value)];

    private static double[] Values(Metric metric, Matrix x, Matrix y) => Values(metric, new MetricInput(x, y));

    [Fact]
    public void Similarity_is_one_for_copies_zero_for_orthogonal_rows_and_blind_to_scale()
    {
        var x = Sets.Normal(20, 7, 1);
        Close.Rounding(1, Values(new AverageMaximumSimilarity(), x, Sets.Shuffled(x, 2))[0]);
        Close.Rounding(0, Values(new AverageMaximumSimilarity(), Matrix.Of(new double[,] { { 1, 0 } }), Matrix.Of(new double[,] { { 0, 2 } }))[0]);
        var y = Sets.Normal(30, 7, 3);
        Close.Relative(Values(new AverageMaximumSimilarity(), x, y), Values(new AverageMaximumSimilarity(), Sets.Normal(20, 7, 1, 1e160), Sets.Normal(30, 7, 3, 1e-160)), Close.Kernel);
        Close.Rounding(1, Values(new AverageMaximumSimilarity(), new Matrix(1, 3), new Matrix(2, 3))[0]);
    }

    [Fact]
    public void Similarity_equals_the_double_loop()
    {
        Matrix x = Sets.Normal(9, 5, 4), y = Sets.Normal(8, 5, 5);
        var sum = 0.0;
        for (var i = 0; i < 9; i++)
            sum += Enumerable.Range(0, 8).Max(j => DotProduct.Of(x.Row(i), y.Row(j)) / Math.Sqrt(DotProduct.Of(x.Row(i), x.Row(i)) * DotProduct.Of(y.Row(j), y.Row(j))));
        Close.Rounding(sum / 9, Values(new AverageMaximumSimilarity(), x, y)[0]);
    }

    [Fact]
    public void The_alarm_tells_copies_from_new_samples()
    {
        Matrix pool = Sets.Normal(40, 3, 6), heldOut = Sets.Normal(40, 3, 7);
        var copies = new CopyAlarm().Measure(new(Sets.Shuffled(pool, 8), pool, HeldOut: heldOut));
        Assert.Equal([0, 1, 1], copies.Select(value => value.Value));
        Assert.Contains("40 of 40 samples are copies of training rows", copies[1].Note, StringComparison.Ordinal);
        var fresh = Values(new CopyAlarm(), new MetricInput(heldOut, pool, HeldOut: heldOut));
        Assert.Equal(1, fresh[0]);
        Assert.Equal(0, fresh[1]);
        var half = Values(new CopyAlarm(), new MetricInput(pool.Take([.. Enumerable.Range(0, 20)]).Above(Sets.Translated(heldOut.Take([.. Enumerable.Range(0, 20)]), 9, 9, 9)), pool, HeldOut: heldOut));
        Assert.Equal(0.5, half[1]);
    }

    [Fact]
    public void Without_held_out_rows_copies_are_still_counted()
    {
        var values = new CopyAlarm().Measure(new(Sets.Three, Sets.Three));
        Assert.Equal(MetricStatus.Unavailable, values[0].Status);
        Assert.Equal(1, values[1].Value);
    }

    [Fact]
    public void Chi_squared_is_zero_for_equal_and_two_for_disjoint_histograms()
    {
        var x = Sets.Normal(50, 2, 9);
        Close.Rounding(0, Values(new PearsonChiSquared(), x, Sets.Shuffled(x, 1))[0]);
        Close.Rounding(2, Values(new PearsonChiSquared(), x, Sets.Translated(x, 100, 0))[0]);
        // p = (3/4, 1/4), q = (1/4, 3/4): sum (1/2)^2/1 = 1/2.
        Close.Rounding(0.5, Values(new PearsonChiSquared(2), Matrix.Column(0, 0, 0, 1), Matrix.Column(0, 1, 1, 1))[0]);
        Assert.Equal(MetricStatus.Unavailable, new PearsonChiSquared().Measure(new(new Matrix(2, 3), new Matrix(2, 3)))[0].Status);
        Assert.Throws<UsageException>(() => new PearsonChiSquared(4, 1, 0));
    }

    [Fact]
    public void Frechet_of_gaussians_has_its_closed_form()
    {
        // Diagonal covariances: |shift|^2 + sum (s - t)^2.
        var unit = Matrix.Of(new double[,] { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } });
        var other = Sets.Translated(Matrix.Of(new double[,] { { 3, 0 }, { -3, 0 }, { 0, 2 }, { 0, -2 } }), 1, -2);
        var factor = 2.0 / 3; // 2 of 4 points, over n - 1
        Close.Relative(5 + factor * (4 + 1), Values(new FrechetDistance(), unit, other)[0], Close.Kernel);
        Close.Rounding(25, Values(new FrechetDistance(), Matrix.Of(new double[,] { { 0, 0 } }), Matrix.Of(new double[,] { { 3, 4 } }))[0]);
    }

    [Fact]
    public void Frechet_on_patches_is_zero_on_itself_and_grows_with_the_difference()
    {
        var metric = new FrechetDistance(new PatchFeatures(4, 3));
        Assert.Equal(["frechet_patch"], metric.Columns);
        var x = Sets.Normal(60, 64, 10);
        double Of(Matrix y) => Values(metric, new MetricInput(x, y, Shape: new(8, 8)))[0];
        Close.Within(0, Of(Sets.Shuffled(x, 2)), Close.Observed);
        Assert.True(Of(Sets.Normal(60, 64, 11)) < Of(Sets.Normal(60, 64, 12, 2)));
        Assert.Equal(MetricStatus.Unavailable, metric.Measure(new(x, x))[0].Status);
        Assert.Throws<UsageException>(() => new FrechetDistance(new TorchScriptFeatures("nowhere.pt")).Measure(new(x, x)));
    }

    [Fact]
    public void Structural_similarity_is_one_for_copies_and_less_for_others()
    {
        var x = Sets.Normal(6, 48, 13);
        double Of(Matrix generated, Matrix target) => Values(new StructuralSimilarity(), new MetricInput(generated, target, Shape: new(4, 4, 3)))[0];
        Close.Rounding(1, Of(x, Sets.Shuffled(x, 1)));
        Assert.InRange(Of(x, Sets.Normal(6, 48, 14)), -1, 0.9);
        Close.Rounding(1, Of(new Matrix(1, 48), new Matrix(1, 48)));
    }

    [Fact]
    public void Structural_similarity_of_one_window_is_its_formula()
    {
        // 1 x 2 pixels: the window is the image, both weights 1/2. Means 1 and 2, variances 1 and 1, covariance -1, range 2.
        var (x, y) = (Matrix.Of(new double[,] { { 0, 2 } }), Matrix.Of(new double[,] { { 3, 1 } }));
        double first = 0.0004, second = 0.0036; // range 2 of the target
        var expected = (2 * 1 * 2 + first) * (-2 + second) / ((1 + 4 + first) * (2 + second));
        Close.Rounding(expected, Values(new StructuralSimilarity(), new MetricInput(x, y, Shape: new(1, 2)))[0]);
    }

    [Fact]
    public void Precision_and_recall_tell_missing_modes_from_noise()
    {
        Matrix near = Sets.Normal(30, 2, 15), far = Sets.Translated(Sets.Normal(30, 2, 16), 50, 50);
        var both = near.Above(far);
        Assert.Equal([1, 1], Values(new PrecisionRecall(), both, both));
        var (precision, recall) = (Values(new PrecisionRecall(), near, both)[0], Values(new PrecisionRecall(), near, both)[1]);
        Assert.Equal(1, precision);
        Assert.Equal(0.5, recall);
    }

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(30, 50, 1)]
    [InlineData(80, 33, 3)]
    [InlineData(40, 40, 1000)]
    public void Precision_and_recall_follow_their_definition(int n, int m, int neighbours)
    {
        // The last generated point is a target, and the first lies on the rim of a target's reach.
        Matrix y = Sets.Normal(m, 2, 31), x = Sets.Normal(n, 2, 32).Above(y.Take([0]));
        double[] Distances(Matrix from, int i, Matrix to) => [.. Enumerable.Range(0, to.Rows).Select(j => Math.Sqrt(DotProduct.SquaredDistance(from.Row(i), to.Row(j))))];
        double Share(Matrix points, Matrix by)
        {
            double[] reach = [.. Enumerable.Range(0, by.Rows).Select(j => Distances(by, j, by).Order().ElementAt(Math.Min(neighbours, by.Rows - 1)))];
            return (double)Enumerable.Range(0, points.Rows).Count(i => Distances(points, i, by).Select((distance, j) => distance <= reach[j]).Any(isNear => isNear)) / points.Rows;
        }

        var values = Values(new PrecisionRecall(neighbours), x, y);
        Assert.Equal([Share(x, y), Share(y, x)], values);
    }

    [Fact]
    public void Precision_and_recall_take_squares_of_numbers_and_no_more()
    {
        // Sorting all distances of all points takes the cube: 3,000 points would take a minute, and their distances 72 MB on one thread.
        Matrix x = Sets.Normal(3000, 2, 33), y = Sets.Normal(3000, 2, 34);
        using var limit = Workers.Limit(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        new PrecisionRecall().Measure(new(x, y));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 3_000_000);
    }

    [Fact]
    public void Histograms_of_a_box_without_points_have_no_value()
    {
        Matrix x = Matrix.Column(0, .5, 1), y = Matrix.Column(.2, .7, 1);
        foreach (var metric in new[] { new PearsonChiSquared(4, Lower: 10), new PearsonChiSquared(4, 10, 20), new PearsonChiSquared(4, Upper: -1) })
        {
            var value = metric.Measure(new(x, y))[0];
            Assert.Equal(MetricStatus.Unavailable, value.Status);
            Assert.Contains("between lower and upper", value.Note);
        }

        Assert.Contains("No target point", new PearsonChiSquared(4, 0, 1).Measure(new(x, Sets.Translated(y, 5)))[0].Note);
        Assert.Contains("1 of 3 generated and 0 of 3 target", new PearsonChiSquared(4, 0.1, 1).Measure(new(x, y))[0].Note);
        Assert.Empty(new PearsonChiSquared(4, 0, 1).Measure(new(x, y))[0].Note);
        Assert.Throws<UsageException>(() => new PearsonChiSquared(4, double.NaN, 1));
        Assert.Throws<UsageException>(() => new PearsonChiSquared(4, 3, 1));
    }

    [Fact]
    public void Features_that_are_no_numbers_make_the_distance_unavailable()
    {
        var value = new FrechetDistance(new Broken()).Measure(new(Sets.Normal(4, 2, 35), Sets.Normal(4, 2, 36)))[0];
        Assert.Equal(MetricStatus.Unavailable, value.Status);
        Assert.Contains("NaN", value.Note);
    }

    private sealed record Broken : NtkGan.Metrics.Features.FeatureMap
    {
        public override Matrix Of(Matrix points, PointShape shape) => Matrix.Column([.. Enumerable.Repeat(double.NaN, points.Rows)]);
    }
}
