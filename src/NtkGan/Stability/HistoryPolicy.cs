namespace NtkGan.Stability;

/// <summary>How a simulation keeps the past of the generated points, on which its discriminator rests:
/// f = w sum_i p_i K(., x_i) - eta_d sum_s r^s sum_j q_j K(., y_j(k - s)).</summary>
[Family("history")]
public abstract record HistoryPolicy
{
    /// <summary>An empty history.</summary>
    /// <param name="game">The game.</param>
    /// <param name="points">Its generated points.</param>
    /// <param name="dimension">Their coordinates.</param>
    /// <exception cref="UsageException">The policy does not suit the game.</exception>
    public abstract History Open(KernelGame game, int points, int dimension);
}
