using NtkGan.Numerics;

namespace NtkGan.Experiments;

/// <summary>An experiment under way. What it computes is a function of the settings and the step alone, so that a run restored from a
/// checkpoint goes on to the same bits.</summary>
public abstract class ExperimentRun
{
    /// <summary>Steps done.</summary>
    public abstract long Step { get; }

    /// <summary>Steps to do.</summary>
    public abstract long LastStep { get; }

    /// <summary>The time that the experiment has simulated, in its own unit.</summary>
    public abstract double Time { get; }

    /// <summary>The names of the metrics, in the order of <see cref="Measure"/>.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>Why the run needs no further steps, or null while it does.</summary>
    public virtual string? Convergence => null;

    /// <summary>Remarks for the reader of the results, such as why a metric is unavailable; each once.</summary>
    public virtual IReadOnlyCollection<string> Notes => [];

    /// <summary>Does one step.</summary>
    /// <exception cref="NumericalException">The run diverges.</exception>
    public abstract void Advance();

    /// <summary>The metrics of the present state, null where unavailable.</summary>
    public abstract IReadOnlyList<double?> Measure();

    /// <summary>Draws the present state, if it can be drawn.</summary>
    /// <param name="path">The picture, a .png.</param>
    public abstract void Draw(string path);

    /// <summary>All that the next step depends on, beside the settings and the step.</summary>
    public abstract IReadOnlyDictionary<string, Matrix> Save();

    /// <summary>Takes up a state that <see cref="Save"/> gave.</summary>
    /// <param name="step">The steps done in that state.</param>
    /// <param name="arrays">The state.</param>
    /// <exception cref="InvalidDataFormatException">The state does not fit the settings.</exception>
    public abstract void Restore(long step, IReadOnlyDictionary<string, Matrix> arrays);

    /// <summary>The arrays that the run leaves behind for others to read, by name.</summary>
    public abstract IReadOnlyDictionary<string, Matrix> Results();

    /// <summary>Writes further files for people, such as pictures of the results, once at the end.</summary>
    /// <param name="folder">The run's folder.</param>
    public virtual void Export(string folder)
    {
    }
}
