using System.Text.Json;
using NtkGan.Experiments.Reproductions;

namespace NtkGan.Tests.Cli;

public sealed class ReproduceCommandTests : IDisposable
{
    private const string Maps = "isolated-eigenvalue-maps";

    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public void Prints_ours_beside_theirs_writes_the_page_and_keeps_what_is_done()
    {
        var (code, output, _) = CommandLine.Run("reproduce", Maps, "--quick", "--out", _line["r"]);
        Assert.Equal(0, code);
        Assert.Equal(4, output.Split('\n').Count(line => line.Contains("\tagrees\t", StringComparison.Ordinal)));
        Assert.True(File.Exists(_line[$"r/{Maps}-quick/eigenvalues-seed1/metrics.csv"]));
        var page = File.ReadAllText(_line["r/quick-results.md"]);
        Assert.Contains("| unstable cells of 10,000, step size .1 | 956 | 956 | agrees |", page);
        Assert.Contains("of 4 numbers 4 agree", page);
        Assert.Contains($"](quick-results/{Maps}.webp)", page);
        Assert.Equal("WEBP"u8, File.ReadAllBytes(_line[$"r/quick-results/{Maps}.webp"]).AsSpan(8, 4));
        Assert.Contains("ntkgan 0.1.0", page);
        Assert.Contains(" processors, ", page);
        Assert.Contains("| ga-ntk-scores |", page);

        var before = File.GetLastWriteTimeUtc(_line[$"r/{Maps}-quick/reproduced.json"]);
        var again = CommandLine.Run("reproduce", Maps, "--quick", "--out", _line["r"], "--quiet", "--json");
        Assert.Equal((0, ""), (again.Code, again.Error));
        Assert.Equal(before, File.GetLastWriteTimeUtc(_line[$"r/{Maps}-quick/reproduced.json"]));
        Assert.Equal(0, CommandLine.Run("reproduce", Maps, "--quick", "--out", _line["r"], "--quiet", "--page", _line["elsewhere/page.md"]).Code);
        Assert.True(File.Exists(_line[$"elsewhere/page/{Maps}.webp"]));
        Assert.Contains($"](page/{Maps}.webp)", File.ReadAllText(_line["elsewhere/page.md"]));

        // A file of one's own stays, and it is said before the work.
        File.WriteAllText(_line["mine.md"], "mine");
        var refused = CommandLine.Run("reproduce", Maps, "--quick", "--out", _line["r"], "--page", _line["mine.md"]);
        Assert.Equal((2, "mine"), (refused.Code, File.ReadAllText(_line["mine.md"])));
        Assert.Contains("no page of results", refused.Error);
        var numbers = JsonDocument.Parse(again.Output).RootElement[0].GetProperty("numbers").EnumerateArray().ToList();
        Assert.Equal([956, 145, 16], numbers.Take(3).Select(number => number.GetProperty("ours").GetDouble()));
    }

    [Fact]
    public void What_is_interrupted_goes_on_by_the_same_command()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        var (code, _, error) = CommandLine.Run(stopped.Token, "reproduce", Maps, "--out", _line["r"]);
        Assert.Equal(130, code);
        Assert.Contains("the same command goes on", error);
        Assert.False(JsonDocument.Parse(File.ReadAllText(_line[$"r/{Maps}/reproduced.json"])).RootElement.GetProperty("is_done").GetBoolean());
        Assert.Contains($"| {Maps} |", File.ReadAllText(_line["r/results.md"]));
        Assert.Equal(0, CommandLine.Run("reproduce", Maps, "--out", _line["r"], "--quiet").Code);
        Assert.True(JsonDocument.Parse(File.ReadAllText(_line[$"r/{Maps}/reproduced.json"])).RootElement.GetProperty("is_done").GetBoolean());
    }

    [Fact]
    public void All_stops_at_once_when_it_is_asked_to_and_begins_with_the_first()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Equal(130, CommandLine.Run(stopped.Token, "reproduce", "all", "--quick", "--out", _line["r"]).Code);
        Assert.Equal(["quick-results.md"], Directory.GetFileSystemEntries(_line["r"]).Select(Path.GetFileName));
    }

    [Fact]
    public void What_is_unknown_or_cannot_be_had_is_said_in_a_sentence()
    {
        var (code, _, error) = CommandLine.Run("reproduce", "isolated-rings", "--out", _line["r"]);
        Assert.Equal(2, code);
        Assert.Contains("isolated-ring", error);
        (code, _, error) = CommandLine.Run("reproduce", "ga-ntk-scores", "--out", _line["r"]);
        Assert.Equal(2, code);
        Assert.Contains("FID", error);
        Assert.False(Directory.Exists(_line["r"]));
    }

    [Fact]
    public void Figures_are_listed_and_completed()
    {
        var (code, output, _) = CommandLine.Run("list", "figures");
        Assert.Equal(0, code);
        var completion = CommandLine.Run("completion", "bash").Output;
        Assert.All(PublishedFigure.All, figure =>
        {
            Assert.Contains($"{figure.Id}\t", output);
            Assert.Contains(figure.Id, completion);
        });
        Assert.Contains("cannot be had", output);
        var json = JsonDocument.Parse(CommandLine.Run("list", "figures", "--json").Output).RootElement;
        Assert.Equal(PublishedFigure.All.Count, json.EnumerateObject().Sum(paper => paper.Value.EnumerateObject().Count()));
        Assert.Contains("figures", CommandLine.Run("list", "figure").Error);
    }
}
