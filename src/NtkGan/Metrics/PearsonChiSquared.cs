using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>The chi^2 of LSGAN and GA-NTK between histograms (<c>chi2</c>): sum (p - q)^2/(p + q) over cells with p + q above 0, also called triangular
/// discrimination: Pearson's chi^2 of p + q against 2 q, symmetric, not the sum (p - q)^2/q of a test. 0 for equal histograms, 2 for
/// disjoint ones. What GA-NTK's squared norm descends where the discriminator is optimal (derived). For points on a line or in the plane. The histograms
/// of few points in many cells are disjoint: take about as many cells in all as points.</summary>
/// <param name="Bins">Cells along a coordinate, at least 1.</param>
/// <param name="Lower">The least coordinate of the box of cells; that of the points if left out. Points outside count in the cells at the rim, and are
/// told; where all of a set lie outside there is no value.</param>
/// <param name="Upper">The largest coordinate of the box of cells; that of the points if left out.</param>
public sealed record PearsonChiSquared(int Bins = 256, double? Lower = null, double? Upper = null) : Metric
{
    /// <summary>Cells along a coordinate.</summary>
    public int Bins { get; init => field = Require.AtLeast(1, value, nameof(Bins)); } = Require.AtLeast(1, Bins);

    /// <summary>The least coordinate of the box, or null.</summary>
    public double? Lower { get; } = Finite(Lower, nameof(Lower));

    /// <summary>The largest coordinate of the box, or null.</summary>
    public double? Upper { get; } = Ordered(Lower, Finite(Upper, nameof(Upper)));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["chi2"];

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        var (x, y) = (input.Generated, input.Target);
        if (x.Columns > 2) return [MetricValue.Unavailable("chi2", "Histograms of points of more than two coordinates are empty almost everywhere; chi2 needs points on a line or in the plane.")];
        var (outsideX, outsideY) = (Outside(x), Outside(y));
        if (outsideX == x.Rows || outsideY == y.Rows)
            return [MetricValue.Unavailable("chi2", $"No {(outsideX == x.Rows ? "generated" : "target")} point lies between lower and upper, so histograms there say nothing: move them, or leave them out.")];
        var note = outsideX + outsideY == 0 ? "" : $"{outsideX} of {x.Rows} generated and {outsideY} of {y.Rows} target points lie outside lower and upper, and count in the cells at the rim.";
        var ranges = Enumerable.Range(0, x.Columns).Select(c => Range(x, y, c)).ToArray();
        var shares = new Dictionary<(int, int), (double P, double Q)>();
        for (var i = 0; i < x.Rows; i++) shares[Cell(x.Row(i), ranges)] = (Share(x.Row(i)).P + 1.0 / x.Rows, Share(x.Row(i)).Q);
        for (var i = 0; i < y.Rows; i++) shares[Cell(y.Row(i), ranges)] = (Share(y.Row(i)).P, Share(y.Row(i)).Q + 1.0 / y.Rows);
        var sum = 0.0;
        foreach (var (_, (p, q)) in shares.OrderBy(cell => cell.Key)) sum += (p - q) * (p - q) / (p + q);
        return [new("chi2", sum, MetricStatus.Exact, (x.Rows + y.Rows) * Math.ScaleB(1, -52), note)];

        (double P, double Q) Share(ReadOnlySpan<double> point) => shares.GetValueOrDefault(Cell(point, ranges));
    }

    // Points with a coordinate outside the box.
    private int Outside(Matrix points)
    {
        var outside = 0;
        for (var i = 0; i < points.Rows; i++)
        {
            var isInside = true;
            foreach (var value in points.Row(i)) isInside &= !(value < Lower) && !(value > Upper);
            if (!isInside) outside++;
        }

        return outside;
    }

    private static double? Finite(double? value, string name) => value is { } number ? Require.Finite(number, name) : null;

    private static double? Ordered(double? lower, double? upper) => lower is { } least && upper is { } most && !(least < most)
        ? throw new UsageException(FormattableString.Invariant($"upper must be above lower, {least:R}, not {most:R}.")) : upper;

    private (double From, double Span) Range(Matrix x, Matrix y, int column)
    {
        var (least, largest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var points in new[] { x, y })
            for (var i = 0; i < points.Rows; i++) (least, largest) = (Math.Min(least, points[i, column]), Math.Max(largest, points[i, column]));
        (least, largest) = (Lower ?? least, Upper ?? largest);
        return double.IsFinite(largest - least) ? (least, largest - least)
            : throw new NumericalException("The range of a histogram overflows on these points; divide the data by a constant first.");
    }

    private (int, int) Cell(ReadOnlySpan<double> point, (double From, double Span)[] ranges)
    {
        int Along(double value, (double From, double Span) range) =>
            range.Span > 0 ? (int)Math.Clamp(Math.Floor((value - range.From) / range.Span * Bins), 0, Bins - 1) : 0;
        return (Along(point[0], ranges[0]), point.Length > 1 ? Along(point[1], ranges[1]) : 0);
    }
}
