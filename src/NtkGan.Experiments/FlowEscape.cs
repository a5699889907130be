using NtkGan.Metrics;
using NtkGan.Numerics;

namespace NtkGan.Experiments;

/// <summary>Tells a flow that flies away from its targets from one that reaches them: its points lie ten times further out than anything did at the
/// start, in the root mean square about the mean target, and a distance to the targets has grown a thousandfold. Either alone may be nothing: a distance
/// that began near 0 grows by any factor, and a step too wide may come back. From a million times as far out none does.</summary>
internal sealed class FlowEscape
{
    private const double Farther = 100, Grown = 1000, Lost = 1e12;

    private readonly double[] _centre;
    private readonly double _spread;

    /// <summary>Takes the measure of the start.</summary>
    /// <param name="points">The generated points at the start.</param>
    /// <param name="targets">The targets.</param>
    public FlowEscape(Matrix points, Matrix targets)
    {
        _centre = new double[targets.Columns];
        for (var i = 0; i < targets.Rows; i++) DotProduct.Add(1.0 / targets.Rows, targets.Row(i), _centre);
        _spread = Math.Max(Spread(points), Spread(targets));
    }

    /// <summary>The distances at the start, one for each column of a metric that is one; null until they are known.</summary>
    public double[]? Start { get; set; }

    /// <summary>One sentence if the flow has flown away, or null.</summary>
    /// <param name="points">The generated points.</param>
    /// <param name="distances">Their distances, in the order of <see cref="Start"/>.</param>
    public string? Of(Matrix points, IReadOnlyList<MetricValue> distances)
    {
        var factor = Spread(points) / _spread;
        if (!(factor > Farther)) return null;
        for (var k = 0; k < distances.Count && k < Start?.Length; k++)
        {
            if (distances[k].Value >= Grown * Start[k])
                return FormattableString.Invariant($"{distances[k].Column} has grown from {Start[k]:G3} to {distances[k].Value:G3}: the points fly away from the targets; reduce the step size.");
        }

        return distances.All(distance => distance.Status == MetricStatus.Unavailable) && factor > Grown
            ? FormattableString.Invariant($"The points lie {Math.Sqrt(factor):G3} times as far out as anything did at the start: they fly away from the targets; reduce the step size.") : null;
    }

    /// <summary>One sentence if the points have flown so far that further steps are in vain, or null.</summary>
    /// <param name="points">The generated points.</param>
    public string? LostAt(Matrix points) => Spread(points) / _spread is > Lost and var factor
        ? FormattableString.Invariant($"The points lie {Math.Sqrt(factor):G3} times as far out as anything did at the start, from where none comes back: reduce the step size, tenfold to begin with.") : null;

    private double Spread(Matrix points)
    {
        var sum = 0.0;
        for (var i = 0; i < points.Rows; i++)
            for (var k = 0; k < points.Columns; k++) sum += (points[i, k] - _centre[k]) * (points[i, k] - _centre[k]);
        return sum / points.Rows;
    }
}
