namespace NtkGan.Experiments.Distribution;

/// <summary>A kind of work made of independent tasks, known by the same name in every process that may do some of them.</summary>
/// <param name="Name">The name.</param>
/// <param name="Open">Makes, once in each process, what does a task by its number, from what all tasks share.</param>
internal sealed record JobKind(string Name, Func<Parcel, Func<int, CancellationToken, Parcel>> Open)
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<JobKind> All { get; } = [KernelRows.Expansion, KernelRows.Gram, BoxParts.Kind, TiledGram.Kind, ComparedRuns.Kind, AtlasCells.Kind];
}
