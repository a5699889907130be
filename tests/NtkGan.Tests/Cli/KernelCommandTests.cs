using System.Text.Json;
using NtkGan.Data.Files;

namespace NtkGan.Tests.Cli;

public sealed class KernelCommandTests : IDisposable
{
    private const double Ntk = 1.94849186163754867, Nngp = .919967027480951546;

    private readonly CommandLine _line = new();

    public KernelCommandTests()
    {
        File.WriteAllText(_line["x.csv"], "1,-0.5\n");
        File.WriteAllText(_line["y.csv"], "0.25,2\n1,-0.5\n");
        File.WriteAllText(_line["w.csv"], "1,0\n");
    }

    public void Dispose() => _line.Dispose();

    private JsonElement Json(params string[] args)
    {
        var (code, output, error) = CommandLine.Run(["kernel", .. args, "--json"]);
        Assert.Equal((0, ""), (code, error));
        return JsonDocument.Parse(output).RootElement;
    }

    private double Pair(params string[] args) => Json([args[0], _line["x.csv"], _line["y.csv"], .. args[1..]]).GetProperty("k")[0][0].GetDouble();

    [Fact]
    public void Architectures_presets_and_kernels_can_be_named()
    {
        Close.Relative(Ntk, Pair("mlp", "bias_deviation=1"), Close.Kernel);
        Close.Relative(Nngp, Pair("mlp", "bias_deviation=1", "--kind", "nngp"), Close.Kernel);
        Close.Relative(Ntk, Pair("relu"), Close.Kernel);
        Close.Relative(Ntk, Pair("relu_nobias", "architecture.bias_deviation=1"), Close.Kernel);
        Close.Relative(Math.Exp(-(.5625 + 6.25) / 18), Pair("gaussian", "length=3"), Close.Kernel);
    }

    [Fact]
    public void Arrays_go_to_a_file_that_others_read()
    {
        var (code, output, _) = CommandLine.Run("kernel", "relu", _line["x.csv"], _line["y.csv"], "--cotangent", _line["w.csv"], "--out", _line["k.npz"]);
        Assert.Equal((0, ""), (code, output));
        Assert.Equal(["diagonal", "k", "pullback"], NumpyArchive.Names(_line["k.npz"]).Order());
        Close.Relative([.0923011449588180678, .229294372607615269], NumpyArchive.Read(_line["k.npz"], "pullback").Values, Close.Gradient);
        Close.Relative([2.5625], NumpyArchive.Read(_line["k.npz"], "diagonal").Values, Close.Kernel);

        var again = CommandLine.Run("kernel", "relu", _line["x.csv"], "--out", _line["k.npz"]);
        Assert.Equal(2, again.Code);
        Assert.Contains("--force", again.Error);
        Assert.Equal(2, CommandLine.Run("kernel", "relu", _line["x.csv"], "--out", _line["x.csv"], "--force").Code);
        Assert.Equal(0, CommandLine.Run("kernel", "relu", _line["x.csv"], "--out", _line["k.npz"], "--force").Code);
        Assert.Equal(["diagonal", "k"], NumpyArchive.Names(_line["k.npz"]).Order());
    }

    [Fact]
    public void Without_a_file_a_table_is_shown()
    {
        var output = CommandLine.Run("kernel", "relu", _line["y.csv"]).Output;
        Assert.Contains("k (2 x 2)", output);
        Assert.Contains("diagonal (2 x 1)", output);
        Assert.Contains("1.948491862", output);
        var many = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}\n"));
        File.WriteAllText(_line["many.csv"], many);
        Assert.Contains("all of it with --out", CommandLine.Run("kernel", "laplace", _line["many.csv"]).Output);
    }

    [Theory]
    [InlineData(2, "no preset and no file 'reluu'", "reluu", "x.csv")]
    [InlineData(2, "there is no key 'depth'", "mlp", "x.csv", "depth=2")]
    [InlineData(2, "Give one or two files", "mlp", "x.csv", "x.csv", "x.csv")]
    [InlineData(2, "variant cannot be 'nngpp'. Did you mean 'nngp'?", "mlp", "x.csv", "--kind", "nngpp")]
    [InlineData(2, "no file of points", "mlp", "x.txtt")]
    [InlineData(3, "one dimension", "mlp", "x.csv", "three.csv")]
    [InlineData(3, "cannot be 1 x 2", "mlp", "y.csv", "--cotangent", "w.csv")]
    public void Mistakes_are_named(int code, string message, params string[] args)
    {
        File.WriteAllText(_line["three.csv"], "1,2,3\n");
        var result = CommandLine.Run(["kernel", .. args.Select(word => word.Contains(".csv") || word.Contains(".txtt") ? _line[word] : word)]);
        Assert.Equal(code, result.Code);
        Assert.Contains(message, result.Error);
    }
}
