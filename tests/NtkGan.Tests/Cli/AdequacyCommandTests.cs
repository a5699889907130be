using System.Text.Json;
using NtkGan.Data.Files;
using NtkGan.Experiments;

namespace NtkGan.Tests.Cli;

public sealed class AdequacyCommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public void On_the_line_the_limit_has_its_golden_values_and_the_error_falls_with_the_width()
    {
        var (code, output, error) = CommandLine.Run("adequacy", "1d", "--widths", "8,128", "--seeds", "8", "--out", _line["a"]);
        Assert.Equal(0, code);
        Assert.DoesNotContain("ntkgan:", error, StringComparison.Ordinal);
        Assert.Matches(@"slope\terror ~ width\^-0\.[1-9]\d* \u00b1 0\.[0-9]+; the law of large widths is width\^-0\.5", output);
        Assert.Matches(@"width 8\troot mean square error of c\(f\) 0\.\d{10,} \u00b1 0\.\d+", output);
        foreach (var ending in new[] { ".png", ".svg", ".pdf" }) Assert.True(new FileInfo(_line["a" + ending]).Length > 1000);
        Assert.Equal(["infinite", "inputs", "queries", "targets", "width_128", "width_8"], NumpyArchive.Names(_line["a.npz"]).Order());

        // The golden ipm values of modes_1d_overlap at -3 and 3, the ends of the grid: Euler steps are exact for ipm.
        var limit = NumpyArchive.Read(_line["a.npz"], "infinite").Values;
        Close.Relative([.57220510851346467, -1.2909209120093172], [limit[0], limit[^1]], Close.Kernel);
    }

    [Fact]
    public void In_the_plane_both_landscapes_are_written()
    {
        var (code, output, error) = CommandLine.Run("adequacy", "2d", "kernel.architecture.width=16", "source.count=3", "target.count=3", "--out", _line["a"], "--json");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(output).RootElement.GetProperty("slope").ValueKind);
        Assert.Equal(10_000, NumpyArchive.Read(_line["a.npz"], "finite").Values.Length);
        Assert.Equal(6, NumpyArchive.Read(_line["a.npz"], "infinite_velocities").Values.Length);
    }

    [Fact]
    public void The_standard_error_of_the_slope_covers_its_spread_over_seeds()
    {
        // Two widths: the slope is log(e2/e1)/log 4, and each error is a mean square over networks, whose spread is known exactly.
        WidthError[] errors = [new(16, 1, [], .1), new(64, .5, [], .1)];
        var (slope, deviation) = Adequacy.Slope(errors);
        Close.Relative(-.5, slope, Close.Kernel);
        Close.Relative(.1 * Math.Sqrt(2) / Math.Log(4), deviation!.Value, Close.Kernel);
        Assert.Null(Adequacy.Slope([errors[0], errors[1] with { RelativeStandardError = null }]).StandardError);
        Assert.Throws<UsageException>(() => Adequacy.Slope([errors[0]]));
    }

    [Fact]
    public void Quiet_is_quiet_and_the_seed_draws_another_network()
    {
        string[] args = ["adequacy", "1d", "--widths", "8", "--seeds", "0", "--quiet", "--out"];
        Assert.Equal((0, ""), (CommandLine.Run([.. args, _line["a"]]).Code, CommandLine.Run([.. args, _line["b"], "--seed", "9"]).Error));
        Assert.NotEqual(NumpyArchive.Read(_line["a.npz"], "width_8").Values.ToArray(), NumpyArchive.Read(_line["b.npz"], "width_8").Values.ToArray());
    }

    [Theory]
    [InlineData("training.kind=network", "1d", "ipm")]
    [InlineData("kernel.kind=neural", "1d", "kernel.kind=gaussian")]
    [InlineData("dimension 1", "1d", "eight_gaussians")]
    [InlineData("There is no view '3d'. Did you mean '1d'?", "3d")]
    [InlineData("--widths must be a whole number of at least 1, not 'x'", "1d", "--widths", "16,x")]
    [InlineData("--seeds must be a whole number of at least 0, not '-1'", "1d", "--seeds", "-1")]
    [InlineData("belong to 1d", "2d", "--widths", "16")]
    [InlineData("An argument is empty", "1d", "--out", "")]
    [InlineData("--force", "1d", "training.time=1", "--out", "taken")]
    public void Refuses_what_is_no_finite_network_on_such_data(string message, params string[] args)
    {
        File.WriteAllText(_line["taken.npz"], "mine");
        var (code, _, error) = CommandLine.Run(["adequacy", .. args.Select(word => word == "taken" ? _line["taken"] : word)]);
        Assert.Equal(2, code);
        Assert.Contains(message, error);
    }
}
