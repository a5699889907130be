using System.Text.Json;

namespace NtkGan.Tests.Cli;

public sealed class CompareCommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    private (int Code, string Output, string Error) Compare(params string[] args) => Compare(TestContext.Current.CancellationToken, args);

    private (int Code, string Output, string Error) Compare(CancellationToken cancellation, string[] args) =>
        CommandLine.Run(cancellation, ["compare", .. args, .. CommandLine.Small, "--out", _line["c"]]);

    [Fact]
    public void A_word_with_commas_makes_all_combinations_and_the_table_their_means()
    {
        var (code, output, error) = Compare("ipm,lsgan", "relu,rbf", "--seeds", "2", "--json");
        Assert.Equal(0, code);
        Assert.Contains("8/8", error);
        var table = JsonDocument.Parse(output).RootElement;
        Assert.Equal(["lg", "e"], table.GetProperty("columns").EnumerateArray().Select(column => column.GetString()));
        var rows = table.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(["ipm-relu", "ipm-rbf", "lsgan-relu", "lsgan-rbf"], rows.Select(row => row.GetProperty("name").GetString()));

        // The mean and deviation of two runs by hand.
        double[] energies = [.. new[] { 1, 2 }.Select(seed => Energy($"lsgan-rbf-seed{seed}"))];
        var metric = rows[3].GetProperty("metrics")[1];
        Close.Relative(energies.Average(), metric.GetProperty("mean").GetDouble(), Close.Kernel);
        Close.Relative(Math.Abs(energies[0] - energies[1]) / Math.Sqrt(2), metric.GetProperty("deviation").GetDouble(), Close.Kernel);
        Assert.StartsWith("name,runs,diverged,lg_mean,lg_deviation,e_mean", File.ReadAllText(_line["c/comparison.csv"]));
        Assert.True(new FileInfo(_line["c/curves.png"]).Length > 5000);
    }

    private double Energy(string run) => JsonDocument.Parse(File.ReadAllText(_line[$"c/{run}/result.json"])).RootElement.GetProperty("metrics").GetProperty("e").GetDouble();

    [Fact]
    public void Finished_runs_are_kept_and_interrupted_ones_go_on()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        var (code, _, error) = Compare(stopped.Token, ["ipm,lsgan", "rbf", "--seeds", "1"]);
        Assert.Equal(130, code);
        Assert.Contains("the same command goes on", error);
        Assert.Equal(0, Compare("ipm,lsgan", "rbf", "--seeds", "1").Code);
        var before = File.GetLastWriteTimeUtc(_line["c/ipm-rbf-seed1/result.json"]);
        var again = Compare("ipm,lsgan", "rbf", "--seeds", "1", "--quiet");
        Assert.Equal((0, ""), (again.Code, again.Error));
        Assert.Equal(File.ReadAllText(_line["c/comparison.csv"]), again.Output);
        Assert.Equal(before, File.GetLastWriteTimeUtc(_line["c/ipm-rbf-seed1/result.json"]));
    }

    [Fact]
    public void Mistakes_are_found_before_any_run()
    {
        var (code, _, error) = Compare("ipm,lsgann", "rbf");
        Assert.Equal(2, code);
        Assert.Contains("lsgan", error);
        Assert.False(Directory.Exists(_line["c"]));
        Assert.Equal(2, Compare("ipm", "--seeds", "0").Code);
        Assert.Equal(2, Compare("ipm,ipm").Code);
    }

    [Fact]
    public void A_folder_with_other_settings_is_left_alone()
    {
        Assert.Equal(0, Compare("ipm", "rbf", "--seeds", "1").Code);
        var (code, _, error) = Compare("ipm", "rbf", "training.time=2", "--seeds", "1");
        Assert.Equal(2, code);
        Assert.Contains("other settings", error);
    }
}
