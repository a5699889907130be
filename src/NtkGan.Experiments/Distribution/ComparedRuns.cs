using System.Text.Json;
using System.Text.Json.Serialization;

namespace NtkGan.Experiments.Distribution;

/// <summary>The runs of a comparison, one in a task, each in its own folder.</summary>
internal static class ComparedRuns
{
    private const char Between = '\0';

    // Of a run: its folder, its settings, and where they were written.
    private const int Texts = 3;

    /// <summary>The tasks. What becomes of a run, a failure too, is its result, so that one does not end the others.</summary>
    public static JobKind Kind { get; } = new("compare", shared =>
    {
        var words = shared.Text.Split(Between);
        string[] commandLine = [.. words.Take((int)shared.Numbers[0][0])];
        return (task, cancellation) =>
        {
            var (path, text, warnings) = (words[commandLine.Length + Texts * task], words[commandLine.Length + Texts * task + 1], new List<string>());
            var origins = JsonSerializer.Deserialize(words[commandLine.Length + Texts * task + 2], OriginsJson.Default.DictionaryStringString);
            try
            {
                var result = Comparison.Carry(path, text, Composition.OfText(path, text).Experiment, commandLine, origins, () => null, warnings.Add, cancellation);
                return new(string.Join(Between, [result.ToJson(), "", .. warnings]));
            }
            catch (Exception failure) when (failure is UsageException or InvalidDataFormatException)
            {
                return new(string.Join(Between, ["", failure.Message, .. warnings]));
            }
        };
    });

    /// <summary>Does runs with all processes.</summary>
    /// <param name="pool">The processes.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="commandLine">The arguments, for their records.</param>
    /// <param name="ended">Told of each that has ended.</param>
    /// <param name="warning">Told of damaged checkpoints, and of each run that failed.</param>
    /// <param name="cancellation">Asks all of them for an end with a checkpoint.</param>
    /// <returns>The results in the order of the runs; null where one failed or was not begun.</returns>
    public static RunResult?[] Run(TaskPool pool, IReadOnlyList<ComparedRun> runs, IReadOnlyList<string> commandLine, Action<ComparedRun> ended, Action<string> warning, CancellationToken cancellation)
    {
        var results = new RunResult?[runs.Count];
        var words = string.Join(Between, [.. commandLine, .. runs.SelectMany(run => new[] { Path.GetFullPath(run.Path), run.Composition.Text, JsonSerializer.Serialize(new(run.Composition.Origins), OriginsJson.Default.DictionaryStringString) })]);
        try
        {
            pool.Run(Kind, new(words, [commandLine.Count]), [.. Enumerable.Range(0, runs.Count)], (task, part) =>
            {
                ended(runs[task]);
                var said = part.Text.Split(Between);
                results[task] = RunResult.FromJson(said[0]);
                foreach (var text in said[2..]) warning(text);
                if (results[task] is null) warning($"The run '{runs[task].Path}' failed: {said[1]}");
            }, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }

        return results;
    }
}

/// <summary>Where settings were written, as text.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class OriginsJson : JsonSerializerContext;
