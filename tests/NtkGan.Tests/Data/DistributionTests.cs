using NtkGan.Data;
using NtkGan.Numerics;

namespace NtkGan.Tests.Data;

/// <summary>Draws against the moments that the formulas promise, within five standard errors of the sample.</summary>
public class DistributionTests
{
    private const int Count = 20_000;

    private static Matrix Draw(DataSet data) => data.Draw(Count, CounterRandom.For(11, "data"));

    /// <summary>The mean of a function over the points, against its expectation, with the sample's own standard error.</summary>
    private static void Expect(Matrix points, double expected, Func<double[], double> value)
    {
        double[] values = [.. Enumerable.Range(0, points.Rows).Select(i => value(points.Row(i).ToArray()))];
        var mean = values.Average();
        var variance = values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
        Close.Sampled(expected, mean, Math.Sqrt(variance / values.Length));
    }

    private static void ExpectMoments(DataSet data, double[] mean, double[] variance, double covariance = 0)
    {
        var points = Draw(data);
        for (var j = 0; j < mean.Length; j++)
        {
            var k = j;
            Expect(points, mean[k], point => point[k]);
            Expect(points, variance[k], point => (point[k] - mean[k]) * (point[k] - mean[k]));
        }

        if (mean.Length > 1) Expect(points, covariance, point => (point[0] - mean[0]) * (point[1] - mean[1]));
    }

    [Fact]
    public void Gaussian() => ExpectMoments(new Gaussian(3, [1, -2, 0.5], 0.25), [1, -2, 0.5], [0.0625, 0.0625, 0.0625]);

    [Fact]
    public void Eight_gaussians_have_covariance_12_75() => ExpectMoments(new EightGaussians(), [0, 0], [12.75, 12.75]);

    [Fact]
    public void Ring() => ExpectMoments(new GaussianRing(3, 2, 0.1, [1, -1]), [1, -1], [2.01, 2.01]);

    [Fact]
    public void Grid() => ExpectMoments(new GaussianGrid(), [0, 0], [8.0025, 8.0025]);

    [Fact]
    public void Line() => ExpectMoments(new GaussianLine(), [0], [6.25]);

    [Fact]
    public void Mixture() => ExpectMoments(GaussianMixture.Example, [0, 0.25], [1.25, 0.3125], 0.25);

    [Fact]
    public void Two_moons()
    {
        // E cos^2 = E sin^2 = 1/2, E sin = 2/pi; the moons differ by (1, 1/2 - 2 sin).
        var data = new TwoMoons(2, 0.1);
        var points = Draw(data);
        Expect(points, 1, point => point[0]);
        Expect(points, 0.5, point => point[1]);
        Expect(points, 4 * (0.5 + 1.5) / 2 + 0.01, point => point[0] * point[0]);
        Expect(points, 4 * (0.5 + 0.25 - 2 / Math.PI + 0.5) / 2 + 0.01, point => point[1] * point[1]);
    }

    [Theory, InlineData(2), InlineData(3)]
    public void Swiss_roll(int dimension)
    {
        // Without noise E r^2 = (radius/4.5)^2 E t^2 with t uniform on [1.5, 4.5], and every point lies on the spiral.
        var points = Draw(new SwissRoll(dimension, Radius: 9, Deviation: 0));
        Expect(points, 4 * 9.75, point => point[0] * point[0] + point[^1] * point[^1]);
        foreach (var i in Enumerable.Range(0, 100))
        {
            var point = points.Row(i);
            var turn = Math.Sqrt(point[0] * point[0] + point[^1] * point[^1]) / 2;
            Assert.InRange(turn, 1.5, 4.5);
            Close.Relative(2 * turn * Math.Cos(Math.PI * turn), point[0], Close.Kernel, 10);
            Close.Relative(2 * turn * Math.Sin(Math.PI * turn), point[^1], Close.Kernel, 10);
        }

        if (dimension == 3) Expect(points, 27, point => point[1] * point[1]);
        Expect(Draw(new SwissRoll(2, 9, 0.5)), 4 * 9.75 + 0.5, point => point[0] * point[0] + point[1] * point[1]);
    }

    [Fact]
    public void Centres_start_at_the_right_and_turn_clockwise()
    {
        var centres = new EightGaussians().Modes.Centres;
        Close.Relative(Matrix.Of(new[,] { { 5.0, 0 }, { 5 / Math.Sqrt(2), -5 / Math.Sqrt(2) }, { 0, -5 } }), centres.Take([0, 1, 2]), Close.Kernel);
        Close.Relative(Matrix.Column(-3, 0, 3), new GaussianLine().Modes.Centres, Close.Kernel);
        Close.Relative(Matrix.Of(new double[,] { { -1, -1 }, { -1, 1 }, { 1, -1 }, { 1, 1 } }), new GaussianGrid(2).Modes.Centres, Close.Kernel);
    }

    [Fact]
    public void A_deviation_of_zero_gives_the_centres_themselves()
    {
        var points = new GaussianRing(1, 2, 0).Draw(10, CounterRandom.For(1, "data"));
        for (var i = 0; i < 10; i++) Assert.Equal([2.0, 0], points.Row(i).ToArray());
    }

