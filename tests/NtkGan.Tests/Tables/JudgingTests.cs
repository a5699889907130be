using NtkGan.Numerics;
using NtkGan.Tables.Judging;

namespace NtkGan.Tests.Tables;

public class JudgingTests
{
    [Fact]
    public void The_area_under_the_curve_counts_pairs()
    {
        var random = CounterRandom.For(1, "area");
        double[] positive = [.. Enumerable.Range(0, 31).Select(_ => (double)random.NextIndex(9))], negative = [.. Enumerable.Range(0, 23).Select(_ => (double)random.NextIndex(7))];
        var pairs = positive.Average(p => negative.Average(n => p > n ? 1 : p == n ? .5 : 0));
        Close.Rounding(pairs, AreaUnderCurve.Of(positive, negative), operations: 713);
        Assert.Equal(.5, AreaUnderCurve.Of([], negative));
    }

    [Fact]
    public void Logistic_regression_is_stationary()
    {
        var random = CounterRandom.For(2, "logistic");
        var (points, labels) = (new Matrix(60, 3), new double[60]);
        random.FillNormal(points.Values);
        for (var i = 0; i < 60; i++) labels[i] = points[i, 0] + random.NextNormal() > 0 ? 1 : 0;
        var model = new LogisticRegression(points, labels);
        var residual = Enumerable.Range(0, 60).Sum(i => 1 / (1 + Math.Exp(-model.Score(points.Row(i)))) - labels[i]);
        Assert.InRange(residual, -1e-6, 1e-6); // the intercept is free but for 1e-8
        Assert.True(AreaUnderCurve.Of([.. Enumerable.Range(0, 60).Where(i => labels[i] == 1).Select(i => model.Score(points.Row(i)))], [.. Enumerable.Range(0, 60).Where(i => labels[i] == 0).Select(i => model.Score(points.Row(i)))]) > .7);
    }

    [Fact]
    public void Equal_sources_are_not_told_apart_and_others_are()
    {
        var random = CounterRandom.For(3, "detection");
        Matrix Drawn(double shift)
        {
            var rows = new Matrix(120, 2);
            random.FillNormal(rows.Values);
            for (var i = 0; i < rows.Rows; i++) rows[i, 0] += shift;
            return rows;
        }

        Assert.InRange(Detection.Of(Drawn(0), Drawn(0), random).Best, .35, .65);
        Assert.InRange(Detection.Of(Drawn(0), Drawn(3), random).Best, .95, 1);
        Matrix ring = Drawn(0), disc = Drawn(0); // a ring has the mean of a disc: a line cannot tell them, a kernel can
        for (var i = 0; i < ring.Rows; i++)
        {
            var length = Math.Sqrt(DotProduct.Of(ring.Row(i), ring.Row(i)));
            foreach (ref var value in ring.Row(i)) value *= 1.5 / length;
        }

        var found = Detection.Of(ring, disc, random);
        Assert.InRange(found.Linear, .3, .65);
        Assert.True(found.Kernel > .75);
    }

    [Fact]
    public void Copies_have_ratio_0_and_fresh_rows_1()
    {
        var random = CounterRandom.For(4, "nearness");
        Matrix Drawn()
        {
            var rows = new Matrix(200, 3);
            random.FillNormal(rows.Values);
            return rows;
        }

        Matrix fitted = Drawn(), unseen = Drawn();
        var copies = Nearness.Of(fitted, fitted, unseen);
        Assert.Equal((0, 1, 0, 1), (copies.CopyRatio, copies.Copies, copies.RealCopies, copies.Membership));
        var fresh = Nearness.Of(Drawn(), fitted, unseen);
        Assert.InRange(fresh.CopyRatio, .8, 1.25);
        Assert.InRange(fresh.Membership, .4, .6);
    }
}
