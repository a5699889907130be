using System.Globalization;
using NtkGan.Data;
using NtkGan.Experiments;
using NtkGan.Numerics;

namespace NtkGan.Tests.Experiments;

/// <summary>Syntheses of the rows of a table.</summary>
public class SynthesisTableTests
{
    [Fact]
    public void A_table_becomes_a_table_of_the_same_columns_within_their_bounds()
    {
        using var folder = new TemporaryFolder();
        var random = CounterRandom.For(1, "people");
        var people = Enumerable.Range(0, 20).Select(_ => random.NextUniform() < 0.5 ? $"Oslo,{(int)(20 + 9 * random.NextUniform())}" : $"Bergen,{(int)(60 + 9 * random.NextUniform())}");
        File.WriteAllText(folder["people.csv"], string.Join('\n', people.Prepend("city,age")));
        var run = Composition.Of("ga-ntk-table", $"data.path={folder["people.csv"]}", "pool=15", "held_out=5", "samples=6", "iterations=40").Experiment.Start();
        SynthesisRunTests.Advanced(run, 40).Export(folder.Path);
        var lines = File.ReadAllLines(folder["samples.csv"]);
        Assert.Equal("city,age", lines[0]);
        Assert.Equal(7, lines.Length);
        var rows = lines[1..].Select(line => (City: line.Split(',')[0], Age: int.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))).ToList();
        Assert.All(rows, row => Assert.True(row.City is "Oslo" or "Bergen" && row.Age is >= 20 and < 69));
        Assert.InRange(rows.Count(row => row.City == "Oslo" == row.Age < 45), 4, 6); // the people of Oslo are the young ones
    }

    private static ExperimentRun TableRun(TemporaryFolder folder, string text, params string[] settings)
    {
        File.WriteAllText(folder["t.csv"], text);
        return Composition.Of(["ga-ntk-table", $"data.path={folder["t.csv"]}", "samples=6", "iterations=3", .. settings]).Experiment.Start();
    }

    private static string Words(int rows) => "colour,size\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{(i % 2 == 0 ? "red" : "blue")},{(i % 3 == 0 ? "small" : "large")}\n"));

    // Of two columns of words every row that can be written stands in the source: the coordinates lie between rows, the rows do not.
    [Fact]
    public void The_alarm_judges_the_rows_that_are_written()
    {
        using var folder = new TemporaryFolder();
        var run = SynthesisRunTests.Advanced(TableRun(folder, Words(60)), 3);
        run.Measure();
        Assert.Contains(run.Notes, note => note.StartsWith("6 of 6 samples are copies of training rows, and 6 are nearly so; of the 12 held-out real rows 12 are", StringComparison.Ordinal));
        Assert.Equal(1, run.Notes.Count(note => note.Contains("copy_ratio", StringComparison.Ordinal)));
        Assert.Equal(1, run.Notes.Count(note => note.Contains("copies of training rows,", StringComparison.Ordinal)));
        var column = run.Columns.ToList().IndexOf("exact_copies");
        Assert.Equal(1, run.Measure()[column]);
        run.Export(folder.Path);
        var rows = File.ReadAllLines(folder["t.csv"]).ToHashSet();
        Assert.All(File.ReadAllLines(folder["samples.csv"]), row => Assert.Contains(row, rows));
    }

    [Fact]
    public void The_schema_is_told_and_reads_the_table_again()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["t.csv"], "zip;height;\"a: #b\"\n02134;1,5;x\n00501;1,75;y\n02134;2,25;x\n");
        var experiment = Composition.Of("ga-ntk-table", $"data.path={folder["t.csv"]}", "samples=2").Experiment;
        string[] lines = ["table of 3 rows, 3 columns named in its first line, numbers with decimal commas:", "  zip: 2 words (00501, 02134)", "  height: numbers from 1.5 to 2.25, 2 decimals", "  a: #b: 2 words (x, y)"];
        Assert.Equal(lines, experiment.Header.TakeLast(4));
        experiment.Start().Export(folder.Path);
        Assert.Contains("#   zip: 2 words (00501, 02134)", File.ReadAllLines(folder["schema.yaml"]));
        var again = (SynthesisExperiment)Composition.Of("ga-ntk-table", folder["schema.yaml"], "samples=2").Experiment;
        var table = Assert.IsType<Table>(again.Data);
        Assert.Equal(new Table(folder["t.csv"], ["zip", "height", "a: #b"], ["zip", "a: #b"], Heading: true, Decimal: DecimalSign.Comma), table);
        Assert.Equal(((Table)((SynthesisExperiment)experiment).Data).Schema, table.Schema);
    }

    [Fact]
    public void A_table_that_is_not_named_is_asked_for() => Assert.Contains("data.path=", Assert.Throws<UsageException>(() => Composition.Of("ga-ntk-table").Experiment.Start()).Message);
}
