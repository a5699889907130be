using NtkGan.Numerics;

namespace NtkGan.Kernels.Hierarchical;

/// <summary>Cubes within cubes around two sets of points, each halved in every coordinate while it holds many. It depends on the points alone, not on threads.</summary>
internal sealed class BoxTree
{
    // Equal points never part, and nodes of smaller boxes would be equal points.
    private const int DeepestLevel = 36;

    private readonly Matrix _x, _y;
    private readonly int[] _targets, _sources, _sorted;
    private readonly byte[] _halves;
    private readonly int _capacity;
    private int _padding;

    /// <summary>Makes the tree.</summary>
    /// <param name="x">Coordinates of the first set, n x m.</param>
    /// <param name="y">Coordinates of the second set, n x m.</param>
    /// <param name="capacity">Points of both sets that a smallest box may hold.</param>
    public BoxTree(Matrix x, Matrix y, int capacity)
    {
        (_x, _y, _capacity) = (x, y, capacity);
        (_targets, _sources) = ([.. Enumerable.Range(0, x.Rows)], [.. Enumerable.Range(0, y.Rows)]);
        (_sorted, _halves) = (new int[Math.Max(x.Rows, y.Rows)], new byte[Math.Max(x.Rows, y.Rows)]);
        var (centre, radius) = Around();
        Split(new(null, 0, centre, radius, 0) { Targets = (0, x.Rows), Sources = (0, y.Rows) });
        (TargetOrder, SourceOrder) = (_targets, Padded());
        Levels = [.. Boxes.GroupBy(box => box.Level).Select(group => group.ToArray())];
    }

    /// <summary>All boxes with points, each behind its parent.</summary>
    public List<Box> Boxes { get; } = [];

    /// <summary>The boxes of each level, the root first.</summary>
    public IReadOnlyList<Box[]> Levels { get; }

    /// <summary>Which point of the first set stands at a place of the order.</summary>
    public int[] TargetOrder { get; }

    /// <summary>Which point of the second set stands at a place of the order; -1 for padding.</summary>
    public int[] SourceOrder { get; }

    private (double[] Centre, double Radius) Around()
    {
        var (centre, radius) = (new double[_x.Columns], 0.0);
        for (var c = 0; c < centre.Length; c++)
        {
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var set in (Matrix[])[_x, _y])
                for (var i = 0; i < set.Rows; i++) (low, high) = (Math.Min(low, set[i, c]), Math.Max(high, set[i, c]));
            centre[c] = low / 2 + high / 2;
            radius = Math.Max(radius, high / 2 - low / 2);
        }

        // A little wider, so that rounding leaves no point outside.
        return (centre, radius > 0 ? radius * (1 + 1e-10) : 1);
    }

    private void Split(Box box)
    {
        box.Index = Boxes.Count;
        Boxes.Add(box);
        if (box.Targets.Count + box.Sources.Count <= _capacity || box.Level == DeepestLevel) return;
        Workers.ThrowIfCancelled();
        var (targets, sources) = (Sort(_x, _targets, box.Targets, box), Sort(_y, _sources, box.Sources, box));
        for (var half = 0; half < 1 << box.Centre.Length; half++)
        {
            if (targets[half].Count + sources[half].Count == 0) continue;
            var centre = new double[box.Centre.Length];
            for (var c = 0; c < centre.Length; c++) centre[c] = box.Centre[c] + ((half >> c & 1) == 0 ? -.5 : .5) * box.Radius;
            var child = new Box(box, half, centre, box.Radius / 2, box.Level + 1) { Targets = targets[half], Sources = sources[half] };
            box.Children.Add(child);
            Split(child);
        }
    }

    // Points of one half keep their order.
    private (int Start, int Count)[] Sort(Matrix points, int[] order, (int Start, int Count) range, Box box)
    {
        var ranges = new (int Start, int Count)[1 << box.Centre.Length];
        for (var i = 0; i < range.Count; i++)
        {
            var half = 0;
            var point = points.Row(order[range.Start + i]);
            for (var c = 0; c < point.Length; c++)
                if (point[c] >= box.Centre[c]) half |= 1 << c;
            _halves[i] = (byte)half;
            ranges[half].Count++;
        }

        for (var (half, start) = (0, range.Start); half < ranges.Length; start += ranges[half++].Count) ranges[half].Start = start;
        Span<int> next = stackalloc int[ranges.Length];
        for (var half = 0; half < ranges.Length; half++) next[half] = ranges[half].Start - range.Start;
        for (var i = 0; i < range.Count; i++) _sorted[next[_halves[i]]++] = order[range.Start + i];
        _sorted.AsSpan(0, range.Count).CopyTo(order.AsSpan(range.Start));
        return ranges;
    }

    // Smallest boxes begin at whole lanes; the larger ones are made of them.
    private int[] Padded()
    {
        foreach (var box in Boxes)
            if (box.Children.Count == 0) _padding += PointSet.Padded(box.Sources.Count) - box.Sources.Count;
        var (result, place) = (new int[_sources.Length + _padding], 0);
        Array.Fill(result, -1);
        foreach (var box in Boxes)
        {
            if (box.Children.Count > 0) continue;
            _sources.AsSpan(box.Sources.Start, box.Sources.Count).CopyTo(result.AsSpan(place));
            box.Sources = (place, box.Sources.Count);
            box.SourceEnd = place += PointSet.Padded(box.Sources.Count);
        }

        for (var b = Boxes.Count - 1; b >= 0; b--)
        {
            var box = Boxes[b];
            if (box.Children.Count > 0) (box.Sources, box.SourceEnd) = ((box.Children[0].Sources.Start, box.Sources.Count), box.Children[^1].SourceEnd);
        }

        return result;
    }
}
