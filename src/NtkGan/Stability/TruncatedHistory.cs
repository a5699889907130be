using System.Globalization;
using NtkGan.Numerics;

namespace NtkGan.Stability;

/// <summary>Keeps only the newest M = int(ln epsilon/ln r) generated states, as the published experiments of Becker et al. do; the true points'
/// weight is not truncated. This is a model change, not a small error: the cut history weighs (1 - r^M) of the whole, which acts like a
/// mass imbalance Delta = p - (1 - r^M) q, about epsilon q too little generated mass, and so moves the limit (derived).</summary>
/// <param name="Memory">The weight epsilon in [0, 1) at which states are forgotten; 0 keeps all. Also with r outside (0, 1) all are kept, as
/// no M exists.</param>
/// <exception cref="UsageException">Memory is outside [0, 1); on opening: epsilon >= r, which would keep no state.</exception>
[Named("truncated")]
public sealed record TruncatedHistory(double Memory = .1) : HistoryPolicy
{
    /// <summary>The weight at which states are forgotten.</summary>
    public double Memory { get; init => field = Weight(value); } = Weight(Memory);

    /// <summary>The number of states M kept under a game; null: all.</summary>
    /// <exception cref="UsageException">No state would be kept.</exception>
    public int? States(KernelGame game)
    {
        var retention = game.Retention;
        if (Memory == 0 || retention is not (> 0 and < 1)) return null;
        var states = Math.Log(Memory) / ExponentialFunctions.Log1p(-game.DiscriminatorRate * game.Regularisation);
        if (states < 1)
            throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                $"memory {Memory} would keep no state of a discriminator that keeps {retention} of itself in an update: choose a memory below that."));
        return states >= int.MaxValue ? null : (int)states;
    }

    /// <summary>The share r^M of a lasting generated mass that the cut leaves out; 0 where nothing is cut.</summary>
    /// <exception cref="UsageException">No state would be kept.</exception>
    public double Forgotten(KernelGame game) => States(game) is { } states ? Math.Pow(game.Retention, states) : 0;

    private static double Weight(double memory) => memory is >= 0 and < 1 ? memory
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"memory must be at least 0 and below 1, not {memory}."));

    /// <inheritdoc/>
    public override History Open(KernelGame game, int points, int dimension) =>
        States(game) is { } states ? new RecentHistory(game, dimension, states) : new WholeHistory(game, dimension);
}
