using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>A measure of how far generated points are from target points. Both sets carry uniform weights. The result is the same for any
/// number of threads, to the last bit, and for any order of the points, up to rounding.</summary>
[Family("metric")]
public abstract record Metric
{
    /// <summary>The names of the numbers that <see cref="Measure"/> returns, in its order: columns of <c>metrics.csv</c>.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>True if it compares the two sets symmetrically, is 0 between equal ones and at least 0 between others (to rounding, and for the Sinkhorn
    /// divergence to its error); what it compares may be less than all of them, as the two moments of the Frechet distance. False for a score of
    /// another kind.</summary>
    public virtual bool IsDistance => true;

    /// <summary>How many <see cref="MetricInput.Labelled"/> rows it would like to have; it makes do with fewer.</summary>
    public virtual int LabelledRows => 0;

    /// <summary>Measures.</summary>
    /// <param name="input">The two sets, and what else there is.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>One value for each of <see cref="Columns"/>; what cannot be had, because something is
    /// missing or overflows, is <see cref="MetricStatus.Unavailable"/> and says why.</returns>
    /// <exception cref="InvalidDataFormatException">A set is empty, dimensions differ, or an entry is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public IReadOnlyList<MetricValue> Measure(MetricInput input, CancellationToken cancellation = default)
    {
        using var ended = Workers.EndBy(cancellation);
        input.Check();
        if (SmallNumbers.AreAll(input.Generated, input.Target) && SmallNumbers.AreAll(input.Target.Values))
            return [.. Columns.Select(column => MetricValue.Unavailable(column, SmallNumbers.NoteOn("points")))];
        try
        {
            return [.. Evaluate(input).Select(value => value.Status == MetricStatus.Unavailable || double.IsFinite(value.Value) ? value
                : MetricValue.Unavailable(value.Column, $"The metric '{value.Column}' overflows on these points; divide the data by a constant first."))];
        }
        catch (NumericalException failure)
        {
            return [.. Columns.Select(column => MetricValue.Unavailable(column, failure.Message))];
        }
    }

    /// <summary>The metric itself, on checked input. A <see cref="NumericalException"/> makes all its columns unavailable.</summary>
    protected abstract IReadOnlyList<MetricValue> Evaluate(MetricInput input);
}
