using System.Globalization;
using System.Text.RegularExpressions;
using NtkGan.Experiments.Configuration;
using NtkGan.Plots;

namespace NtkGan.Experiments.Reports;

/// <summary>What the folder of a run says, whatever state it is in: running, ended early, diverged, finished, or damaged. Nothing of it is trusted.</summary>
internal sealed partial class ReportedRun
{
    private const long LargestText = 64 << 20;
    private const int RowsShown = 12, LongestRow = 4000;

    private readonly List<string> _warnings = [];

    /// <summary>Reads a folder.</summary>
    /// <param name="path">The folder of a run.</param>
    /// <param name="name">What it is called among others.</param>
    public ReportedRun(string path, string name)
    {
        (Path, Name) = (path, name);
        RunFiles.RefuseLinks(path);
        Environment = Text(RunFiles.Environment) is { } environment ? RunEnvironment.FromJson(environment) : null;
        if (Environment is null) _warnings.Add("environment.json cannot be read.");
        try
        {
            Settings = YamlText.Parse(Text(RunFiles.Configuration) ?? "", RunFiles.Configuration);
            var experiment = Composition.OfFile(System.IO.Path.Combine(path, RunFiles.Configuration)).Experiment;
            (Help, Caption, Header) = (Catalog.Describe(experiment.GetType())?.Help ?? "", experiment.Caption, experiment.Header); // the data may be gone
        }
        catch (Exception failure) when (failure is UsageException or InvalidDataFormatException)
        {
            _warnings.Add($"The settings say nothing to this program. {failure.Message}");
        }

        Result = Text("result.json") is { } result ? RunResult.FromJson(result) : null;
        if (Result is null && File.Exists(In("result.json"))) _warnings.Add("result.json cannot be read.");
        Metrics = Text("metrics.csv") is null ? new(name, ["step"], []) : MetricsTable.Read(In("metrics.csv"), name);
        Rows = [.. Metrics.Rows.Where(row => row.Count == Metrics.Columns.Count && double.IsFinite(row[0]))];
        (Frames, Pictures) = PicturesIn(In(RunFiles.Frames));
        (SampleRows, NearestRows) = (Lines("samples.csv"), Lines("nearest.csv"));
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What the run is called.</summary>
    public string Name { get; }

    /// <summary>Runs that differ in the seed alone have the same.</summary>
    public string Family => Seed().Replace(Name, "");

    /// <summary>On what it ran, or null.</summary>
    public RunEnvironment? Environment { get; }

    /// <summary>The settings, or null.</summary>
    public MappingNode? Settings { get; }

    /// <summary>What such an experiment is; empty, as the next two, where this program does not know it or its data are gone.</summary>
    public string Help { get; } = "";

    /// <summary>Kernel, loss, number of points, seed.</summary>
    public string Caption { get; } = "";

    /// <summary>What was run, in lines.</summary>
    public IReadOnlyList<string> Header { get; } = [];

    /// <summary>How it ended, or null if it has not.</summary>
    public RunResult? Result { get; }

    /// <summary>The names of the metrics, the step first.</summary>
    public MetricTable Metrics { get; }

    /// <summary>The rows of metrics that can be drawn.</summary>
    public IReadOnlyList<ValueList<double>> Rows { get; }

    /// <summary>Pictures of steps, in order.</summary>
    public IReadOnlyList<(long Step, string Path)> Frames { get; }

    /// <summary>Other pictures, with their names.</summary>
    public IReadOnlyList<(string Name, string Path)> Pictures { get; }

    /// <summary>The picture of samples beside the real rows nearest to them; there may be none.</summary>
    public string NearestPath => In("nearest.png");

    /// <summary>The first lines of the table that was made, the heading first.</summary>
    public IReadOnlyList<string> SampleRows { get; }

    /// <summary>Line by line the real rows nearest to them; there may be none.</summary>
    public IReadOnlyList<string> NearestRows { get; }

    /// <summary>What the reader should know.</summary>
    public IEnumerable<string> Warnings => [.. Result is { Status: RunStatus.Diverged or RunStatus.StepLimit, Reason.Length: > 0 } ? [Result.Reason] : Array.Empty<string>(), .. Result?.Notes ?? [], .. _warnings];

    /// <summary>The verdict in few words.</summary>
    public string Verdict => Result switch
    {
        { Status: RunStatus.Finished } => FormattableString.Invariant($"Finished: all {Result.Step} steps were done."),
        { Status: RunStatus.Converged } => FormattableString.Invariant($"Converged at step {Result.Step}. {Result.Reason}"),
        { Status: RunStatus.StepLimit } => FormattableString.Invariant($"All {Result.Step} steps were done, but something in them ended before what was asked of it was done."),
        { Status: RunStatus.Diverged } => FormattableString.Invariant($"Diverged at step {Result.Step}. {Result.Reason}"),
        { Status: RunStatus.Interrupted } => FormattableString.Invariant($"Interrupted at step {Result.Step}: not finished."),
        _ => FormattableString.Invariant($"Not finished: {(Rows.Count == 0 ? "nothing is recorded yet" : $"recorded until step {Rows[^1][0]}")}."),
    };

    /// <summary>Whether the verdict is a good one, a bad one (true, false), or none yet.</summary>
    public bool? IsGood => Result?.Status switch
    {
        RunStatus.Finished or RunStatus.Converged => true,
        RunStatus.Diverged => false,
        _ => null,
    };

    private IReadOnlyList<string> Lines(string name) => [.. (Text(name) ?? "").Split('\n').Take(RowsShown + 1).Select(line => line.TrimEnd('\r')).Where(line => line.Trim().Length is > 0 and < LongestRow)];

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private string? Text(string name)
    {
        var file = new FileInfo(In(name));
        if (!file.Exists) return null;
        if (file.Length <= LargestText) return File.ReadAllText(file.FullName);
        _warnings.Add($"{name} is too long to be reported.");
        return null;
    }

    private static (IReadOnlyList<(long, string)> Frames, IReadOnlyList<(string, string)> Pictures) PicturesIn(string folder)
    {
        var found = (Directory.Exists(folder) ? Directory.GetFiles(folder, "*.png") : []).Select(path => (Path: path, Match: Picture().Match(System.IO.Path.GetFileName(path))))
            .Where(picture => picture.Match.Success).Select(picture => (Step: long.Parse(picture.Match.Groups[1].Value, CultureInfo.InvariantCulture), Name: picture.Match.Groups[2].Value, picture.Path)).OrderBy(picture => picture.Step).ToList();
        return ([.. found.Where(picture => picture.Name.Length == 0).Select(picture => (picture.Step, picture.Path))],
            [.. found.Where(picture => picture.Name.Length > 0).GroupBy(picture => picture.Name).Select(group => (FormattableString.Invariant($"{group.Key[1..].Replace('-', ' ')}, step {group.Last().Step}"), group.Last().Path))]);
    }

    [GeneratedRegex(@"^([0-9]{8,18})(-[a-z0-9-]+)?\.png\z")]
    private static partial Regex Picture();

    [GeneratedRegex(@"-seed[0-9]+\z")]
    private static partial Regex Seed();
}
