namespace NtkGan.Kernels.Hierarchical;

/// <summary>A cube of the tree: its points are ranges of the two sets in the tree's order, those of the second set padded to whole lanes.</summary>
internal sealed class Box(Box? parent, int half, double[] centre, double radius, int level)
{
    /// <summary>Where the box is listed.</summary>
    public int Index { get; set; }

    /// <summary>The box that it is a half of in every coordinate; null of the root.</summary>
    public Box? Parent { get; } = parent;

    /// <summary>Which half: bit c is set for the upper half of coordinate c.</summary>
    public int Half { get; } = half;

    /// <summary>The middle.</summary>
    public double[] Centre { get; } = centre;

    /// <summary>Half the width.</summary>
    public double Radius { get; } = radius;

    /// <summary>0 of the root.</summary>
    public int Level { get; } = level;

    /// <summary>The boxes within that have points; none of the smallest.</summary>
    public List<Box> Children { get; } = [];

    /// <summary>First point of the first set and number of points.</summary>
    public (int Start, int Count) Targets { get; set; }

    /// <summary>First point of the second set and number of points, without padding.</summary>
    public (int Start, int Count) Sources { get; set; }

    /// <summary>Behind the last point of the second set, padding included.</summary>
    public int SourceEnd { get; set; }

    /// <summary>A place in units of what nodes reach.</summary>
    public void Within(ReadOnlySpan<double> place, Span<double> point)
    {
        for (var c = 0; c < point.Length; c++) point[c] = (place[c] - Centre[c]) / (NodeSet.Reach * Radius);
    }

    /// <summary>The distance between the two boxes.</summary>
    public double GapTo(Box other)
    {
        var square = 0.0;
        for (var c = 0; c < Centre.Length; c++)
        {
            var gap = Math.Max(0, Math.Abs(Centre[c] - other.Centre[c]) - Radius - other.Radius);
            square += gap * gap;
        }

        return Math.Sqrt(square);
    }

    /// <summary>Whether a box in which interpolation is as good as in this one lies beside it: their gap is at least the wider one's width.</summary>
    public bool IsApart(Box other)
    {
        const double rounding = 1e-9;
        var gap = 0.0;
        for (var c = 0; c < Centre.Length; c++) gap = Math.Max(gap, Math.Abs(Centre[c] - other.Centre[c]));
        return gap - Radius - other.Radius >= (2 - rounding) * Math.Max(Radius, other.Radius);
    }
}
