using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Stability;

/// <summary>A history of the newest states alone: each new state takes the oldest one's place. <see cref="TruncatedHistory"/> says what that means;
/// no error bound is kept, for the cut is meant.</summary>
internal sealed class RecentHistory(KernelGame game, int dimension, int states) : History(game, dimension)
{
    private int _next;

    public override void Record(Matrix points, ReadOnlySpan<double> weights)
    {
        Decay();
        var capacity = 0L;
        foreach (var weight in weights) capacity += weight != 0 ? states : 0;
        for (var j = 0; j < points.Rows; j++)
        {
            if (weights[j] == 0) continue;
            if (Count < capacity)
            {
                Add(points.Row(j), weights[j]);
                continue;
            }

            Set(_next, points.Row(j), weights[j]);
            _next = (_next + 1) % Count;
        }
    }

    public override void Save(StateWriter state)
    {
        base.Save(state);
        state.Set("next", _next);
    }

    public override void Restore(StateReader state)
    {
        base.Restore(state);
        _next = state.Count("next", 0, Math.Max(0, Count - 1));
    }

    protected override void Clear()
    {
        base.Clear();
        _next = 0;
    }
}
