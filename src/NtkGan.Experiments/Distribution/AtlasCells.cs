using NtkGan.Experiments.Configuration;
using NtkGan.Experiments.Stability;
using NtkGan.Numerics;

namespace NtkGan.Experiments.Distribution;

/// <summary>Simulations of an atlas, a few in a task.</summary>
internal static class AtlasCells
{
    /// <summary>The tasks.</summary>
    public static JobKind Kind { get; } = new("atlas", shared =>
    {
        var atlas = new StabilityAtlasRun((StabilityAtlasExperiment)RecordReader.Read<Experiment>(YamlText.Parse(shared.Text, "the atlas of the first process")));
        var (first, end, group) = ((int)shared.Numbers[0][0], (int)shared.Numbers[0][1], (int)shared.Numbers[0][2]);
        return (task, cancellation) =>
        {
            using var ended = Workers.Cancel(cancellation);
            var start = first + task * group;
            var cells = new double[Math.Min(end - start, group)][];
            Workers.ForBlocks(cells.Length, 1, (from, to) =>
            {
                for (var c = from; c < to; c++) cells[c] = atlas.Simulated(start + c);
            });
            return new("", cells);
        };
    });

    /// <summary>Simulates cells with all processes.</summary>
    /// <param name="pool">The processes.</param>
    /// <param name="settings">The atlas.</param>
    /// <param name="first">The first cell.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="take">Receives what <see cref="StabilityAtlasRun.Simulated"/> gives of each.</param>
    public static void Run(TaskPool pool, StabilityAtlasExperiment settings, int first, int end, Action<int, double[]> take)
    {
        var group = Math.Max(1, Math.Min(Workers.Count, (end - first) / pool.Size));
        pool.Run(Kind, new(YamlWriter.Write(RecordWriter.Write<Experiment>(settings)), [first, end, group]), [.. Enumerable.Range(0, (end - first + group - 1) / group)], (task, part) =>
        {
            for (var c = 0; c < part.Numbers.Length; c++) take(first + task * group + c, part.Numbers[c]);
        });
    }
}
