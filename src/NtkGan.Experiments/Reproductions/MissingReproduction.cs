namespace NtkGan.Experiments.Reproductions;

/// <summary>Something of a paper that cannot be had here, and why.</summary>
/// <param name="What">What it shows, in one line.</param>
/// <param name="Paper">Whose it is.</param>
/// <param name="Reason">Why it cannot be had: a clause without a full stop.</param>
/// <param name="Source">What of it is known, and from where.</param>
public sealed record MissingReproduction(string What, Paper Paper, string Reason, string Source = "") : Reproduction(What, Paper, Source, [])
{
    /// <summary>An example.</summary>
    public static MissingReproduction Example => new("A table of distances", Paper.GaNtk, "its numbers are not known");

    /// <inheritdoc/>
    public override bool FitsIntoANight => false;

    /// <inheritdoc/>
    public override string Command(bool isQuick) => "";

    internal override void Carry(string folder, bool isQuick, ReproductionWatch watch, CancellationToken cancellation) => throw new UsageException($"This cannot be had: {Reason}.");
}
