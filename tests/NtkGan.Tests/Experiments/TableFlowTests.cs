using NtkGan.Data;
using NtkGan.Experiments;

namespace NtkGan.Tests.Experiments;

/// <summary>Flows whose points are rows of a table.</summary>
public sealed class TableFlowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TableFlowTests() => File.WriteAllText(_folder["t.csv"], "zip;height\n02134;1,5\n00501;1,75\n02134;2,25\n");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("target")]
    [InlineData("source")]
    public void The_schema_is_told_once_and_reads_the_table_again(string side)
    {
        File.WriteAllText(_folder["flow.yaml"], "kind: particle_flow\n" + string.Concat(new[] { "source", "target" }.Select(key =>
            $"{key}: {{count: 3, data: {(key == side ? $"{{kind: table, path: '{_folder["t.csv"]}'}}" : "{kind: gaussian, dimension: 3}")}}}\n")));
        string[] words = [_folder["flow.yaml"]];
        var experiment = (ParticleFlowExperiment)Composition.Of(words).Experiment;
        string[] lines = ["table of 3 rows, 2 columns named in its first line, numbers with decimal commas:", "  zip: 2 words (00501, 02134)", "  height: numbers from 1.5 to 2.25, 2 decimals"];
        Assert.Equal(lines, experiment.Header.TakeLast(3));
        Assert.Equal(1, experiment.Header.Count(line => line.StartsWith("table of", StringComparison.Ordinal)));
        experiment.Start().Export(_folder.Path);
        var again = (ParticleFlowExperiment)Composition.Of([.. words, _folder["schema.yaml"]]).Experiment;
        var table = Assert.IsType<Table>((side == "target" ? again.Target : again.Source).Data);
        Assert.Equal(new Table(_folder["t.csv"], ["zip", "height"], ["zip"], Heading: true, Decimal: DecimalSign.Comma), table);
    }
}
