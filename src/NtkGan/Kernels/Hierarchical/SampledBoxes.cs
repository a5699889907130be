using NtkGan.Numerics;

namespace NtkGan.Kernels.Hierarchical;

/// <summary>Some boxes of targets, drawn at random from the smallest, with all that they are parts of: from what they take, what all take is told.</summary>
internal sealed class SampledBoxes
{
    // Enough to tell half from twice.
    private const int Count = 24;

    private readonly Box[] _drawn;
    private readonly int[] _parts;
    private readonly int _smallest;
    private readonly HashSet<Box> _boxes = [];

    public SampledBoxes(BoxTree tree, Interactions interactions)
    {
        Box[] smallest = [.. interactions.Levels.SelectMany(level => level).Where(box => interactions.IsSmallest(box) && box.Targets.Count > 0)];
        (_parts, _smallest) = (new int[tree.Boxes.Count], smallest.Length);
        foreach (var part in smallest)
            for (var box = part; box is not null; box = box.Parent) _parts[box.Index]++;
        var random = CounterRandom.For(0, "sampled boxes");
        _drawn = [.. Enumerable.Range(0, Count).Select(_ => smallest[random.NextIndex(smallest.Length)])];
        foreach (var part in _drawn)
            for (var box = part; box is not null; box = box.Parent) _boxes.Add(box);
    }

    /// <summary>Whether a box is among them.</summary>
    public bool Contains(Box box) => _boxes.Contains(box);

    /// <summary>About the pairs of all boxes, from those that the sampled ones took. A box of several smallest ones is as many times likelier to come.</summary>
    public double Total(HierarchicalState state)
    {
        var total = 0.0;
        foreach (var part in _drawn)
            for (var box = part; box is not null; box = box.Parent) total += (double)state.PairsOf(box) / _parts[box.Index] * _smallest / Count;
        return total;
    }
}
