using System.Text.Json;
using NtkGan.Data.Files;

namespace NtkGan.Tests.Cli;

public sealed class KernelCutCommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    private JsonElement[] Cuts(params string[] words)
    {
        var (code, output, error) = CommandLine.Run(["kernel-cut", .. words, "--json", "--force", "--out", _line["k"]]);
        Assert.True(code == 0, error);
        return [.. JsonDocument.Parse(output).RootElement.GetProperty("kernels").EnumerateArray()];
    }

    [Fact]
    public void A_slope_jumps_at_p_with_biases_at_the_origin_without_and_nowhere_for_smooth_activations()
    {
        var cuts = Cuts("relu", "relu-nobias", "sigmoid", "rbf", "laplace");
        double[] atAnchor = [.. cuts.Select(cut => cut.GetProperty("jump_at_anchor").GetDouble())], atOrigin = [.. cuts.Select(cut => cut.GetProperty("jump_at_origin").GetDouble())];
        Assert.True(atAnchor[0] < -0.1);
        Close.Relative(0, atOrigin[0], Close.SixDecimals, 1);
        Close.Relative(0, atAnchor[1], Close.SixDecimals, 1);
        Assert.True(atOrigin[1] > 0.1);
        for (var k = 2; k < 4; k++)
        {
            Close.Relative(0, atAnchor[k], Close.SixDecimals, 1);
            Close.Relative(0, atOrigin[k], Close.SixDecimals, 1);
        }

        // exp(-|x - 1|).
        Close.Relative(-2, atAnchor[4], Close.SixDecimals);
        Assert.Equal(["k.npz", "k.pdf", "k.png", "k.svg"], Directory.GetFiles(_line["."]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var slopes = NumpyArchive.Read(_line["k.npz"], "slopes");
        Assert.Equal([400, 5], slopes.Shape);
        // The last place is 2 less half a cell of 1/100.
        Close.Relative(-Math.Exp(-0.995), slopes.Values[^1], Close.Kernel);
    }

    [Fact]
    public void About_the_origin_there_is_one_jump_to_tell()
    {
        var cut = Cuts("laplace", "--at", "0")[0];
        Close.Relative(-2, cut.GetProperty("jump_at_anchor").GetDouble(), Close.SixDecimals);
        Assert.Equal(JsonValueKind.Null, cut.GetProperty("jump_at_origin").ValueKind);
        Assert.Contains("as at p", CommandLine.Run("kernel-cut", "laplace", "--at", "0", "--force", "--out", _line["k"]).Output);
    }

    [Fact]
    public void Refuses_numbers_that_are_none_and_files_that_are_there()
    {
        Assert.Equal(2, CommandLine.Run("kernel-cut", "relu", "--at", "one", "--out", _line["k"]).Code);
        Assert.Equal(2, CommandLine.Run("kernel-cut", "relu", "--at", "NaN", "--out", _line["k"]).Code);
        Assert.Equal(2, CommandLine.Run("kernel-cut", "relUU", "--out", _line["k"]).Code);
        File.WriteAllText(_line["k.pdf"], "mine");
        Assert.Equal(2, CommandLine.Run("kernel-cut", "relu", "--out", _line["k"]).Code);
        Assert.Equal("mine", File.ReadAllText(_line["k.pdf"]));
    }
}
