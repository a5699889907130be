namespace NtkGan.Plots;

/// <summary>A range of an axis or of a colour bar, in data units.</summary>
/// <param name="From">The lower end.</param>
/// <param name="To">The upper end, above the lower one.</param>
public readonly record struct AxisRange(double From, double To)
{
    /// <summary>To - From.</summary>
    public double Span => To - From;

    /// <summary>(From + To) / 2, without overflow.</summary>
    public double Middle => From / 2 + To / 2;

    /// <summary>The range of some values, widened at both ends. NaN is passed over; no value at all gives [-1, 1]; values that are all
    /// equal to v give v -+ max(|v| / 10, 1e-300), and zeros alone [-1, 1].</summary>
    /// <param name="values">Finite values, or NaN for a missing one.</param>
    /// <param name="margin">Share of the span added at each end.</param>
    /// <exception cref="NumericalException">The values reach so far that no axis can hold them.</exception>
    public static AxisRange Around(ReadOnlySpan<double> values, double margin = 0.05)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var value in values)
        {
            if (double.IsNaN(value)) continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return low > high ? new(-1, 1) : new AxisRange(low, high).Widened(margin);
    }

    /// <summary>This range with a share of its span added at each end; an empty or hopelessly narrow one is opened as in <see cref="Around"/>.</summary>
    /// <param name="margin">Share of the span added at each end, at least 0.</param>
    /// <exception cref="NumericalException">An end is, or would become, infinite.</exception>
    public AxisRange Widened(double margin)
    {
        var size = Math.Max(Math.Abs(From), Math.Abs(To));
        var added = Span > 1e-9 * size ? margin * Span : size > 0 ? Math.Max(size / 10, 1e-300) : 1;
        var wide = new AxisRange(From - added, To + added);
        return double.IsFinite(wide.Span)
            ? wide
            : throw new NumericalException(FormattableString.Invariant($"An axis from {From:G3} to {To:G3} cannot be drawn; look for values that have diverged."));
    }

    /// <summary>The range with the same middle and another span.</summary>
    public AxisRange WithSpan(double span) => new(Middle - span / 2, Middle + span / 2);

    /// <summary>The centres of equal cells that tile the range, in increasing order.</summary>
    /// <param name="cells">Number of cells, at least 1.</param>
    public double[] Centres(int cells)
    {
        var (from, step) = (From, Span / cells);
        return [.. Enumerable.Range(0, cells).Select(i => from + (i + 0.5) * step)];
    }
}
