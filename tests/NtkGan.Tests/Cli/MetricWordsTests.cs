using NtkGan.Cli;
using NtkGan.Experiments;
using NtkGan.Metrics;

namespace NtkGan.Tests.Cli;

public class MetricWordsTests
{
    [Theory]
    [InlineData("s", "Sinkhorn divergence s")]
    [InlineData("e", "Energy distance e")]
    [InlineData("lg", "Generator's loss lg")]
    [InlineData("w2_3", "Squared Wasserstein distance w2_3")]
    [InlineData("mmd2_gaussian", "Squared maximum mean discrepancy mmd2_gaussian")]
    [InlineData("sliced_w2", "Sliced squared Wasserstein distance sliced_w2")]
    [InlineData("precision", "precision")]
    [InlineData("quality", "quality, share of points near a mode")]
    public void Columns_have_names(string column, string name) => Assert.Equal(name, MetricWords.Named(column));

    [Fact]
    public void No_column_is_an_abbreviation_without_words()
    {
        var columns = Catalog.Members<Metric>().SelectMany(member => ((Metric)member.Example()).Columns)
            .Concat(new[] { "modes-1d", "ga-ntk-digits", "collapse", "ring", "two-point", "quad-dynamics", "eigenvalues", "atlas" }.SelectMany(preset => Composition.Of(preset).Experiment.Start().Columns));
        Assert.DoesNotContain(columns, column => MetricWords.Of(column).Split(' ').Max(word => word.Length) < 4);
    }

    [Fact]
    public void A_terminal_reads_words_and_a_pipe_columns_with_all_digits()
    {
        var metrics = new Dictionary<string, double?> { ["s"] = 1.0 / 3, ["modes"] = null };
        Assert.Equal([["Sinkhorn divergence s", "0.3333"], ["modes, those with a point near", "unavailable"]], new Terminal(new StringWriter(), new StringWriter(), 80).MetricRows(metrics));
        Assert.Equal([["s", "0.3333333333333333"], ["modes", "unavailable"]], new Terminal(new StringWriter(), new StringWriter()).MetricRows(metrics));
    }
}
