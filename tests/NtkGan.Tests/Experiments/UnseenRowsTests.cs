using NtkGan.Data;
using NtkGan.Experiments;
using NtkGan.Metrics;
using NtkGan.Numerics;

namespace NtkGan.Tests.Experiments;

public class UnseenRowsTests
{
    private const ulong Seed = 3;

    [Fact]
    public void They_follow_those_in_use_and_bear_their_own_classes()
    {
        var data = new Digits();
        var rows = UnseenRows.After(data, 1700, [new EnergyDistance(), new ClassRecognition(Rows: 80, Calibration: 30)], Seed)!;
        // 97 of the 1797 are left.
        Assert.Equal((97, 97), (rows.Rows.Rows, rows.Labels.Count));
        var order = data.Order(CounterRandom.For(Seed, "target"));
        var all = data.All();
        for (var i = 0; i < 97; i++)
        {
            Assert.True(all.Row(order[1700 + i]).SequenceEqual(rows.Rows.Row(i)));
            Assert.Equal(data.Labels![order[1700 + i]], rows.Labels[i]);
        }
    }

    [Fact]
    public void There_are_none_where_nobody_wants_them_where_none_are_left_and_without_classes()
    {
        Assert.Null(UnseenRows.After(new Digits(), 100, [new EnergyDistance()], Seed));
        Assert.Null(UnseenRows.After(new Digits(), 1797, [new ClassRecognition()], Seed));
        Assert.Null(UnseenRows.After(new EightGaussians(), 100, [new ClassRecognition()], Seed));
    }

    // 97 % of unseen digits would be named; the points of a flow that has not begun are such digits, or noise.
    [Theory]
    [InlineData("source.data=digits", .85, 1)]
    [InlineData("source.data={kind: gaussian, dimension: 64}", 0, .3)]
    public void A_flow_is_judged_by_a_classifier(string source, double least, double most)
    {
        var run = Composition.Of("gan-digits", "generator=particles", "source.count=64", "source.batch=0", source, "training=exact", "kernel=gaussian", "metrics=[{kind: class_recognition, rows: 500, calibration: 200}]").Experiment.Start();
        var row = run.Columns.Zip(run.Measure()).ToDictionary();
        Assert.InRange(row["named"]!.Value, least, most);
    }
}
