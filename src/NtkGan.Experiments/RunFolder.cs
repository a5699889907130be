using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NtkGan.Data.Files;
using NtkGan.Experiments.Configuration;
using NtkGan.Numerics;

namespace NtkGan.Experiments;

/// <summary>The folder of one run: <c>config.yaml</c> (runs again as it is), <c>environment.json</c>, <c>metrics.csv</c> and <c>metrics.png</c>, <c>frames/</c>,
/// <c>checkpoints/</c>, <c>samples.npz</c> and <c>result.json</c>. One process at a time holds it.</summary>
public sealed class RunFolder : IDisposable
{
    private const int CheckpointsKept = 2;
    private const string Settings = "settings", Data = "data", Notes = "notes";

    private readonly FileStream _hold;
    private readonly string _settings;

    private RunFolder(string path, string configuration)
    {
        Path = path;
        try
        {
            _hold = new FileStream(PathOf(RunFiles.Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw new UsageException($"The run folder '{path}' is in use by another process.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new UsageException($"The run folder '{path}' cannot be written.");
        }

        try
        {
            RunFiles.RefuseLinks(path);
            RunFiles.DeleteLeftovers(path);
            _settings = HashOf(configuration);
        }
        catch
        {
            _hold.Dispose();
            throw;
        }
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The table of metrics.</summary>
    public string MetricsPath => PathOf("metrics.csv");

    /// <summary>The arrays that a run leaves behind.</summary>
    public string SamplesPath => PathOf("samples.npz");

    /// <summary>Makes a folder for a new run.</summary>
    /// <param name="path">Where; made if missing. What a run left that was ended while its folder was made counts as nothing.</param>
    /// <param name="configuration">The experiment file that runs this, written as <c>config.yaml</c>.</param>
    /// <param name="environment">Written as <c>environment.json</c>.</param>
    /// <param name="force">Empties the folder of an earlier run; files that no run writes stay.</param>
    /// <exception cref="UsageException">The folder is in use, or is not empty and either force is not given or it holds no run; the settings are too
    /// long for an experiment file.</exception>
    public static RunFolder Create(string path, string configuration, RunEnvironment environment, bool force = false)
    {
        if (File.Exists(path)) throw new UsageException($"'{path}' is a file: choose a folder with --out.");
        if (Directory.Exists(path) && !RunFiles.IsUnfinished(path))
        {
            if (!force) throw new UsageException($"The folder '{path}' is not empty: choose another with --out, or give --force to replace the run in it.");
            if (!RunFiles.IsRun(path)) throw new UsageException($"The folder '{path}' holds no run, so --force does not empty it: choose another with --out.");
        }

        if (Encoding.UTF8.GetByteCount(configuration) > YamlText.LargestSize)
            throw new UsageException($"The settings of this run are longer than {YamlText.LargestSize >> 20} MiB as an experiment file: put points that it lists into a file of their own, and name that (kind: points, path: points.csv).");
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The run folder '{path}' cannot be made ({failure.Message}): choose another with --out.");
        }

        var folder = new RunFolder(path, configuration);
        try
        {
            // Settings and environment are replaced last, each in one step: at any moment the folder is empty, the start of a run, or a run.
            RunFiles.DeleteResults(path);
            Directory.CreateDirectory(folder.PathOf(RunFiles.Frames));
            Directory.CreateDirectory(folder.PathOf(RunFiles.Checkpoints));
            folder.WriteText(RunFiles.Environment, environment.ToJson());
            folder.WriteText(RunFiles.Configuration, configuration);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Opens the folder of a run with this configuration, or makes it where there is none.</summary>
    /// <param name="path">Where.</param>
    /// <param name="configuration">The experiment file.</param>
    /// <param name="environment">Written for a new run.</param>
    /// <exception cref="UsageException">The folder holds another run or anything else, or is in use.</exception>
    public static RunFolder CreateOrOpen(string path, string configuration, RunEnvironment environment)
    {
        if (Directory.Exists(path) && !RunFiles.IsRun(path) && !RunFiles.IsUnfinished(path))
            throw new UsageException($"The folder '{path}' holds something that is no run: choose another with --out, or remove it.");
        if (!RunFiles.IsRun(path)) return Create(path, configuration, environment);
        if (File.ReadAllText(System.IO.Path.Combine(path, RunFiles.Configuration)).TrimEnd('\n') != configuration.TrimEnd('\n'))
            throw new UsageException($"The folder '{path}' holds a run with other settings: choose another with --out, or remove it.");
        RequireExtensions(path);
        return new RunFolder(path, configuration);
    }

    private static void RequireExtensions(string path) =>
        Extension.Require(RunEnvironment.ExtensionsIn(File.ReadAllText(System.IO.Path.Combine(path, RunFiles.Environment))), path);

    /// <summary>Opens the folder of an earlier run, to go on.</summary>
    /// <exception cref="UsageException">It holds no run, is in use, or has links in it.</exception>
    /// <exception cref="InvalidDataFormatException">Its <c>config.yaml</c> is broken.</exception>
    public static (RunFolder Folder, Experiment Experiment) Open(string path)
    {
        if (!RunFiles.IsRun(path))
        {
            throw new UsageException(Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && RunFiles.IsUnfinished(path)
                ? $"The run in '{path}' was ended before it began: give the command that started it once more."
                : $"'{path}' is not the folder of a run: it has no config.yaml and environment.json of one.");
        }

        RequireExtensions(path);
        var file = System.IO.Path.Combine(path, RunFiles.Configuration);
        var experiment = Composition.OfFile(file).Experiment;
        return (new RunFolder(path, File.ReadAllText(file)), experiment);
    }

    /// <summary>The curves of all metrics.</summary>
    public string CurvesPath => PathOf("metrics.png");

    /// <summary>The picture of a step.</summary>
    public string FramePath(long step) => PathOf($"frames/{Digits(step)}.png");

    /// <summary>Saves a run's present state and removes all checkpoints but the newest two.</summary>
    public void Save(ExperimentRun run) => Save(run, run.Save());

    /// <summary>Saves a state of a run and removes all checkpoints but the newest two.</summary>
    internal void Save(ExperimentRun run, IReadOnlyDictionary<string, Matrix> state)
    {
        var texts = new Dictionary<string, string> { [Settings] = _settings, [Data] = run.HashOfData };
        if (run.StepNotes.Save() is { } notes) texts[Notes] = notes;
        new Checkpoint(run.Step, state, texts).Write(PathOf($"{RunFiles.Checkpoints}/{Digits(run.Step)}.npz"));
        foreach (var old in Checkpoints().Skip(CheckpointsKept)) File.Delete(old);
    }

    /// <summary>True if there is a checkpoint to go on from.</summary>
    public bool HasCheckpoint => Checkpoints().Count > 0;

    /// <summary>Takes a run to the newest checkpoint that is whole; if there is no checkpoint yet it stays at step 0.</summary>
    /// <param name="run">The run, at step 0.</param>
    /// <param name="warning">Called with one sentence for each damaged checkpoint.</param>
    /// <exception cref="UsageException">The settings or the data are not those that the run began with.</exception>
    /// <exception cref="InvalidDataFormatException">All checkpoints are damaged, or belong to another experiment.</exception>
    public void Restore(ExperimentRun run, Action<string> warning)
    {
        var paths = Checkpoints();
        foreach (var path in paths)
        {
            try
            {
                var checkpoint = Checkpoint.Read(path);
                RefuseChanges(checkpoint, run);
                if (checkpoint.Step > run.LastStep) throw new InvalidDataFormatException($"The checkpoint '{path}' belongs to another experiment: its step lies beyond the last one.");
                Restore(run, checkpoint, path);
                run.StepNotes.Restore(checkpoint.Texts.GetValueOrDefault(Notes));
                return;
            }
            catch (InvalidDataFormatException failure)
            {
                warning(failure.Message);
            }
            catch (Exception failure) when (failure is ArgumentException or IndexOutOfRangeException or KeyNotFoundException or OverflowException)
            {
                warning($"The checkpoint '{path}' belongs to another experiment: its arrays do not fit config.yaml.");
            }
        }

        if (paths.Count > 0)
            throw new InvalidDataFormatException($"No checkpoint in '{Path}' can be used: run its config.yaml again, into another folder.");
    }

    /// <summary>Writes how the run ended.</summary>
    public void Write(RunResult result) => WriteText("result.json", result.ToJson());

    /// <summary>How the run ended, or null if it has not.</summary>
    /// <param name="warning">Called with one sentence if <c>result.json</c> cannot be read, which counts as none.</param>
    public RunResult? Result(Action<string>? warning = null)
    {
        if (!File.Exists(PathOf("result.json"))) return null;
        var result = RunResult.FromJson(File.ReadAllText(PathOf("result.json")));
        if (result is null) warning?.Invoke($"'{PathOf("result.json")}' is broken: the run goes on from its last checkpoint, and writes it again.");
        return result;
    }

    /// <summary>Lets go of the folder.</summary>
    public void Dispose() => _hold.Dispose();

    private static void Restore(ExperimentRun run, Checkpoint checkpoint, string path)
    {
        try
        {
            run.Restore(checkpoint.Step, checkpoint.Arrays);
        }
        catch (InvalidDataFormatException failure)
        {
            throw new InvalidDataFormatException($"The checkpoint '{path}' does not fit the experiment. {failure.Message}", failure);
        }
    }

    // The values alone: comments and layout may change.
    private static string HashOf(string configuration) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(YamlWriter.Write(YamlText.Parse(configuration, RunFiles.Configuration)))));

    private void RefuseChanges(Checkpoint checkpoint, ExperimentRun run)
    {
        if (checkpoint.Texts.TryGetValue(Settings, out var settings) && settings != _settings)
            throw new UsageException($"The settings in '{PathOf(RunFiles.Configuration)}' are not those that this run began with: put them back, or run the file as it is now into another folder.");
        if (checkpoint.Texts.TryGetValue(Data, out var data) && data != run.HashOfData)
            throw new UsageException($"The data of the run in '{Path}' are not those that it began with: put them back, or run its config.yaml into another folder.");
    }

    private static string Digits(long step) => step.ToString("D8", CultureInfo.InvariantCulture);

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);

    private List<string> Checkpoints() => !Directory.Exists(PathOf(RunFiles.Checkpoints)) ? [] : [.. Directory.GetFiles(PathOf(RunFiles.Checkpoints), "*.npz")
        .Where(path => long.TryParse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .OrderByDescending(path => long.Parse(System.IO.Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture))];

    private void WriteText(string name, string text) =>
        AtomicFile.Write(PathOf(name), stream => stream.Write(new UTF8Encoding(false).GetBytes(text.EndsWith('\n') ? text : text + "\n")));
}
