using System.Text.Json;

namespace NtkGan.Tests.Cli;

public sealed class SynthesiseCommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public SynthesiseCommandTests() => File.WriteAllText(_line["a.csv"], "id,size,weight,team\n" + string.Concat(Enumerable.Range(0, 36).Select(i => FormattableString.Invariant($"{i + 1},{150 + i * 7 % 31},{50 + i * 5 % 17 + i % 2 * 9.5:F1},{(i % 2 == 0 ? "red" : "blue")}\n"))));

    public void Dispose() => _line.Dispose();

    [Fact]
    public void Rows_a_report_and_a_verdict_are_written_and_nothing_is_replaced()
    {
        var (code, output, error) = CommandLine.Run(TestContext.Current.CancellationToken, "synthesise", _line["a.csv"], "-o", _line["b.csv"], "--rows", "12");
        Assert.True(code == 0, error);
        Assert.Contains("team: 2 categories (blue, red); the class", error, StringComparison.Ordinal);
        Assert.Contains("Do not augment with this", output, StringComparison.Ordinal);
        string[] lines = File.ReadAllLines(_line["b.csv"]);
        Assert.Equal(13, lines.Length);
        Assert.Equal("id,size,weight,team", lines[0]);
        Assert.StartsWith("37,", lines[1], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.Matches(@"^\d+,1\d\d,\d\d\.\d,(red|blue)$", line));
        Assert.Contains("bootstrap", File.ReadAllText(_line["b.csv.report.txt"]), StringComparison.Ordinal);
        var before = File.ReadAllText(_line["b.csv"]);
        var again = CommandLine.Run(TestContext.Current.CancellationToken, "synthesise", _line["a.csv"], "-o", _line["b.csv"]);
        Assert.Equal(2, again.Code);
        Assert.Contains("--force", again.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_line["b.csv"]));
    }

    [Fact]
    public void Json_is_the_result_alone()
    {
        var (code, output, error) = CommandLine.Run(TestContext.Current.CancellationToken, "synthesise", _line["a.csv"], "-o", _line["c.csv"], "--quiet", "--json", "--report", _line["c.json"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(output, File.ReadAllText(_line["c.json"]));
        using var json = JsonDocument.Parse(output);
        Assert.Equal(36, json.RootElement.GetProperty("rows").GetInt32());
        Assert.Equal(0, json.RootElement.GetProperty("scores").GetProperty("bootstrap").GetProperty("copy_ratio").GetDouble());
        Assert.NotEmpty(json.RootElement.GetProperty("verdict").EnumerateArray());
    }

    [Theory]
    [InlineData(2, "--range", "--privacy", "1")]
    [InlineData(2, "--privacy", "--range", "size=0:9")]
    [InlineData(2, "leaves nothing", "--privacy", "1", "--range", "size=0:300", "--constraint", "size >= 300")]
    [InlineData(2, "--drop", "--privacy", "1", "--range", "size=0:300", "--drop", "weight")]
    [InlineData(2, "sise", "--drop", "sise")]
    [InlineData(2, "constraint", "--constraint", "size")]
    [InlineData(2, "class", "--class", "size")]
    [InlineData(2, "no folder", "--report", "absent/report.txt")]
    [InlineData(3, "Row 1", "--constraint", "size <= weight")]
    public void Mistakes_end_before_anything_is_written(int expected, string word, params string[] options)
    {
        var (code, _, error) = CommandLine.Run(TestContext.Current.CancellationToken, ["synthesise", _line["a.csv"], "-o", _line["d.csv"], .. options]);
        Assert.Equal(expected, code);
        Assert.Contains(word, error, StringComparison.Ordinal);
        Assert.False(File.Exists(_line["d.csv"]) || File.Exists(_line["d.csv.report.txt"]));
    }

    [Fact]
    public void Private_rows_need_ranges_alone_and_differ_each_time()
    {
        string[] Made(string name)
        {
            var (code, _, error) = CommandLine.Run(TestContext.Current.CancellationToken, "synthesise", _line["a.csv"], "-o", _line[name], "--privacy", "5", "--range", "size=100:200", "--range", "team=red|blue");
            Assert.True(code == 0, error);
            return File.ReadAllLines(_line[name]);
        }

        var first = Made("e.csv");
        Assert.Equal("size,team", first[0]);
        Assert.NotEqual(first, Made("f.csv"));
        Assert.Contains("differentially private", File.ReadAllText(_line["e.csv.report.txt"]), StringComparison.Ordinal);
    }
}
