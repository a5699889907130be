using System.Text.RegularExpressions;
using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;
using NtkGan.Experiments.Reproductions;
using NtkGan.Experiments.Stability;
using NtkGan.Synthesis;
using NtkGan.Tests.Cli;
using NtkGan.Tests.Rules;

namespace NtkGan.Tests.Documentation;

/// <summary>Every command that README, docs/ and the help print is run as it stands, but for the number of steps and the place of its files.</summary>
public sealed partial class CommandsInDocumentsTests : IDisposable
{
    private static readonly string[] Small = ["--threads", "1"];

    private readonly CommandLine _line = new();

    public CommandsInDocumentsTests()
    {
        foreach (var file in new[] { "X.csv", "Y.csv" }) File.WriteAllText(_line[file], "1,2\n3,-1\n");
        File.WriteAllText(_line["W.csv"], "1,0\n0,1\n");
        File.WriteAllText(_line["mine.csv"], string.Concat(Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{i / 10.0},{i % 7}\n"))));
        File.WriteAllText(_line["diabetes.csv"], "age,bmi,bp,s5,s6,progression\n" + string.Concat(Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{20 + i},{20 + i % 9},{70 + i % 31},4.{i % 10},{60 + i % 23},{30 + i * 5}\n"))));
        File.WriteAllText(_line["people.csv"], "height,weight,group\n" + string.Concat(Enumerable.Range(0, 600).Select(i => FormattableString.Invariant($"{150 + i % 50 + i / 1000.0},{50 + i * 7 % 40 + i / 1000.0},{"ab"[i % 2]}\n"))));
    }

    public void Dispose() => _line.Dispose();

    public static TheoryData<string> Commands => [.. DocumentedCommands.All];

    [Fact]
    public void The_documents_print_commands_of_every_kind() => Assert.Superset(
        new HashSet<string>(["run", "resume", "compare", "reproduce", "list", "show", "synthesise", "kernel", "vector-field", "gradients", "kernel-cut", "adequacy", "film", "report", "stability", "doctor", "data", "completion"]),
        new HashSet<string>(DocumentedCommands.All.Select(command => command.Split(' ')[0])));

    [Fact]
    public void The_short_name_stands_for_the_program_that_a_build_makes()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).FullName.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        var path = Alias().Match(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Groups[1].Value.Replace("Release", configuration, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Repository.Root, path)) || File.Exists(Path.Combine(Repository.Root, path + ".exe")), path);
    }

    [Theory, MemberData(nameof(Commands))]
    public void Every_command_runs(string command)
    {
        string[] words = [.. DocumentedCommands.WordsOf(command).Select(Filled)];
        if (words[0] == "lab")
        {
            // It serves until it is interrupted.
            var served = CommandLine.Run(new CancellationToken(canceled: true), "lab", "--no-open");
            Assert.Equal(0, served.Code);
            Assert.StartsWith("http://127.0.0.1:", served.Output);
            return;
        }

        if (words.Any(word => word.StartsWith(_line["begun"], StringComparison.Ordinal))) CommandLine.Run(["run", .. CommandLine.Small, "--out", _line["begun"]]);
        if (words[0] == "report") CommandLine.Run(["run", .. CommandLine.Small, "--out", words[1] = _line["reported"]]);
        if (words[0] == "film") CommandLine.Run(["run", .. CommandLine.Small, "log.frames_every=1", "flow.iterations=1", "--out", words[1] = _line["filmed"]]);
        var name = words[0] == "stability" && words.Length > 1 ? $"{words[0]} {words[1]}" : words[0];
        var count = name.Split(' ').Length;
        var rest = words[count..];
        if (name == "compare" && Mixed(rest) is { Count: > 1 } kinds)
        {
            // Experiments of several kinds have no settings in common that would make them short.
            foreach (var kind in kinds) Every_command_runs($"compare {kind} {string.Join(' ', rest.Skip(1))}");
            return;
        }

        string[] line = [.. words[..count], .. name switch
        {
            "run" or "stability simulate" or "stability atlas" => [.. Moved(rest, "run"), .. Shrunk(rest, name), .. Small],
            "compare" => [.. Moved(Replaced(rest, "--seeds", "1"), "compared"), .. Shrunk([.. Settings(rest).Select(word => Overrides.IsOverride(word) ? word : word.Split(',')[0])], name), .. Small],
            "adequacy" when rest.Contains("2d") => [.. Moved(rest, "adequacy"), "kernel.architecture.width=8", .. Small],
            "adequacy" => [.. Moved([.. Replaced(Replaced(rest, "--seeds", "1"), "--widths", "4,8"), .. rest.Contains("--seeds") ? Array.Empty<string>() : ["--seeds", "1"]], "adequacy"), .. Small],
            "report" => [rest[0], "--out", _line["report.html"], "--force"],
            "film" => [rest[0], "--out", _line["film"], "--force"],
            "gradients" or "kernel-cut" => Moved(rest, name),
            "vector-field" => Moved(Replaced(rest, "--grid", "3"), "field"),
            "reproduce" => Reproduced(rest),
            "synthesise" => OfFewRows(rest),
            "kernel" => rest.Contains("--out") ? Moved(rest, "k.npz") : rest,
            _ => rest,
        }];
        Assert.SkipWhen(name != "show" && NeedsAbsentFiles(rest), "The images of this command are not on this machine.");
        if (name == "data")
        {
            // No package is asked for here: an empty folder of one's own comes as far as the first file.
            var (refused, _, sentence) = CommandLine.Run([.. Replaced(line, "--from", _line["none"]), .. line.Contains("--from") ? Array.Empty<string>() : ["--from", _line["none"]]]);
            Assert.True(refused == 2 && sentence.Contains("has no", StringComparison.Ordinal), sentence);
            return;
        }

        var (code, _, error) = CommandLine.Run(TestContext.Current.CancellationToken, line);
        Assert.True(code == 0, $"{string.Join(' ', line)}: exit {code}: {error}");
    }

    /// <summary>Words that stand for something, as something.</summary>
    private string Filled(string word) => word switch
    {
        "ARCHITECTURE" => "relu",
        "NAME" => "collapse",
        "schema.yaml" => Written(word, $"data: {{ path: '{_line["people.csv"]}' }}\n"),
        _ when word.EndsWith("config.yaml", StringComparison.Ordinal) => _line["begun/config.yaml"],
        _ when word.StartsWith("runs/", StringComparison.Ordinal) => _line["begun"],
        _ => Table().Replace(word, file => _line[file.Value]),
    };

    private string Written(string name, string text)
    {
        File.WriteAllText(_line[name], text);
        return _line[name];
    }

    private string[] OfFewRows(string[] words)
    {
        File.WriteAllLines(_line["people.csv"], File.ReadLines(_line["people.csv"]).Take(41).ToArray());
        return words;
    }

    // One that takes a second stands for all; ReproductionTests put every one together.
    private string[] Reproduced(string[] words)
    {
        if (words[0] != "all") PublishedFigure.Find(words[0]);
        return [.. Moved(["isolated-eigenvalue-maps", .. words[1..]], "reproduced")];
    }

    private string[] Moved(string[] words, string folder)
    {
        string[] kept = [.. words.Where((word, index) => word != "--out" && (index == 0 || words[index - 1] != "--out"))];
        return [.. kept, "--out", _line[folder]];
    }

    /// <summary>The words without an option, or with another value of it where it is there.</summary>
    private static string[] Replaced(string[] words, string option, string value) =>
        [.. words.Select((word, index) => index > 0 && words[index - 1] == option ? value : word)];

    private static IEnumerable<string> Settings(string[] words) => words.TakeWhile(word => !word.StartsWith("--", StringComparison.Ordinal));

    private static Experiment ExperimentOf(string[] words, string command)
    {
        string[] settings = [.. Settings(words)];
        var usual = command switch { "stability simulate" => "kind=stability_simulation", "stability atlas" => "kind=stability_atlas", _ => null };
        return Composition.Of(usual is not null && settings.All(Overrides.IsOverride) ? [usual, .. settings] : settings).Experiment;
    }

    /// <summary>The parts of the first word, those of one kind of experiment together.</summary>
    private static List<string> Mixed(string[] words) => [.. words[0].Split(',').GroupBy(part => Preset.Find(part) is { Group: PresetGroup.Experiment } ? Composition.Of(part).Experiment.GetType() : null).Select(group => string.Join(',', group))];

    /// <summary>Settings that make an experiment of a kind short.</summary>
    private static string[] Shrunk(string[] words, string command) => ExperimentOf(words, command) switch
    {
        ParticleFlowExperiment { Source.Data.Shape.IsImage: false } flow => ["flow.iterations=1", "log.frames_every=0", .. flow.Source.Count > 8 ? ["source.count=8", "target.count=8"] : Array.Empty<string>()],
        ParticleFlowExperiment => ["flow.iterations=1", "log.frames_every=0", "source.count=8", "target.count=8"],
        SynthesisExperiment { Objective.Batching: PairedBatches } => ["iterations=1", "log.frames_every=0", "metrics=[]"],
        SynthesisExperiment => ["iterations=1", "log.frames_every=0", "metrics=[]", "pool=64", "samples=32", "held_out=16"],
        AutoencoderExperiment => ["iterations=1", "rows=64", "held_out=16", "log.frames_every=0"],
        StabilitySimulationExperiment simulation => ["updates=2", "log.frames_every=0", .. simulation.Real.Data.Shape.IsImage ? ["vary.kernels=[gaussian]"] : Array.Empty<string>()],
        StabilityAtlasExperiment => ["updates=16", "records=8", "x.count=4", "y.count=3", "x.simulations=2", "y.simulations=2", "log.frames_every=0"],
        SecondMomentBoundExperiment => ["steps=1000"],
        _ => [],
    };

    [GeneratedRegex("alias ntkgan=\"\\$PWD/([^\"]+)\"")]
    private static partial Regex Alias();

    [GeneratedRegex(@"\w+\.csv")]
    private static partial Regex Table();

    private static bool NeedsAbsentFiles(string[] words) => !Directory.Exists("/usr/share/datasets/fashion-mnist")
        && words.Any(word => word.Contains("fashion", StringComparison.Ordinal) || word is "ga-ntk-resolutions");
}
