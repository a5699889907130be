using System.Text.Json;
using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;
using NtkGan.Kernels;
using NtkGan.Kernels.Hierarchical;
using NtkGan.Numerics;

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

    [Fact]
    public void Hinge_on_many_points_is_refused_with_the_training_that_needs_no_matrix()
    {
        var (code, _, error) = CommandLine.Run("run", "eight-gaussians", "hinge", "source.count=100000", "target.count=100000", "--estimate", "--out", _command["run"]);
        Assert.Equal(2, code);
        Assert.Contains("training.kind=ode", error);
        Assert.Contains("GiB of memory", error);
    }

    // A step of many points is told from few: no sum as large as the flow is taken.
    [Theory, InlineData("lsgan"), InlineData("ipm")]
    public void A_step_of_many_points_is_told_and_not_taken(string loss)
    {
        var experiment = (ParticleFlowExperiment)RecordReader.Read<Experiment>(YamlText.Parse($$"""
            kind: particle_flow
            source: { data: gaussian, count: 20000 }
            target: { data: eight_gaussians, count: 20000 }
            kernel: gaussian
            loss: {{loss}}
            flow: { iterations: 3 }
            metrics: []
            """, "experiment"), "");
        var largest = new Largest();
        using (largest.Use())
        {
            var told = FlowCost.TryTell(experiment)!;
            Assert.True(told.Field > 0 && told.Step >= told.Field);
            Assert.Equal(loss == "ipm", told.Step == told.Field);
            Assert.True(CostEstimate.Of(experiment).Seconds > 0);
        }

        Assert.InRange(largest.Targets, 0, 2000);
        Assert.InRange(largest.Pairs, 1, 5e6);
        Assert.Null(FlowCost.TryTell(new()));
    }

    /// <summary>Helps nobody, and knows the largest sums that were asked for.</summary>
    private sealed class Largest : KernelHelpers
    {
        public double Pairs { get; private set; }

        public int Targets { get; private set; }

        public override bool TryExpand(Kernel kernel, Matrix x, Matrix y, double[] coefficients, double[] values, Matrix? gradients)
        {
            Pairs = Math.Max(Pairs, (double)x.Rows * y.Rows);
            return false;
        }

        public override bool TryGram(Kernel kernel, Matrix x, Matrix y, bool isBelow, Matrix result) => TryExpand(kernel, x, y, [], [], null);

        public override HierarchicalState? TrySum(HierarchicalSum sum, double[] coefficients, double allowed, double allowedSlope, bool withGradients)
        {
            Targets = Math.Max(Targets, sum.X.Rows);
            return null;
        }
    }

    private static JsonElement Said(params string[] words)
    {
        var (code, output, error) = CommandLine.Run([.. words, "--estimate", "--json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
