using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Lab;

/// <summary>What a page plays: something with a state that goes on by steps, can be drawn, kept, taken up again, and changed by hand.</summary>
internal abstract class Live
{
    /// <summary>Steps done.</summary>
    public abstract long Step { get; }

    /// <summary>One line for each convention that its spectator must know.</summary>
    public abstract IReadOnlyList<string> Header { get; }

    /// <summary>What stands below a picture.</summary>
    public abstract string Caption { get; }

    /// <summary>The names of the curves.</summary>
    public abstract IReadOnlyList<string> Curves { get; }

    /// <summary>Why it goes no further, or null while it does.</summary>
    public abstract string? End { get; }

    /// <summary>Whether a lower place of the landscape draws points; else a higher one.</summary>
    public abstract bool PointsDescend { get; }

    /// <summary>Does one step.</summary>
    public abstract void Advance();

    /// <summary>The present state as points with what drives them.</summary>
    public abstract FlowFrame Frame();

    /// <summary>The values of the curves now, null where unavailable.</summary>
    public abstract IReadOnlyList<double?> Measure();

    /// <summary>The present state.</summary>
    public abstract IReadOnlyDictionary<string, Matrix> Save();

    /// <summary>Takes up a state that <see cref="Save"/> gave.</summary>
    public abstract void Restore(long step, IReadOnlyDictionary<string, Matrix> state);

    /// <summary>Puts a point elsewhere.</summary>
    /// <exception cref="UsageException">There is no such point, or the place does not fit it.</exception>
    public abstract void Place(int point, IReadOnlyList<double> place);
}
