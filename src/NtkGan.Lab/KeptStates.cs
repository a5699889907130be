using NtkGan.Numerics;

namespace NtkGan.Lab;

/// <summary>States on the way, so that one can go back; where they become too large together, every other older one is given up.</summary>
internal sealed class KeptStates
{
    private const int Most = 400;
    private const long MostNumbers = 8_000_000;

    private readonly List<(long Step, IReadOnlyDictionary<string, Matrix> State)> _states = [];

    /// <summary>How many are kept.</summary>
    public int Count => _states.Count;

    /// <summary>Keeps a state, and forgets those of later steps.</summary>
    public void Keep(long step, IReadOnlyDictionary<string, Matrix> state)
    {
        while (_states.Count > 0 && _states[^1].Step >= step) _states.RemoveAt(_states.Count - 1);
        _states.Add((step, state));
        while (_states.Count > 2 && (_states.Count > Most || _states.Sum(one => one.State.Values.Sum(matrix => (long)matrix.Rows * matrix.Columns)) > MostNumbers))
            for (var i = _states.Count - 2; i > 0; i -= 2) _states.RemoveAt(i);
    }

    /// <summary>The last state before a step, or null; later ones are forgotten.</summary>
    public (long Step, IReadOnlyDictionary<string, Matrix> State)? Before(long step)
    {
        while (_states.Count > 1 && _states[^1].Step >= step) _states.RemoveAt(_states.Count - 1);
        return _states.Count > 0 && _states[^1].Step < step ? _states[^1] : null;
    }
}
