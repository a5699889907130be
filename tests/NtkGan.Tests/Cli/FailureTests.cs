using System.Diagnostics;
using NtkGan.Cli;

namespace NtkGan.Tests.Cli;

/// <summary>What goes wrong ends in one sentence and its exit code, whatever it is.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    private static string Sentence(int code, params string[] args)
    {
        var (found, output, error) = CommandLine.Run(args);
        Assert.Equal((code, ""), (found, output));
        var sentence = Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain(sentence, character => char.IsControl(character));
        return sentence;
    }

    [Theory]
    [InlineData("metrics: [energy_distance\nseed: 1\n", ":1: this is not valid YAML, from about this line on")]
    [InlineData("metrics: {a: 1\nseed: 1\n", ":1: this is not valid YAML, from about this line on")]
    [InlineData("a: \"\\UFFFFFFFF\"\n", ":1:")]
    [InlineData("...\n---\n...\n---\n", ":")]
    [InlineData("a: [[[[{\n", ":")]
    [InlineData("? [a\n: b", ":")]
    [InlineData("- &\n", ":")]
    [InlineData("%YAML 9.9\n---\na: 1", ":")]
    public void No_text_crashes_the_reader(string yaml, string place)
    {
        File.WriteAllText(_line["t.yaml"], yaml);
        Assert.Contains($"t.yaml{place}", Sentence(3, "run", _line["t.yaml"]));
    }

    [Fact]
    public void Many_keys_and_long_names_are_refused_without_delay_and_in_short()
    {
        File.WriteAllText(_line["keys.yaml"], string.Concat(Enumerable.Range(0, 90_000).Select(i => $"key{i}: {i}\n")));
        Assert.Contains("there is no key 'key0'", Sentence(2, "run", _line["keys.yaml"]));
        File.WriteAllText(_line["long.yaml"], new string('k', 1000) + ": 1\n");
        Assert.InRange(Sentence(2, "run", _line["long.yaml"]).Length, 10, 700);
        File.WriteAllText(_line["long.yaml"], "loss: " + new string('k', 1 << 20) + "\n");
        Assert.InRange(Sentence(2, "run", _line["long.yaml"]).Length, 10, 1000);
        Assert.InRange(Sentence(2, "run", new string('k', 100_000)).Length, 10, 5000);
        File.WriteAllText(_line["metrics.yaml"], "metrics: [" + string.Join(", ", Enumerable.Repeat("energy_distance", 60_000)) + "]\n");
        Assert.Contains("two of them write the column", Sentence(2, "run", _line["metrics.yaml"]));
    }

    [Fact]
    public void Control_characters_do_not_reach_the_terminal()
    {
        Assert.Contains("\\u001b[31m", Sentence(2, "run", "\u001b[31mred"));
        Assert.DoesNotContain('\u202e', Sentence(2, "run", "\u202egnp"));
    }

    [Theory]
    [InlineData("write flow.iterations=10", "run", "eight-gaussians", "flow.iterations", "=", "10")]
    [InlineData("write flow.iterations=10", "run", "eight-gaussians", "flow.iterations", "=10")]
    [InlineData("write flow.iterations=10", "run", "eight-gaussians", "flow.iterations=", "10")]
    [InlineData("write flow.iterations=10", "run", "eight-gaussians", "flow.iterations = 10")]
    [InlineData("must be at most 2147483647, not '100000000000'", "run", "eight-gaussians", "source.count=100000000000")]
    [InlineData("',' names nothing", "compare", ",")]
    [InlineData("at most 10000 runs", "compare", "ipm", "--seeds", "2147483647")]
    [InlineData("training.time has no effect beside training.steps=10", "run", "ab", "relu", "lsgan_finite", "training.time=5")]
    [InlineData("frame", "run", "converge", "log.frame=flow_plane")]
    public void Mistakes_are_named(string words, params string[] args) => Assert.Contains(words, Sentence(2, args));

    [Fact]
    public void A_kind_given_alone_says_what_it_drops()
    {
        var (code, _, error) = CommandLine.Run(["run", "digits", "relu", "lsgan", "training.kind=ode", .. CommandLine.Small, "flow.iterations=0", "--out", _line["r"]]);
        Assert.Equal(0, code);
        Assert.Contains("training.time of preset digits:", error);
        foreach (var command in new[] { "vector-field --grid 2", "gradients source.count=3 target.count=3", "compare --seeds 1 flow.iterations=0 source.count=3 target.count=3 metrics=[]" })
            Assert.Single(CommandLine.Run([.. command.Split(' '), "ab", "relu", "lsgan", "training.kind=ode", "--out", _line[command.Split(' ')[0]]]).Error.Split('\n'), line => line.Contains("training.time of preset", StringComparison.Ordinal));
        Assert.Contains("training.time of preset", CommandLine.Run("show", "ab", "relu", "lsgan", "training.kind=ode").Error);
        Assert.DoesNotContain("counts no more", CommandLine.Run(["run", "digits", "relu", "lsgan", "training={kind: ode, time: 1}", .. CommandLine.Small, "flow.iterations=0", "--out", _line["s"]]).Error);
    }

    [Fact]
    public void A_fault_of_the_program_leaves_a_report_and_ends_with_70()
    {
        var (code, sentence) = FailureReport.Of(new InvalidOperationException("nobody foresaw this", new KeyNotFoundException("the cause")), ["run", "x"]);
        Assert.Equal(70, code);
        Assert.Contains("KeyNotFoundException", sentence);
        var path = sentence.Split("the file ")[1].Split(',')[0];
        var report = File.ReadAllText(path);
        File.Delete(path);
        Assert.Contains("nobody foresaw this", report);
        Assert.Contains("ntkgan run x", report);
    }

    [Fact]
    public void Failures_inside_others_and_missing_natives_have_their_own_codes()
    {
        Assert.Equal((2, "why"), FailureReport.Of(new AggregateException(new UsageException("why")), []));
        Assert.Equal(130, FailureReport.Of(new OperationCanceledException(), []).Code);
        Assert.Equal(4, FailureReport.Of(new OutOfMemoryException(), []).Code);
        var (code, sentence) = FailureReport.Of(new TypeInitializationException("TorchSharp.torch", new DllNotFoundException("Unable to load LibTorchSharp")), []);
        Assert.Equal(4, code);
        Assert.Contains("libtorch", sentence);
        Assert.Contains("doctor", sentence);
    }

    [Theory]
    [InlineData("run", "ga-ntk-digits", "absent.onnx", 2)]
    [InlineData("run", "digits", "absent.onnx", 2)]
    [InlineData("run", "ga-ntk-digits", "broken.onnx", 3)]
    [InlineData("run", "ga-ntk-digits", "broken.pt", 3)]
    public void A_model_that_cannot_be_used_is_refused_before_a_folder_is_made(string command, string preset, string model, int code)
    {
        if (model.StartsWith("broken", StringComparison.Ordinal)) File.WriteAllText(_line[model], "this is no model");
        var kind = model.EndsWith(".pt", StringComparison.Ordinal) ? "torch_script" : "onnx";
        Sentence(code, command, preset, $"metrics=[{{kind: frechet_distance, features: {{kind: {kind}, path: '{_line[model]}'}}}}]", "--out", _line["r"], "--quiet");
        Assert.False(Directory.Exists(_line["r"]));
    }

    [Theory]
    [InlineData(61, "61 s")]
    [InlineData(180, "3 min")]
    [InlineData(7800, "2 h 10 min")]
    [InlineData(7200, "2 h")]
    [InlineData(180_000, "2 days 2 h")]
    [InlineData(1e10, "115,740 days 18 h")]
    public void A_duration_has_the_units_that_matter(double seconds, string words) => Assert.Equal(words, Duration.Words(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_long_run_says_how_long_before_it_goes_on()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        Assert.Equal(130, Application.Run(["run", "eight-gaussians", "source.count=20", "target.count=20", "flow.iterations=2000000000", "metrics=[]", "log.frames_every=0", "--out", _line["r"]], output, error, stop.Token));
        Assert.Matches(@"about .*(h|days).* for \d,\d{3},\d{3},\d{3} steps", error.ToString());
    }

    // No place of a builder in what is shipped: neither in the assemblies nor in what they say of a fault.
    [Fact]
    public void Assemblies_hold_no_source_paths()
    {
        foreach (var name in new[] { "NtkGan.dll", "NtkGan.Cli.dll" })
        {
            var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, name)));
            Assert.DoesNotContain(Rules.Repository.Root, text);
        }
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task A_signal_saves_a_run(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are of Unix");
        Assert.SkipWhen(signal == "HUP" && HangUpsAreIgnored, "nohup started the tests, and what they start ignores this signal too");
        using var run = Start("run", "eight-gaussians", "source.count=20", "target.count=20", "flow.iterations=100000000", "log.frames_every=0", "metrics=[]", "--out", _line["r"]);
        while (!Directory.Exists(_line["r/checkpoints"]) || Directory.GetFiles(_line["r/checkpoints"], "*.npz").Length == 0) await Task.Delay(20, TestContext.Current.CancellationToken);
        await Signal(run, signal);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, run.ExitCode);
        Assert.Contains("\"interrupted\"", File.ReadAllText(_line["r/result.json"]));
    }

    [Fact]
    public async Task A_signal_ends_what_holds_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are of Unix");
        using var command = Start("adequacy", "1d", "--seeds", "100000", "--out", _line["a"]);
        while (command.TotalProcessorTime < TimeSpan.FromSeconds(1)) await Task.Delay(20, TestContext.Current.CancellationToken);
        await Signal(command, "TERM");
        await command.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, command.ExitCode);
    }

    // The first bit of the mask of ignored signals; a program inherits it.
    private static bool HangUpsAreIgnored => File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").Any(line => line.StartsWith("SigIgn:", StringComparison.Ordinal) && (Convert.ToUInt64(line[7..].Trim(), 16) & 1) == 1);

    private static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "NtkGan.Cli"), args) { RedirectStandardError = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
