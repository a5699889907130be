using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>The box that the samples stay in.</summary>
/// <param name="Lower">The least value of each coordinate; one value holds for all of them; none means no bound below.</param>
/// <param name="Upper">The largest value of each coordinate; one value holds for all of them; none means no bound above.</param>
public sealed record Bounds(ValueList<double>? Lower = null, ValueList<double>? Upper = null)
{
    /// <summary>0 to 1 in every coordinate.</summary>
    public static Bounds Unit { get; } = new([0.0], [1.0]);

    /// <summary>The least values.</summary>
    /// <exception cref="UsageException">A list is empty, a bound is NaN, a lower one infinitely high or an upper one infinitely low, or a lower one above the upper one.</exception>
    public ValueList<double>? Lower { get; } = Checked(Lower, Upper);

    /// <summary>The largest values.</summary>
    public ValueList<double>? Upper { get; } = Upper;

    /// <summary>The least value of a coordinate, or -infinity.</summary>
    public double Least(int coordinate) => Lower is null ? double.NegativeInfinity : Lower[Lower.Count == 1 ? 0 : coordinate];

    /// <summary>The largest value of a coordinate, or infinity.</summary>
    public double Largest(int coordinate) => Upper is null ? double.PositiveInfinity : Upper[Upper.Count == 1 ? 0 : coordinate];

    /// <summary>Moves every coordinate outside of the box to its nearest bound, in place.</summary>
    /// <exception cref="UsageException">The lists of bounds do not fit the dimension.</exception>
    public void Clip(Matrix points)
    {
        CheckDimension(points.Columns);
        for (var c = 0; c < points.Columns; c++)
        {
            var (least, largest) = (Least(c), Largest(c));
            for (var i = 0; i < points.Rows; i++) points[i, c] = Math.Min(Math.Max(points[i, c], least), largest);
        }
    }

    /// <summary>The gradient without what points out of the box at a bound: 0 everywhere exactly at a stationary point.</summary>
    /// <exception cref="UsageException">The lists of bounds do not fit the dimension.</exception>
    public Matrix Projected(Matrix points, Matrix gradient)
    {
        CheckDimension(points.Columns);
        var result = gradient.Clone();
        for (var c = 0; c < points.Columns; c++)
        {
            var (least, largest) = (Least(c), Largest(c));
            for (var i = 0; i < points.Rows; i++)
                if ((points[i, c] <= least && result[i, c] > 0) || (points[i, c] >= largest && result[i, c] < 0)) result[i, c] = 0;
        }

        return result;
    }

    /// <summary>How many rows lie outside of the box.</summary>
    /// <exception cref="UsageException">The lists of bounds do not fit the dimension.</exception>
    public int Outside(Matrix points)
    {
        CheckDimension(points.Columns);
        return Enumerable.Range(0, points.Rows).Count(i => Enumerable.Range(0, points.Columns).Any(c => points[i, c] < Least(c) || points[i, c] > Largest(c)));
    }

    /// <summary>Refuses a dimension that the lists do not fit.</summary>
    /// <exception cref="UsageException">They do not.</exception>
    internal void CheckDimension(int dimension)
    {
        foreach (var list in new[] { Lower, Upper })
            if (list is not null && list.Count != 1 && list.Count != dimension)
                throw new UsageException($"{list.Count} bounds do not fit points of {dimension} coordinates: give one for all, or {dimension}.");
    }

    private static ValueList<double>? Checked(ValueList<double>? lower, ValueList<double>? upper)
    {
        if (lower is { Count: 0 } || upper is { Count: 0 }) throw new UsageException("A list of bounds is empty: give one bound for all coordinates, one for each, or none.");
        if (lower is not null && lower.Any(bound => double.IsNaN(bound) || double.IsPositiveInfinity(bound))) throw new UsageException("A lower bound must be a number, or minus infinity for none.");
        if (upper is not null && upper.Any(bound => double.IsNaN(bound) || double.IsNegativeInfinity(bound))) throw new UsageException("An upper bound must be a number, or infinity for none.");
        if (lower is null || upper is null) return lower;
        for (var c = 0; c < Math.Max(lower.Count, upper.Count); c++)
        {
            var (least, largest) = (lower[Math.Min(c, lower.Count - 1)], upper[Math.Min(c, upper.Count - 1)]);
            if (!(least <= largest)) throw new UsageException(FormattableString.Invariant($"The bounds of coordinate {c} are empty: {least} is not below {largest}."));
        }

        return lower;
    }
}
