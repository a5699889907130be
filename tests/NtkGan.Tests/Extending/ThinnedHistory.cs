using NtkGan.Numerics;
using NtkGan.Stability;
using NtkGan.State;

namespace NtkGan.Tests.Extending;

/// <summary>Keeps one of every so many generated states, with the weight of all of them.</summary>
/// <param name="Period">One of how many, at least 1; 1 keeps all.</param>
[Named("thinned")]
public sealed record ThinnedHistory(int Period = 4) : HistoryPolicy
{
    /// <summary>One of how many.</summary>
    public int Period { get; init => field = AtLeastOne(value); } = AtLeastOne(Period);

    /// <inheritdoc/>
    public override History Open(KernelGame game, int points, int dimension) => new Thinned(game, dimension, Period);

    private static int AtLeastOne(int period) => period >= 1 ? period : throw new UsageException($"period must be at least 1, not {period}.");

    private sealed class Thinned(KernelGame game, int dimension, int period) : History(game, dimension)
    {
        private int _updates;

        public override void Record(Matrix points, ReadOnlySpan<double> weights)
        {
            Decay();
            if (_updates++ % period != 0) return;
            for (var j = 0; j < points.Rows; j++) Add(points.Row(j), period * weights[j]);
        }

        public override void Save(StateWriter state)
        {
            base.Save(state);
            state.Set("updates", _updates);
        }

        public override void Restore(StateReader state)
        {
            base.Restore(state);
            _updates = state.Count("updates");
        }
    }
}