    [Fact]
    public void Components_are_equally_likely()
    {
        var (counts, points) = (new int[8], Draw(new EightGaussians(Deviation: 0)));
        var centres = new EightGaussians().Modes.Centres;
        for (var i = 0; i < Count; i++)
            counts[Enumerable.Range(0, 8).Single(j => points.Row(i).SequenceEqual(centres.Row(j)))]++;
        foreach (var count in counts) Close.Sampled(Count / 8.0, count, Math.Sqrt(Count * 7 / 64.0));
    }

    [Fact]
    public void A_subset_is_drawn_without_replacement_and_evenly()
    {
        var data = new Modes1DOverlap(PairSide.Target);
        var (random, first) = (CounterRandom.For(5, "data"), new Dictionary<double, int>());
        for (var repeat = 0; repeat < 7000; repeat++)
        {
            var values = data.Draw(3, random).Values.ToArray();
            Assert.Equal(3, values.Distinct().Count());
            first[values[0]] = first.GetValueOrDefault(values[0]) + 1;
        }

        Assert.Equal(7, first.Count);
        foreach (var count in first.Values) Close.Sampled(1000, count, Math.Sqrt(7000 * 6 / 49.0));
    }

    [Fact]
    public void Fixed_sets_are_those_of_the_paper()
    {
        Close.Relative(Matrix.Of(new double[,] { { 1, 1 }, { 1, -1 } }), new TwoCouples2D().All(), Close.Kernel);
        Close.Relative(Matrix.Of(new double[,] { { -1, -1 }, { -1, 1 } }), new TwoCouples2D(PairSide.Target).All(), Close.Kernel);
        Close.Relative(Matrix.Column(-1), new TwoSingles1D().All(), Close.Kernel);
        Close.Relative(Matrix.Column(1), new TwoSingles1D(PairSide.Target).All(), Close.Kernel);
        Close.Relative(Matrix.Column(-1.8, -2.01, -1.2, -1.05, -0.45), new Modes1D().All(), Close.Kernel);
        Close.Relative(Matrix.Column(0.9, 1.5, 1.845, 1.98, 0.3), new Modes1D(PairSide.Target).All(), Close.Kernel);
        Close.Relative(Matrix.Column(-1.8, -2.01, -1.2, -1.05, -0.3), new Modes1DOverlap().All(), Close.Kernel);
        Close.Relative(Matrix.Column(0.9, 1.5, 1.845, 1.98, -1.65, -1.5, -2.7), new Modes1DOverlap(PairSide.Target).All(), Close.Kernel);
    }

    [Fact]
    public void Digits_are_scaled_grey_with_a_class_filter()
    {
        var all = new Digits();
        Assert.Equal((1797, 64, new PointShape(8, 8)), (all.Size, all.Dimension, all.Shape));
        var points = all.All();
        foreach (var value in points.Values) Assert.InRange(value, -0.9995, 0.9995);

        // The first row of the file is a 0: its pixels 2 to 5 are 5, 13, 9, 1.
        double[] grey = [.. points.Row(0)[..8].ToArray().Select(value => (value / 1.999 + 0.5) * 16)];
        Close.Relative([0, 0, 5, 13, 9, 1, 0, 0], grey, Close.Kernel);
        int[] sizes = [.. Enumerable.Range(0, 10).Select(digit => new Digits([digit]).Size!.Value)];
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], sizes);
        Assert.Equal(182 + 174, new Digits([8, 1, 8]).Size);
    }

    [Fact]
    public void Refuses_parameters_that_make_no_sense()
    {
        Refused.AsUsage(() => _ = new Gaussian(0), "dimension", "0");
        Refused.AsUsage(() => _ = new Gaussian(3, [1, 2]), "mean", "3", "2");
        Refused.AsUsage(() => _ = new Gaussian(2, [1, double.NaN]), "mean", "NaN");
        Refused.AsUsage(() => _ = new Gaussian(Deviation: -1), "deviation", "-1");
        Refused.AsUsage(() => _ = new GaussianRing(0), "components");
        Refused.AsUsage(() => _ = new EightGaussians(double.PositiveInfinity), "radius");
        Refused.AsUsage(() => _ = new GaussianGrid(100_000), "side", "100000");
        Refused.AsUsage(() => _ = new GaussianRing(int.MaxValue), "components", "2147483647");
        Refused.AsUsage(() => _ = new GaussianMixture([[1, 2], [3]]), "centres");
        Refused.AsUsage(() => _ = new GaussianMixture([]), "centres");
        Refused.AsUsage(() => _ = new SwissRoll(4), "dimension", "4");
        Refused.AsUsage(() => _ = new TwoMoons(0), "radius");
        Refused.AsUsage(() => _ = new Modes1D((PairSide)2), "side");
        Refused.AsUsage(() => _ = new LetterA(Scale: [1, 0]), "scale");
        Refused.AsUsage(() => _ = new LetterA([1, 2, 3]), "location");
        Refused.AsUsage(() => _ = new Digits([10]), "classes");
        Refused.AsUsage(() => _ = new Digits([]), "classes");
    }
}
