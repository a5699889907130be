namespace NtkGan.Stability;

/// <summary>A history that keeps every centre as it was.</summary>
internal sealed class WholeHistory(KernelGame game, int dimension) : History(game, dimension);
