using System.Text.Json;
using NtkGan.Experiments;

namespace NtkGan.Tests.Cli;

/// <summary>What --estimate says, and that it begins nothing.</summary>
public sealed class EstimateTests : IDisposable
{
    private readonly CommandLine _command = new();

    public void Dispose() => _command.Dispose();

    [Fact]
    public void Of_a_kernel_it_counts_pairs_and_bytes()
    {
        File.WriteAllLines(_command["X.csv"], Enumerable.Range(0, 40).Select(i => $"{i},1"));
        var (said, text) = (Said("kernel", "relu", _command["X.csv"], "--out", _command["k.npy"]), CommandLine.Run("kernel", "relu", _command["X.csv"], "--estimate"));
        Assert.Equal(820, said.GetProperty("pairs").GetDouble());
        Assert.Equal(40 * 40 * 8, said.GetProperty("disk_bytes").GetDouble());
        Assert.True(said.GetProperty("seconds").GetDouble() > 0);
        Assert.Contains("pairs\t820", text.Output);
        Assert.False(File.Exists(_command["k.npy"]));
    }

    [Fact]
    public void Of_a_flow_it_counts_all_steps()
    {
        string[] words = ["run", "eight-gaussians", "ipm", "source.count=30", "target.count=20", "log.frames_every=0", "metrics=[]", "--out", _command["run"]];
        var (one, ten) = (Said([.. words, "flow.iterations=10"]), Said([.. words, "flow.iterations=100"]));
        Assert.Equal(10 * 30 * 50, one.GetProperty("pairs").GetDouble());
        Assert.Equal(100 * 30 * 50, ten.GetProperty("pairs").GetDouble());
        Assert.False(Directory.Exists(_command["run"]));
    }

    [Fact]
    public void Of_a_comparison_it_is_the_sum()
    {
        string[] words = ["eight-gaussians", "source.count=30", "target.count=20", "log.frames_every=0", "metrics=[]", "flow.iterations=10"];
        Assert.Equal(2 * 3 * 10 * 30 * 50, Said(["compare", "ipm,lsgan", .. words, "--seeds", "3", "--out", _command["all"]]).GetProperty("pairs").GetDouble());
        Assert.False(Directory.Exists(_command["all"]));
    }

    // What is measured is a part: the time grows with the number of parts, and nothing is written.
    [Theory]
    [InlineData("vector-field", "eight-gaussians", "ipm", "--grid", "40", "--out")]
    [InlineData("adequacy", "1d", "training.steps=2", "--widths", "4,8", "--seeds", "40", "--out")]
    [InlineData("adequacy", "2d", "training.steps=2", "kernel.architecture.width=8", "--out")]
    [InlineData("stability", "predict", "two-point", "--")]
    [InlineData("synthesise", "people.csv", "--no-report", "--out")]
    public void Of_what_has_parts_it_is_that_many(params string[] words)
    {
        File.WriteAllText(_command["people.csv"], "height,weight\n" + string.Concat(Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{150 + i % 50 + i / 1000.0},{50 + i * 7 % 40 + i / 1000.0}\n"))));
        string[] line = [.. words.TakeWhile(word => word != "--" && word != "--out").Select(word => word == "people.csv" ? _command[word] : word), .. words[^1] == "--out" ? ["--out", _command["made"]] : Array.Empty<string>()];
        var said = Said(line);
        Assert.True(said.GetProperty("seconds").GetDouble() > 0);
        Assert.True(said.GetProperty("memory_bytes").GetDouble() > 0);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(_command["made"])!, "made*"));
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_what_it_needs()
    {
        var (code, _, error) = CommandLine.Run("run", "eight-gaussians", "lsgan", "flow.summation=direct", "source.count=3000000", "target.count=20", "--estimate", "--out", _command["run"]);
        Assert.Equal(2, code);
        Assert.Contains("GiB of memory", error);
        Assert.Contains("take fewer", error);
        var huge = new CostEstimate(1, 1, 1e18, 1, 1);
        Assert.Contains("GiB of memory", Assert.Throws<UsageException>(() => huge.Fitting(_command["k.npy"], "take fewer.")).Message);
        Assert.Contains("on its disk", Assert.Throws<UsageException>(() => (huge with { MemoryBytes = 1, DiskBytes = 1e18 }).Fitting(_command["k.npy"], "take fewer.")).Message);
    }

    private static JsonElement Said(params string[] words)
    {
        var (code, output, error) = CommandLine.Run([.. words, "--estimate", "--json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
