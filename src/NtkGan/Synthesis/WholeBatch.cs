namespace NtkGan.Synthesis;

/// <summary>All of X against all of Z, in every step.</summary>
[Named("whole")]
public sealed record WholeBatch : SynthesisBatching
{
    /// <inheritdoc/>
    public override bool IsFixed => true;

    /// <inheritdoc/>
    public override IReadOnlyList<BatchPair> Draw(int real, int synthetic, ulong seed, long step) => [new(All(real), All(synthetic), 1)];
}
