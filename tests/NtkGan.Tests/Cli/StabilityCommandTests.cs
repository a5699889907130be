using System.Text.Json;

namespace NtkGan.Tests.Cli;

public sealed class StabilityCommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public void Predict_explains_in_words_and_numbers()
    {
        var (code, output, error) = CommandLine.Run("stability", "predict", "collapse");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("collapses approximately", output);
        Assert.Contains("0.1699", output);
        var json = JsonDocument.Parse(CommandLine.Run("stability", "predict", "collapse", "--json").Output).RootElement[0];
        Assert.Equal("collapses", json.GetProperty("regime").GetString());
        Close.Relative(.1699444984, json.GetProperty("regions")[1].GetProperty("offsets")[0].GetDouble(), Close.EightDigits);
    }

    [Fact]
    public void Predict_tabulates_several_games_and_takes_settings()
    {
        var (code, output, _) = CommandLine.Run("stability", "predict", "worst_case");
        Assert.Equal(0, code);
        Assert.Contains("no linear theory", output);
        Assert.Contains("diverges", output);
        Assert.Contains("observed in", output);

        // Long names leave room for the rest.
        output = CommandLine.Run("stability", "predict", "multiscale", "vary.regularisations=[0.1]", "vary.kernels=[{kind: multiscale_gaussian, lengths: [0.1, 1, 10], weights: [10, 1, 0.1]}, {kind: gaussian, length: 10}]").Output;
        Assert.Matches(@"weights \[10, 1, 0\.1\]\).*\n", output);
        Assert.Matches(@"gaussian\(length 10\)\s+\w+\s+predicted, 0\.999", output);
        Assert.Contains("The game diverges", CommandLine.Run("stability", "predict", "game.kernel.length=0.1").Output);
    }

    [Fact]
    public void Simulate_and_atlas_leave_run_folders()
    {
        var (code, output, error) = CommandLine.Run("stability", "simulate", "frozen", "updates=20", "log.frames_every=0", "--quiet", "--out", _line["run"]);
        Assert.Equal(0, code);
        Assert.Contains("finished at step 20", output);
        Assert.Contains("predicted frozen", error);
        Assert.Contains("already finished", CommandLine.Run("resume", _line["run"]).Error);
        string[] small = ["updates=20", "records=10", "x.simulations=2", "y.simulations=2", "x.count=3", "y.count=3", "log.frames_every=0"];
        (code, output, _) = CommandLine.Run(["stability", "atlas", "atlas", .. small, "--out", _line["atlas"], "--json"]);
        Assert.Equal(0, code);
        Assert.Equal(4, JsonDocument.Parse(output).RootElement.GetProperty("metrics").GetProperty("simulations").GetDouble());
    }

    [Theory]
    [InlineData("is of the kind particle_flow, not stability_simulation", "stability", "simulate", "eight-gaussians")]
    [InlineData("is of the kind stability_simulation, not stability_atlas", "stability", "atlas", "ring")]
    [InlineData("is of the kind eigenvalue_map, not one that has games", "stability", "predict", "eigenvalues")]
    [InlineData("There is no preset and no file 'rong'. Did you mean 'ring'?", "stability", "predict", "rong")]
    [InlineData("Try: ntkgan stability predict --help", "stability", "predict")]
    [InlineData("stability needs a command: predict, simulate, atlas.", "stability")]
    public void Mistakes_exit_with_2_and_one_sentence(string message, params string[] args)
    {
        var (code, output, error) = CommandLine.Run(args);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error);
        Assert.All(error.TrimEnd().Split('\n'), line => Assert.StartsWith("ntkgan: ", line));
    }
}
