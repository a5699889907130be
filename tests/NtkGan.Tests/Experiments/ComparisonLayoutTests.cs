using NtkGan.Experiments;
using NtkGan.Plots;

namespace NtkGan.Tests.Experiments;

public class ComparisonLayoutTests
{
    [Fact]
    public void The_word_with_the_most_parts_makes_the_curves_and_the_last_of_the_others_a_row()
    {
        var data = Arranged(2, "ipm,lsgan", "flow.iterations=3", "relu,relu_nobias,rbf,sigmoid", "eight-modes,density,ab");
        Assert.Equal(48, data.Places!.Count);
        Assert.Equal(3, data.Columns);
        Assert.Equal([new("ipm, eight-modes", "relu"), new("ipm, eight-modes", "relu"), new("ipm, density", "relu")], data.Places.Take(3));
        Assert.Equal(new("lsgan, ab", "sigmoid"), data.Places[^1]);
        Assert.Equal(new("ipm, eight-modes", "relu-nobias"), data.Places[6]);

        // Among equals the first.
        Assert.Equal(new("relu", "ipm"), Arranged(1, "ipm,lsgan", "relu,rbf").Places![0]);
    }

    [Fact]
    public void A_word_alone_or_too_many_panels_have_no_places()
    {
        Assert.Null(Arranged(1, "relu,rbf", "ipm").Places);
        const string architectures = "relu,relu-nobias,rbf,sigmoid,residual", data = "ab,density,eight-modes,digits,fashion";
        Assert.NotNull(Arranged(1, architectures, "ipm,lsgan,hinge,vanilla", data).Places);
        Assert.Null(Arranged(1, architectures, "ipm,lsgan,hinge,vanilla,ipm-reset", data).Places);

        // A row of five would be too narrow.
        Assert.Null(Arranged(1, architectures, "ipm,lsgan", data).Columns);
    }

    private static MetricRuns Arranged(int seeds, params string[] words)
    {
        var combinations = WordCombinations.Of(words, 1000, "runs");
        var layout = new ComparisonLayout(combinations, seeds);
        return layout.Arrange("title", [.. Enumerable.Range(0, combinations.All.Count * seeds).Select(run => (run, new MetricTable($"{run / seeds}", ["step", "e"], [[0.0, 1.0]])))]);
    }
}
