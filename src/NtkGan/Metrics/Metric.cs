namespace NtkGan.Metrics;

/// <summary>A measure of how far generated points are from target points. Both sets carry uniform weights. The result is the same for any
/// number of threads, to the last bit, and for any order of the points, up to rounding.</summary>
[Family("metric")]
public abstract record Metric
{
    /// <summary>The names of the numbers that <see cref="Measure"/> returns, in its order: columns of <c>metrics.csv</c>.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>True if it is 0 between equal sets, above 0 between others and symmetric; false for a score of another kind.</summary>
    public virtual bool IsDistance => true;

    /// <summary>Measures.</summary>
    /// <returns>One value for each of <see cref="Columns"/>; what cannot be had is <see cref="MetricStatus.Unavailable"/> and says why.</returns>
    /// <exception cref="InvalidDataFormatException">A set is empty, dimensions differ, or an entry is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The coordinates are so large that the result overflows.</exception>
    public IReadOnlyList<MetricValue> Measure(MetricInput input)
    {
        input.Check();
        var values = Evaluate(input);
        foreach (var value in values)
        {
            if (value.Status != MetricStatus.Unavailable && !double.IsFinite(value.Value))
                throw new NumericalException($"The metric '{value.Column}' overflows on these points; divide the data by a constant first.");
        }

        return values;
    }

    /// <summary>The metric itself, on checked input.</summary>
    protected abstract IReadOnlyList<MetricValue> Evaluate(MetricInput input);
}
