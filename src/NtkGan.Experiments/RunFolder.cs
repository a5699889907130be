using System.Globalization;
using System.Text;
using NtkGan.Data.Files;

namespace NtkGan.Experiments;

/// <summary>The folder of one run: <c>config.yaml</c> (runs again as it is), <c>environment.json</c>, <c>metrics.csv</c> and <c>metrics.png</c>, <c>frames/</c>,
/// <c>checkpoints/</c>, <c>samples.npz</c> and <c>result.json</c>. One process at a time holds it.</summary>
public sealed class RunFolder : IDisposable
{
    private const int CheckpointsKept = 2;
    private static readonly string[] Files = ["config.yaml", "environment.json", "metrics.csv", "metrics.png", "nearest.png", "result.json", "samples.csv", "samples.npz", "schema.yaml"];
    private static readonly string[] Folders = ["frames", "checkpoints"], Exported = ["images"];

    private readonly FileStream _hold;

    private RunFolder(string path)
    {
        Path = path;
        try
        {
            _hold = new FileStream(PathOf(".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw new UsageException($"The run folder '{path}' is in use by another process.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new UsageException($"The run folder '{path}' cannot be written: choose another with --out.");
        }
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The table of metrics.</summary>
    public string MetricsPath => PathOf("metrics.csv");

    /// <summary>The arrays that a run leaves behind.</summary>
    public string SamplesPath => PathOf("samples.npz");

    /// <summary>Makes a folder for a new run.</summary>
    /// <param name="path">Where; made if missing.</param>
    /// <param name="configuration">The experiment file that runs this, written as <c>config.yaml</c>.</param>
    /// <param name="environment">Written as <c>environment.json</c>.</param>
    /// <param name="force">Empties the folder of an earlier run; files that no run writes stay.</param>
    /// <exception cref="UsageException">The folder is in use, or is not empty and either force is not given or it holds no run.</exception>
    public static RunFolder Create(string path, string configuration, RunEnvironment environment, bool force = false)
    {
        if (File.Exists(path)) throw new UsageException($"'{path}' is a file: choose a folder with --out.");
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            if (!force) throw new UsageException($"The folder '{path}' is not empty: choose another with --out, or give --force to replace the run in it.");
            if (!IsRun(path)) throw new UsageException($"The folder '{path}' holds no run, so --force does not empty it: choose another with --out.");
        }

        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The run folder '{path}' cannot be made ({failure.Message}): choose another with --out.");
        }

        var folder = new RunFolder(path);
        foreach (var name in Files) File.Delete(folder.PathOf(name));
        foreach (var name in Exported.Where(name => Directory.Exists(folder.PathOf(name)))) Directory.Delete(folder.PathOf(name), recursive: true);
        foreach (var name in Folders)
        {
            if (Directory.Exists(folder.PathOf(name))) Directory.Delete(folder.PathOf(name), recursive: true);
            Directory.CreateDirectory(folder.PathOf(name));
        }

        folder.WriteText("environment.json", environment.ToJson());
        folder.WriteText("config.yaml", configuration);
        return folder;
    }

    /// <summary>Opens the folder of a run with this configuration, or makes it where there is none.</summary>
    /// <param name="path">Where.</param>
    /// <param name="configuration">The experiment file.</param>
    /// <param name="environment">Written for a new run.</param>
    /// <exception cref="UsageException">The folder holds another run or anything else, or is in use.</exception>
    public static RunFolder CreateOrOpen(string path, string configuration, RunEnvironment environment)
    {
        if (!IsRun(path)) return Create(path, configuration, environment);
        var folder = new RunFolder(path);
        if (File.ReadAllText(folder.PathOf("config.yaml")).TrimEnd('\n') == configuration.TrimEnd('\n')) return folder;
        folder.Dispose();
        throw new UsageException($"The folder '{path}' holds a run with other settings: choose another with --out, or remove it.");
    }

    /// <summary>Opens the folder of an earlier run, to go on.</summary>
    /// <exception cref="UsageException">It holds no run, or is in use.</exception>
    /// <exception cref="InvalidDataFormatException">Its <c>config.yaml</c> is broken.</exception>
    public static (RunFolder Folder, Experiment Experiment) Open(string path)
    {
        if (!IsRun(path)) throw new UsageException($"'{path}' is not the folder of a run: it has no config.yaml and environment.json.");
        var experiment = Composition.Of(System.IO.Path.Combine(path, "config.yaml")).Experiment;
        return (new RunFolder(path), experiment);
    }

    /// <summary>True if a folder is recognisably one of ours.</summary>
    public static bool IsRun(string path) =>
        File.Exists(System.IO.Path.Combine(path, "config.yaml")) && File.Exists(System.IO.Path.Combine(path, "environment.json"));

    /// <summary>The curves of all metrics.</summary>
    public string CurvesPath => PathOf("metrics.png");

    /// <summary>The picture of a step.</summary>
    public string FramePath(long step) => PathOf($"frames/{Digits(step)}.png");

    /// <summary>Saves a checkpoint and removes all but the newest two.</summary>
    public void Save(Checkpoint checkpoint)
    {
        checkpoint.Write(PathOf($"checkpoints/{Digits(checkpoint.Step)}.npz"));
        foreach (var old in Checkpoints().Skip(CheckpointsKept)) File.Delete(old);
    }

    /// <summary>Takes a run to the newest checkpoint that is whole; if there is no checkpoint yet it stays at step 0.</summary>
    /// <param name="run">The run, at step 0.</param>
    /// <param name="warning">Called with one sentence for each damaged checkpoint.</param>
    /// <exception cref="InvalidDataFormatException">All checkpoints are damaged, or belong to another experiment.</exception>
    public void Restore(ExperimentRun run, Action<string> warning)
    {
        var paths = Checkpoints();
        foreach (var path in paths)
        {
            try
            {
                var checkpoint = Checkpoint.Read(path);
                run.Restore(checkpoint.Step, checkpoint.Arrays);
                return;
            }
            catch (InvalidDataFormatException failure)
            {
                warning(failure.Message);
            }
        }

        if (paths.Count > 0)
            throw new InvalidDataFormatException($"No checkpoint in '{Path}' can be used: run its config.yaml again, into another folder.");
    }

    /// <summary>Writes how the run ended.</summary>
    public void Write(RunResult result) => WriteText("result.json", result.ToJson());

    /// <summary>How the run ended, or null if it has not.</summary>
    public RunResult? Result() => File.Exists(PathOf("result.json")) ? RunResult.FromJson(File.ReadAllText(PathOf("result.json"))) : null;

    /// <summary>Lets go of the folder.</summary>
    public void Dispose() => _hold.Dispose();

    private static string Digits(long step) => step.ToString("D8", CultureInfo.InvariantCulture);

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);

    private List<string> Checkpoints() => !Directory.Exists(PathOf("checkpoints")) ? [] : [.. Directory.GetFiles(PathOf("checkpoints"), "*.npz")
        .Where(path => long.TryParse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .OrderByDescending(path => long.Parse(System.IO.Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture))];

    private void WriteText(string name, string text) =>
        AtomicFile.Write(PathOf(name), stream => stream.Write(new UTF8Encoding(false).GetBytes(text.EndsWith('\n') ? text : text + "\n")));
}
