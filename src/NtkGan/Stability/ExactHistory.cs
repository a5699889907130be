namespace NtkGan.Stability;

/// <summary>Keeps every past position for ever, each as it was: T updates of n points take T^2 n^2/2 kernel evaluations and T n d numbers.</summary>
[Named("exact")]
public sealed record ExactHistory : HistoryPolicy
{
    /// <inheritdoc/>
    public override History Open(KernelGame game, int points, int dimension) => new WholeHistory(game, dimension);
}
