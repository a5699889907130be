using System.Diagnostics;
using NtkGan.Experiments;
using NtkGan.Tests.Rules;

namespace NtkGan.Tests.Families;

/// <summary>An assembly of the user's, named by <c>--with</c>; each command in a process of its own, for what is loaded stays.</summary>
public sealed class ExtensionTests : IDisposable
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using NtkGan;
        using NtkGan.Architectures;
        using NtkGan.Data;
        using NtkGan.Games;
        using NtkGan.Metrics;
        using NtkGan.Numerics;
        namespace Mine;

        /// <summary>An attraction of a given strength.</summary>
        /// <param name="Strength">How strong.</param>
        public sealed record MagnetLoss(double Strength = 2) : Loss
        {
            public double Strength { get; } = Strength > 0 ? Strength : throw new UsageException("strength must be above 0.");
            public override T Fake<T>(T f) => Strength * f;
            public override T Target<T>(T f) => -(Strength * f);
            public override T Generator<T>(T f) => -f;
        }

        /// <summary>A scaled square.</summary>
        public sealed record Squared(double Scale = 0.5) : Activation<Squared.Mathematics>
        {
            protected override Mathematics Formula => new(Scale);
            public readonly struct Mathematics(double scale) : IActivationFormula
            {
                public T Value<T>(T x) where T : struct, IScalar<T> => scale * (x * x);
                public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T> => new(scale * scale * (q11 * q22 + 2 * (q12 * q12)), 4 * scale * scale * q12);
            }
        }

        /// <summary>The mean of the first coordinate.</summary>
        public sealed record FirstMean : Metric
        {
            public override IReadOnlyList<string> Columns => ["first"];
            protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input) => [new("first", Enumerable.Range(0, input.Generated.Rows).Average(i => input.Generated.Row(i)[0]), MetricStatus.Exact)];
        }

        /// <summary>Points on the diagonal.</summary>
        public sealed record Diagonal(int Dimension = 2) : EndlessDataSet
        {
            public override int Dimension { get; } = Dimension;
            protected override void DrawPoint(Span<double> point, CounterRandom random) => point.Fill(random.NextUniform());
        }
        """;

    private static readonly string[] Small = ["source.count=6", "target={data: diagonal, count: 5}", "loss={kind: magnet, strength: 3}", "kernel.architecture.activations=[squared]",
        "flow.iterations=3", "flow.method.step_size=0.01", "log={every: 1, frames_every: 0, checkpoint_every: 1}", "metrics=[first_mean]"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _assembly;

    public ExtensionTests()
    {
        Directory.CreateDirectory(_folder["mine"]);
        _assembly = new Compiled("MyMembers", Source).Save(_folder["mine"]);
    }

    public void Dispose() => _folder.Dispose();

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "NtkGan.Cli"), args) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    [Fact]
    public void Its_members_are_listed_with_their_help()
    {
        var (code, output, error) = Run("list", "loss", "--with", _assembly);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("magnet\tAn attraction of a given strength.\n  strength\t2\tHow strong.\n", output);
        Assert.DoesNotContain("magnet", Run("list", "loss").Output);
    }

    [Fact]
    public void Experiments_name_its_members_and_go_on_with_the_same_build_alone()
    {
        var run = _folder["run"];
        var (code, _, error) = Run(["run", .. Small, "--out", run, "--with", _assembly]);
        Assert.True(code == 0, error);
        Assert.Contains("magnet", error);
        Assert.EndsWith(",first", File.ReadLines(Path.Combine(run, "metrics.csv")).First());
        var shown = Run(["show", .. Small, "--with", _assembly]).Output;
        Assert.Contains("  kind: magnet  # the command line\n  strength: 3  # the command line\n", shown);

        var (withoutCode, _, without) = Run("resume", run);
        Assert.Equal(2, withoutCode);
        Assert.Contains("uses the assembly MyMembers, which is loaded only where you name it: add --with MyMembers.dll.", without);
        Assert.Contains("already finished", Run("resume", run, "--with", _assembly).Error);

        Directory.CreateDirectory(_folder["other"]);
        var other = new Compiled("MyMembers", Source.Replace("double Strength = 2", "double Strength = 4")).Save(_folder["other"]);
        var (otherCode, _, refusal) = Run("resume", run, "--with", other);
        Assert.Equal(2, otherCode);
        Assert.Contains("began with another build of MyMembers", refusal);
    }

    [Fact]
    public void Layers_histories_and_plots_are_written_outside_of_the_library_too()
    {
        // The examples of the documents, compiled without access to anything internal.
        string[] files = [.. new[] { "RootMeanSquareNormalization", "ThinnedHistory", "DistanceHistogram" }.Select(name => File.ReadAllText(Path.Combine(Repository.Root, "tests", "NtkGan.Tests", "Extending", name + ".cs")))];
        var examples = new Compiled("Examples", ["global using System; global using System.Collections.Generic; global using System.Linq; global using NtkGan;", .. files.Select(file => file.Replace("NtkGan.Tests.Extending", "Examples"))]).Save(_folder["mine"]);
        foreach (var (family, member) in new[] { ("layer", "root_mean_square_normalization\tNormalisation"), ("history", "thinned\tKeeps one"), ("plot", "distance_histogram\tHow far") })
            Assert.Contains(member, Run("list", family, "--with", examples).Output);

        string[] flow = ["loss=ipm", "metrics=[]", .. Small.Where(setting => !setting.StartsWith("loss", StringComparison.Ordinal) && !setting.StartsWith("metrics", StringComparison.Ordinal) && !setting.StartsWith("log", StringComparison.Ordinal) && !setting.StartsWith("target", StringComparison.Ordinal) && !setting.StartsWith("kernel", StringComparison.Ordinal))];
        var (code, _, error) = Run(["run", .. flow, "target.count=5", "kernel.architecture={kind: composed, layers: [{kind: dense}, {kind: root_mean_square_normalization}, {kind: relu}, {kind: dense}]}",
            "log={every: 1, frames_every: 3, checkpoint_every: 3, frame: distance_histogram}", "--out", _folder["own"], "--with", examples]);
        Assert.True(code == 0, error);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_folder["own"], "frames")));

        (code, _, error) = Run("run", "converge", "history=thinned", "updates=20", "log={every: 10, frames_every: 0, checkpoint_every: 10}", "--out", _folder["game"], "--with", examples);
        Assert.True(code == 0, error);
        Assert.Contains("kind: thinned", File.ReadAllText(Path.Combine(_folder["game"], "config.yaml")));
    }

    [Theory]
    [InlineData("no-such.dll", "", "There is no assembly")]
    [InlineData("text.dll", "text", "is no .NET assembly that this program can load")]
    public void A_file_that_is_no_assembly_is_refused(string name, string content, string sentence)
    {
        if (content.Length > 0) File.WriteAllText(_folder[name], content);
        Assert.Contains(sentence, Assert.Throws<UsageException>(() => Extension.Load(_folder[name])).Message);
    }

    [Fact]
    public void An_assembly_without_members_or_with_names_that_are_taken_is_refused()
    {
        var none = Run("list", "--with", new Compiled("None", "public sealed record Nothing;").Save(_folder.Path));
        Assert.Equal(2, none.Code);
        Assert.Contains("The assembly 'None' adds no family and no member", none.Error);
        var taken = Run("list", "--with", new Compiled("Taken", Source.Replace("MagnetLoss", "Hinge")).Save(_folder.Path));
        Assert.Equal(2, taken.Code);
        Assert.Contains("Two members of the family loss are called 'hinge'", taken.Error);
    }

    [Fact]
    public void Its_refusals_name_the_key()
    {
        var (code, _, error) = Run("show", "loss={kind: magnet, strength: -1}", "--with", _assembly);
        Assert.Equal(2, code);
        Assert.Contains("the command line: loss: strength must be above 0.", error);
    }
}
