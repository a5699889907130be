using System.Text.Json;
using NtkGan.Tests.Plots;

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

    [Fact]
    public void More_experiments_than_colours_are_drawn_in_panels()
    {
        Assert.Equal(0, Compare("ipm,lsgan", "relu,rbf,sigmoid,relu-nobias", "--seeds", "1").Code);
        string[] words = [.. new SvgTexts(File.ReadAllBytes(_line["c/curves.svg"])).All.Distinct().Select(text => text.Words)];
        Assert.All(["relu", "rbf", "sigmoid", "relu-nobias"], curve => Assert.Single(words, word => word == curve));
        Assert.All(["ipm", "lsgan"], panel => Assert.Equal(2, words.Count(word => word == panel))); // one for each metric
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
    public void Runs_go_side_by_side_with_the_same_numbers_as_one_after_the_other()
    {
        Assert.Equal(Table(1), Table(3));

        string Table(int threads)
        {
            var (code, output, error) = CommandLine.Run(TestContext.Current.CancellationToken, ["compare", "ipm,lsgan,ipm-finite", "relu,sigmoid", "kernel.architecture.width=8", .. CommandLine.Small, "--seeds", "2", "--threads", $"{threads}", "--out", _line[$"{threads}"]]);
            Assert.Equal(0, code);
            for (var k = 1; k <= 12; k++) Assert.Single(error.Split('\n'), line => line.StartsWith($"{k}/12 {_line[$"{threads}"]}", StringComparison.Ordinal));
            Assert.Equal(12, error.Split('\n').Count(line => line.Contains("] 7/7 ", StringComparison.Ordinal)));
            return output;
        }
    }

    // The other has begun, or is about to, when one finds a folder that is not its own.
    [Fact]
    public void A_run_that_cannot_be_done_ends_those_beside_it_soon()
    {
        Directory.CreateDirectory(_line["c/lsgan-rbf-seed1"]);
        File.WriteAllText(_line["c/lsgan-rbf-seed1/mine.txt"], "mine");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var (code, _, error) = CommandLine.Run(TestContext.Current.CancellationToken, "compare", "ipm,lsgan", "rbf", "--seeds", "1", "source.count=6", "target.count=5", "flow.iterations=100000000", "log.frames_every=0", "metrics=[]", "--threads", "2", "--out", _line["c"]);
        Assert.Equal(2, code);
        Assert.Contains("lsgan-rbf-seed1", error);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), "The run beside it went on.");
        if (Directory.Exists(_line["c/ipm-rbf-seed1"])) Assert.Contains("\"interrupted\"", File.ReadAllText(_line["c/ipm-rbf-seed1/result.json"]));
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

    [Fact]
    public void Trainings_that_end_early_are_told()
    {
        var (code, _, error) = Compare("relu", "vanilla", "training={kind: ode, time: 2, maximum_steps: 4}", "--seeds", "2", "--quiet");
        Assert.Equal(0, code);
        var told = Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Contains("2 of 2 runs did not do all that was asked", told);
        Assert.Contains("the limit of 4 steps", told);
    }

    [Fact]
    public void An_experiment_that_diverges_does_not_stop_the_others()
    {
        File.WriteAllText(_line["wild.yaml"], "source: { count: 3 }\ngenerator: { kind: network, architecture: { kind: mlp, width: 8 } }\nflow: { method: { step_size: 1e300 }, reference_count: null }\n");
        File.WriteAllText(_line["tame.yaml"], "source: { count: 3 }\n");
        var (code, output, _) = Compare($"{_line["wild.yaml"]},{_line["tame.yaml"]}", "--seeds", "1");
        Assert.Equal(0, code);
        Assert.Contains("wild", output);
        Assert.Contains("tame", output);
        Assert.Contains("\"diverged\"", File.ReadAllText(_line["c/wild-seed1/result.json"]));
        Assert.Contains("\"finished\"", File.ReadAllText(_line["c/tame-seed1/result.json"]));
    }

    [Fact]
    public void A_folder_with_something_else_is_left_alone_and_no_option_is_advised_that_is_not_there()
    {
        Directory.CreateDirectory(_line["c/ipm-rbf-seed1"]);
        File.WriteAllText(_line["c/ipm-rbf-seed1/mine.txt"], "mine");
        var (code, _, error) = Compare("ipm", "rbf", "--seeds", "1");
        Assert.Equal(2, code);
        Assert.DoesNotContain("--force", error);
        Assert.Equal("mine", File.ReadAllText(_line["c/ipm-rbf-seed1/mine.txt"]));
    }

    [Theory]
    [InlineData("metrics: [{kind: frechet_distance, features: {kind: onnx, path: absent.onnx}}]", "absent.onnx")]
    [InlineData("source: {data: {kind: gaussian}, count: 2000000000}", "of memory")]
    public void What_a_later_experiment_lacks_is_said_before_the_first_run(string settings, string what)
    {
        File.WriteAllText(_line["good.yaml"], "kind: particle_flow\nflow: {iterations: 2}\nsource: {data: {kind: digits}, count: 4}\ntarget: {data: {kind: digits}, count: 4}\nmetrics: []\n");
        File.WriteAllText(_line["bad.yaml"], $"kind: particle_flow\nflow: {{iterations: 2}}\nsource: {{data: {{kind: digits}}, count: 4}}\ntarget: {{data: {{kind: digits}}, count: 4}}\n{settings}\n".Replace(settings.StartsWith("source", StringComparison.Ordinal) ? "source: {data: {kind: digits}, count: 4}\n" : "\0", "", StringComparison.Ordinal));
        var (code, _, error) = CommandLine.Run(TestContext.Current.CancellationToken, "compare", $"{_line["good.yaml"]},{_line["bad.yaml"]}", "--seeds", "1", "--out", _line["c"]);
        Assert.Equal(2, code);
        Assert.Contains(what, error);
        Assert.False(Directory.Exists(_line["c"]));
    }
}
