using NtkGan.Numerics;

namespace NtkGan.Kernels.Hierarchical;

/// <summary>The numbers of one sum: coefficients and fields at points and nodes.</summary>
internal sealed class HierarchicalState
{
    private const int CrowdedBoxes = 12;

    private readonly long[] _pairs, _met, _refused;

    public HierarchicalState(NodeLayout layout, BoxTree tree, double[] coefficients, bool withGradients)
    {
        (Weights, Values, Masses) = (new double[layout.Sources.Rows], new double[layout.Targets.Rows], new double[tree.Boxes.Count]);
        (_pairs, _met, _refused) = (new long[tree.Boxes.Count], new long[tree.Boxes.Count], new long[tree.Boxes.Count]);
        Gradients = withGradients ? new(layout.Targets.Rows, layout.Targets.Columns) : null;
        for (var j = 0; j < tree.SourceOrder.Length; j++)
            if (tree.SourceOrder[j] >= 0) Weights[j] = coefficients[tree.SourceOrder[j]];
        for (var b = tree.Boxes.Count - 1; b >= 0; b--)
        {
            var box = tree.Boxes[b];
            if (box.Children.Count == 0)
                for (var j = box.Sources.Start; j < box.SourceEnd; j++) Masses[b] += Math.Abs(Weights[j]);
            if (box.Parent is not null) Masses[box.Parent.Index] += Masses[b];
        }
    }

    private HierarchicalState(HierarchicalState other)
    {
        (Weights, Masses, Allowed, AllowedSlope) = (other.Weights, other.Masses, other.Allowed, other.AllowedSlope);
        (Values, Gradients) = (new double[other.Values.Length], other.Gradients is { } gradients ? new(gradients.Rows, gradients.Columns) : null);
        (_pairs, _met, _refused) = (new long[other._pairs.Length], new long[other._met.Length], new long[other._refused.Length]);
    }

    /// <summary>The same coefficients, also those at nodes, before any sum.</summary>
    public HierarchicalState Again() => new(this);

    /// <summary>The coefficients of the rows of the second set.</summary>
    public double[] Weights { get; }

    /// <summary>f at the rows of the first set.</summary>
    public double[] Values { get; }

    /// <summary>Its gradients there; null where they are not asked for.</summary>
    public Matrix? Gradients { get; }

    /// <summary>sum |c_j| over the sources of each box.</summary>
    public double[] Masses { get; }

    /// <summary>What a pair of boxes may err by, in values.</summary>
    public double Allowed { get; init; }

    /// <summary>The same in gradients.</summary>
    public double AllowedSlope { get; init; }

    /// <summary>Pairs of points and nodes so far.</summary>
    public long Pairs => _pairs.Sum();

    /// <summary>Those of one box of targets, without those of its parts.</summary>
    public long PairsOf(Box targets) => _pairs[targets.Index];

    /// <summary>Pairs of boxes that met through nodes so far.</summary>
    public long Met => _met.Sum();

    /// <summary>A target of each of the smallest boxes to which the most pairs of boxes came.</summary>
    public int[] Crowded(BoxTree tree, Interactions interactions)
    {
        var met = (long[])_met.Clone();
        foreach (var box in tree.Boxes)
            if (box.Parent is not null) met[box.Index] += met[box.Parent.Index];
        return [.. interactions.Levels.SelectMany(level => level).Where(box => box.Targets.Count > 0 && interactions.IsSmallest(box)).OrderByDescending(box => met[box.Index]).ThenBy(box => box.Index)
            .Take(CrowdedBoxes).Select(box => tree.TargetOrder[box.Targets.Start])];
    }

    /// <summary>Pairs of boxes that were not smooth so far.</summary>
    public long Refused => _refused.Sum();

    /// <summary>Adds what a thread has counted of a box of targets, and lets it begin anew.</summary>
    public void Count(Box targets, ref long pairs, ref long met, ref long refused)
    {
        _pairs[targets.Index] += pairs;
        _met[targets.Index] += met;
        _refused[targets.Index] += refused;
        (pairs, met, refused) = (0, 0, 0);
    }

    /// <summary>What was counted of some boxes of targets.</summary>
    public double[] CountsOf(IEnumerable<Box> boxes) => [.. boxes.SelectMany(box => new double[] { _pairs[box.Index], _met[box.Index], _refused[box.Index] })];

    /// <summary>Takes what was counted of them elsewhere.</summary>
    public void SetCounts(IEnumerable<Box> boxes, double[] counts)
    {
        var place = 0;
        foreach (var box in boxes) (_pairs[box.Index], _met[box.Index], _refused[box.Index]) = ((long)counts[place++], (long)counts[place++], (long)counts[place++]);
    }
}
