using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NtkGan.Kernels;
using NtkGan.Metrics;
using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.State;

namespace NtkGan.Experiments;

/// <summary>An experiment under way. What it computes is a function of the settings and the step alone, so that a run restored from a
/// checkpoint goes on to the same bits.</summary>
public abstract class ExperimentRun
{
    // A residual below this share of the value is no news.
    private const double NotableShare = 0.01;

    private readonly Dictionary<string, MetricAccuracy> _accuracy = [];
    private (long Step, IReadOnlyList<double?> Row)? _row;
    private string? _hash;

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

    /// <summary>Why the present state is not to be trusted as the course of a run that does what it should, or null.</summary>
    public virtual string? Divergence => null;

    /// <summary>Whether an exception inside a step leaves the state as it was before the step, so that it can be saved then.</summary>
    public virtual bool StepsAreWhole => false;

    /// <summary>Remarks on the steps until now, such as why a metric was unavailable: part of the saved state.</summary>
    public RunNotes StepNotes { get; } = new();

    /// <summary>Remarks on the results as a whole, for their reader; each once.</summary>
    public virtual IReadOnlyCollection<string> Notes => [];

    /// <summary>The data that the run draws on: what must be the same where it goes on.</summary>
    protected virtual IEnumerable<Matrix> Data => [];

    /// <summary>A hash of the data, in hexadecimal digits.</summary>
    internal string HashOfData => _hash ??= Hash(Data);

    /// <summary>How far the last metrics can be trusted, where that is known.</summary>
    public IReadOnlyDictionary<string, MetricAccuracy> Accuracy => _accuracy;

    /// <summary>How a discriminator's sums over points were taken in the steps done, the one with the largest checked error; null where there was none.</summary>
    public virtual SummationReport? Summation => null;

    /// <summary>The metrics of the present state as <see cref="Measure"/> gives them, measured once for a step.</summary>
    public IReadOnlyList<double?> Row()
    {
        if (_row is not { } known || known.Step != Step) _row = known = (Step, Measure());
        return known.Row;
    }

    /// <summary>Measures the start, so that a metric that cannot be had, such as one with a broken model, is refused before anything is made or done. A
    /// start that diverges is a result, and left to the run.</summary>
    /// <returns>This run.</returns>
    internal ExperimentRun Tried()
    {
        try
        {
            Row();
        }
        catch (NumericalException)
        {
        }

        return this;
    }

    /// <summary>Does one step.</summary>
    /// <exception cref="NumericalException">The run diverges.</exception>
    public abstract void Advance();

    /// <summary>The metrics of the present state, null where unavailable.</summary>
    public abstract IReadOnlyList<double?> Measure();

    /// <summary>Draws the present state, if it can be drawn.</summary>
    /// <param name="path">The picture, a .png.</param>
    public abstract void Draw(string path);

    /// <summary>The present state as moving points with what drives them, for whoever draws it; null where the experiment has no such points.</summary>
    /// <exception cref="NumericalException">What drives them cannot be computed.</exception>
    public virtual FlowFrame? Frame() => null;

    /// <summary>Puts a moving point elsewhere, by hand: the run goes on from there.</summary>
    /// <param name="point">Which, from 0.</param>
    /// <param name="place">Its new coordinates, finite.</param>
    /// <exception cref="UsageException">There is no such point, or none that could be moved by hand.</exception>
    public virtual void Place(int point, IReadOnlyList<double> place) => throw new UsageException("This experiment has no points that could be moved by hand.");

    /// <summary>A copy of some points with one put elsewhere.</summary>
    /// <exception cref="UsageException">There is no such point, or the place does not fit it.</exception>
    private protected static Matrix Placed(Matrix points, int point, IReadOnlyList<double> place)
    {
        if (point < 0 || point >= points.Rows) throw new UsageException(FormattableString.Invariant($"There is no point {point}: points are counted from 0 to {points.Rows - 1}."));
        if (place.Count != points.Columns || !place.All(double.IsFinite)) throw new UsageException(FormattableString.Invariant($"A place has {points.Columns} finite coordinates."));
        var placed = points.Clone();
        for (var k = 0; k < place.Count; k++) placed[point, k] = place[k];
        return placed;
    }

    /// <summary>Forgets what was measured: the state of this step has changed.</summary>
    private protected void ForgetRow() => _row = null;

    /// <summary>Writes all that the next step depends on, beside the settings and the step.</summary>
    /// <param name="state">Where to.</param>
    public abstract void Save(StateWriter state);

    /// <summary>Takes up a state that <see cref="Save(StateWriter)"/> wrote.</summary>
    /// <param name="step">The steps done in that state.</param>
    /// <param name="state">Where from.</param>
    /// <exception cref="InvalidDataFormatException">The state does not fit the settings.</exception>
    public abstract void Restore(long step, StateReader state);

    /// <summary>All that the next step depends on, beside the settings and the step, by name.</summary>
    public IReadOnlyDictionary<string, Matrix> Save() => StateWriter.Of(Save);

    /// <summary>Takes up a state that <see cref="Save()"/> gave.</summary>
    /// <param name="step">The steps done in that state.</param>
    /// <param name="arrays">The state.</param>
    /// <exception cref="InvalidDataFormatException">The state does not fit the settings, or holds more than belongs to it.</exception>
    public void Restore(long step, IReadOnlyDictionary<string, Matrix> arrays)
    {
        ForgetRow();
        StateReader.Read(arrays, state => Restore(step, state));
    }

    /// <summary>The arrays that the run leaves behind for others to read, by name.</summary>
    public abstract IReadOnlyDictionary<string, Matrix> Results();

    /// <summary>Writes further files for people, such as pictures of the results, once at the end.</summary>
    /// <param name="folder">The run's folder.</param>
    public virtual void Export(string folder)
    {
    }

    /// <summary>The number of a metric, null where unavailable, with a remark on what its reader should know.</summary>
    protected double? Noted(MetricValue value)
    {
        _accuracy[value.Column] = new(value.Status, double.IsFinite(value.Error) ? value.Error : null);
        if (value.Note.Length > 0) StepNotes.Add($"{value.Column}: {value.Note}", Step);
        else if (value.Status == MetricStatus.StepLimit && value.Error > NotableShare * Math.Abs(value.Value))
            StepNotes.Add(FormattableString.Invariant($"{value.Column}: its iteration ended at its last step with a residual of {value.Error:G2}, {value.Error / Math.Abs(value.Value):P0} of the value: it can be farther than that from the limit."), Step);
        return value.Status == MetricStatus.Unavailable ? null : value.Value;
    }

    private static string Hash(IEnumerable<Matrix> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var matrix in data)
        {
            hash.AppendData(MemoryMarshal.AsBytes<int>([matrix.Rows, matrix.Columns]));
            for (var i = 0; i < matrix.Rows; i++) hash.AppendData(MemoryMarshal.AsBytes<double>(matrix.Row(i)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
