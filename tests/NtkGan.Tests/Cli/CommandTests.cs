using System.Text.Json;
using NtkGan.Cli;

namespace NtkGan.Tests.Cli;

public sealed class CommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    private (int Code, string Output, string Error) RunSmall(params string[] more) => CommandLine.Run(["run", .. CommandLine.Small, "--out", _line["run"], .. more]);

    [Fact]
    public void Run_reports_on_stdout_and_progress_on_stderr()
    {
        var (code, output, error) = RunSmall();
        Assert.Equal(0, code);
        Assert.Contains("finished at step 7", output);
        Assert.Contains(_line["run"], output);
        Assert.Contains("loss ipm", error);
        Assert.Contains("7/7", error);
        Assert.True(File.Exists(_line["run/samples.npz"]));
    }

    [Fact]
    public void Quiet_is_quiet_and_json_is_json()
    {
        var (code, output, error) = RunSmall("--quiet", "--json", "--seed", "42", "--threads", "1");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal("finished", JsonDocument.Parse(output).RootElement.GetProperty("status").GetString());
        Assert.StartsWith("kind: particle_flow\nseed: 42\n", File.ReadAllText(_line["run/config.yaml"]));
    }

    [Fact]
    public void A_second_run_needs_force()
    {
        RunSmall();
        var (code, _, error) = RunSmall();
        Assert.Equal(2, code);
        Assert.Contains("--force", Assert.Single(error.TrimEnd().Split('\n')));
        Assert.Equal(0, RunSmall("--force").Code);
    }

    [Fact]
    public void An_interrupted_run_exits_with_130_and_resumes()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var (code, _, error) = CommandLine.Run(stop.Token, ["run", .. CommandLine.Small, "--out", _line["cut"]]);
        Assert.Equal(130, code);
        Assert.Contains($"ntkgan resume {_line["cut"]}", error);
        Assert.Equal(0, CommandLine.Run("resume", _line["cut"]).Code);
        RunSmall();
        Assert.Equal(File.ReadAllText(_line["run/metrics.csv"]), File.ReadAllText(_line["cut/metrics.csv"]));
        Assert.Contains("already finished", CommandLine.Run("resume", _line["cut"]).Error);
    }

    [Fact]
    public void A_run_folders_configuration_runs_again()
    {
        RunSmall();
        Assert.Equal(0, CommandLine.Run("run", _line["run/config.yaml"], "--out", _line["again"]).Code);
        Assert.Equal(File.ReadAllText(_line["run/metrics.csv"]), File.ReadAllText(_line["again/metrics.csv"]));
    }

    [Fact]
    public void A_diverging_run_exits_with_4()
    {
        var (code, output, error) = RunSmall("training.time=1e300", "flow.method.step_size=1e300");
        Assert.Equal(4, code);
        Assert.Contains("diverged", output);
        Assert.DoesNotContain("   at ", error);
    }

    [Theory]
    [InlineData("There is no preset and no file 'eight-gausians'. Did you mean 'eight-gaussians'?", "run", "eight-gausians")]
    [InlineData("There is no option '--sed'. Did you mean '--seed'?", "run", "--sed", "3")]
    [InlineData("--threads must be a whole number of at least 1, not '0'.", "run", "ab", "--threads", "0")]
    [InlineData("there is no key 'iteration'. Did you mean 'iterations'?", "show", "flow.iteration=3")]
    [InlineData("There is no family 'los'. Did you mean 'loss'?", "list", "los")]
    [InlineData("is not the folder of a run", "resume", "nowhere")]
    [InlineData("There is no command 'rnu'. Did you mean 'run'?", "rnu", "eight-gaussians")]
    [InlineData("There is no option '--jsn' before a command.", "--jsn")]
    [InlineData("run needs <what>: Presets", "run")]
    [InlineData("Try: ntkgan run --help", "run")]
    [InlineData("--out needs a value.", "run", "ab", "--out")]
    [InlineData("--threads takes one value and is given once.", "run", "ab", "--threads", "1", "--threads", "2")]
    [InlineData("resume does not take 'two'.", "resume", "one", "two")]
    [InlineData("write flow.iterations=10.", "run", "ab", "flow.iterations", "=", "10")]
    [InlineData("write flow.iterations=10.", "run", "ab", "flow.iterations=", "10")]
    [InlineData("write flow.iterations=10.", "run", "ab", "flow.iterations", "=10")]
    [InlineData("There is no shell 'fsh'. Did you mean 'fish'?", "completion", "fsh")]
    public void Mistakes_exit_with_2_and_one_sentence(string message, params string[] args)
    {
        var (code, output, error) = CommandLine.Run(args);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error);
        Assert.All(error.TrimEnd().Split('\n'), line => Assert.StartsWith("ntkgan: ", line));
    }

    [Fact]
    public void A_broken_file_exits_with_3()
    {
        File.WriteAllText(_line["broken.yaml"], "a: [1");
        var (code, _, error) = CommandLine.Run("run", _line["broken.yaml"]);
        Assert.Equal(3, code);
        Assert.Contains("broken.yaml:2: this is not valid YAML", error);
    }

    [Fact]
    public void Show_is_itself_an_experiment_file()
    {
        var (code, output, _) = CommandLine.Run("show", "lsgan", "seed=7");
        Assert.Equal(0, code);
        Assert.Contains("  kind: lsgan  # preset lsgan:2", output);
        File.WriteAllText(_line["shown.yaml"], output);
        Assert.Equal(output.Split('\n').Select(line => line.Split("  # ")[0]), CommandLine.Run("show", _line["shown.yaml"]).Output.Split('\n').Select(line => line.Split("  # ")[0]));
    }

    [Fact]
    public void List_names_every_family_member_and_preset()
    {
        var output = CommandLine.Run("list").Output;
        Assert.All(Catalog.Families, family =>
        {
            Assert.Contains(family.Key, output);
            Assert.All(Catalog.Members(family.Value), member => Assert.Contains(member.Name, output));
        });
        Assert.Contains("eight-gaussians", output);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(CommandLine.Run("list", "--json").Output).RootElement.GetProperty("loss").ValueKind);
    }

    [Fact]
    public void List_explains_each_member_of_a_family()
    {
        foreach (var (name, family) in Catalog.Families)
        {
            var (code, output, _) = CommandLine.Run("list", name);
            Assert.Equal(0, code);
            foreach (var key in Catalog.Members(family).SelectMany(member => member.Parameters))
                Assert.Contains(key.Key, output);
        }

        Assert.Contains("least", CommandLine.Run("list", "preset").Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Doctor_finds_this_machine_well()
    {
        var (code, output, _) = CommandLine.Run("doctor");
        Assert.Equal(0, code);
        Assert.DoesNotContain("NOT OK", output);
        Assert.All(new[] { "simd", "torch", "pictures", "writing", "threads" }, subject => Assert.Contains(subject, output));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("")]
    public void Help_is_help(string args)
    {
        var (code, output, error) = CommandLine.Run(args.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((0, ""), (code, error));
        Assert.All(new[] { "run", "resume", "list", "show", "kernel", "doctor" }, command => Assert.Contains(command, output));
    }

    public static TheoryData<string> Commands => [.. HelpWithExamples.Examples.Keys];

    [Theory, MemberData(nameof(Commands))]
    public void Every_command_has_three_examples_in_its_help(string command)
    {
        var (code, output, error) = CommandLine.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(3, HelpWithExamples.Examples[command].Count);
        Assert.All(HelpWithExamples.Examples[command], example => Assert.Contains($"  {example.Line}\n", output));
        if (command.Length > 0 && command != "completion") Assert.All(HelpWithExamples.Examples[command], example => Assert.StartsWith($"ntkgan {command}", example.Line));
    }

    [Fact]
    public void Presets_are_listed_by_kind()
    {
        using var output = new StringWriter();
        ListCommand.Make(new(output, output, width: 100)).Parse(["preset"]).Invoke();
        var lines = output.ToString().Split('\n').Select(line => line.TrimEnd()).ToList();
        Assert.Equal("Whole experiment:", lines[0]);
        Assert.True(lines.IndexOf("Bundle for the loss:") < lines.FindIndex(line => line.StartsWith("  lsgan ")));
        Assert.Contains("lsgan\tbundle for the loss\tLeast squares", CommandLine.Run("list", "preset").Output);
    }
}
