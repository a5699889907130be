using System.Globalization;
using System.Text.Json;
using NtkGan.Cli;
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
    public void An_architecture_of_images_takes_its_shape()
    {
        File.WriteAllText(_line["images.csv"], "1,-0.5,2,0.5,0,1,1,3,2,2,1,0,4,1,2,1\n0,1,1,3,1,-0.5,2,0.5,0,0,0,1,2,1,2,0\n");
        Assert.Equal(2, Json("ga_ntk", _line["images.csv"], "design=cnn", "shape.height=4", "shape.width=4").GetProperty("k").GetArrayLength());
        Assert.Equal(2, Json("ga_ntk", _line["images.csv"], "shape={height: 4, width: 4}", "design=cnn").GetProperty("k").GetArrayLength());
        var (code, _, error) = CommandLine.Run("kernel", "ga_ntk", "design=cnn", _line["images.csv"]);
        Assert.Equal(2, code);
        Assert.Contains("shape.height=28 shape.width=28", Assert.Single(error.TrimEnd().Split('\n')));
    }

    [Fact]
    public void A_pullback_says_what_rounding_takes_far_from_the_origin()
    {
        File.WriteAllText(_line["far.csv"], "1000001,1000000\n1000000,1000001\n");
        File.WriteAllText(_line["weights.csv"], "1,-1\n-1,1\n");
        string Told(string activation) => CommandLine.Run("kernel", "mlp", _line["far.csv"], $"activations=[{activation}]", "--cotangent", _line["weights.csv"]).Error;
        Assert.Contains("centre the data", Told("gelu"));
        Assert.Equal("", Told("relu"));
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

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(200)]
    public void A_pipe_gets_every_number_as_csv(int points)
    {
        File.WriteAllLines(_line["many.csv"], Enumerable.Range(1, points).Select(i => FormattableString.Invariant($"{i / 100.0},{i / 50.0}")));
        var (code, output, error) = CommandLine.Run("kernel", "gaussian", _line["many.csv"]);
        Assert.Equal((0, ""), (code, error));
        var gram = Json("gaussian", _line["many.csv"]).GetProperty("k").EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray()).ToArray();
        var parts = output.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('\n')).ToList();
        Assert.Equal([$"# k ({points} x {points})", $"# diagonal ({points} x 1)"], parts.Select(part => part[0]));
        Assert.Equal(gram, parts[0][1..].Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray()));
        Assert.All(parts[1][1..], line => Assert.Equal("1", line));
    }

    [Fact]
    public void A_terminal_shows_what_fits_and_says_how_to_get_all()
    {
        File.WriteAllLines(_line["many.csv"], Enumerable.Range(0, 30).Select(i => $"{i}"));
        using var output = new StringWriter();
        KernelCommand.Make(new(output, output, width: 80)).Parse(["laplace", _line["many.csv"]]).Invoke();
        var lines = output.ToString().Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("# k (30 x 30)", lines[0]);
        Assert.StartsWith("1 ", lines[1]);
        Assert.Equal("10 of 30 rows, 6 of 30 columns, four digits; all of it with --out k.npz, with --json, or in a pipe", lines[11]);
    }

    [Fact]
    public void A_gram_matrix_too_large_is_refused_with_its_size_before_work()
    {
        var refusal = Assert.Throws<UsageException>(() => KernelCommand.RefuseTooLarge(46_341, 46_341, 1L << 40));
        Assert.Contains("46,341 x 46,341 points", refusal.Message);
        Assert.Contains("8 MiB of memory", Assert.Throws<UsageException>(() => KernelCommand.RefuseTooLarge(1000, 1000, 1 << 20)).Message);
        KernelCommand.RefuseTooLarge(46_340, 46_340, 1L << 40);
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
