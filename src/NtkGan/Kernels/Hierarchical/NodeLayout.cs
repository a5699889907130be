using NtkGan.Numerics;

namespace NtkGan.Kernels.Hierarchical;

/// <summary>Points and nodes as rows of two sets that one evaluator of the kernel pairs: the targets in the tree's order above the nodes of boxes with many of
/// them, and the same for the sources.</summary>
internal sealed class NodeLayout
{
    private readonly int[] _targetNodes, _sourceNodes;

    public NodeLayout(BoxTree tree, Interactions interactions, NodeSet nodes, PointFrame frame, Matrix x, Matrix y)
    {
        (_targetNodes, _sourceNodes) = (new int[tree.Boxes.Count], new int[tree.Boxes.Count]);
        Array.Fill(_targetNodes, -1);
        Array.Fill(_sourceNodes, -1);
        var (targets, sources) = (tree.TargetOrder.Length, tree.SourceOrder.Length);
        foreach (var box in interactions.Levels.SelectMany(level => level))
        {
            if (box.Targets.Count > nodes.Count) (_targetNodes[box.Index], targets) = (targets, checked(targets + nodes.Count));
            if (box.Sources.Count > nodes.Count) (_sourceNodes[box.Index], sources) = (sources, checked(sources + PointSet.Padded(nodes.Count)));
        }

        (Targets, Sources) = (new(targets, x.Columns), new(sources, x.Columns));
        for (var i = 0; i < tree.TargetOrder.Length; i++) x.Row(tree.TargetOrder[i]).CopyTo(Targets.Row(i));
        for (var (i, last) = (0, 0); i < tree.SourceOrder.Length; i++)
        {
            if (tree.SourceOrder[i] >= 0) last = tree.SourceOrder[i];
            y.Row(last).CopyTo(Sources.Row(i));
        }

        var place = new double[nodes.Dimension];
        foreach (var box in interactions.Levels.SelectMany(level => level))
        {
            Write(box, _targetNodes[box.Index], nodes.Count, Targets);
            Write(box, _sourceNodes[box.Index], PointSet.Padded(nodes.Count), Sources);
        }

        void Write(Box box, int start, int count, Matrix rows)
        {
            if (start < 0) return;
            for (var b = 0; b < count; b++)
            {
                for (var c = 0; c < place.Length; c++) place[c] = box.Centre[c] + NodeSet.Reach * box.Radius * nodes.Nodes[Math.Min(b, nodes.Count - 1), c];
                frame.Place(place, rows.Row(start + b));
            }
        }
    }

    /// <summary>The targets in order, then nodes.</summary>
    public Matrix Targets { get; }

    /// <summary>The sources in order, padded to whole lanes box by box, then nodes, padded likewise.</summary>
    public Matrix Sources { get; }

    /// <summary>Whether nodes stand for the targets of a box.</summary>
    public bool HasTargetNodes(Box box) => _targetNodes[box.Index] >= 0;

    /// <summary>Whether nodes stand for the sources of a box.</summary>
    public bool HasSourceNodes(Box box) => _sourceNodes[box.Index] >= 0;

    /// <summary>The rows that stand for the targets of a box: points, or the first of its nodes.</summary>
    public (int Start, int Count) StandingTargets(Box box, NodeSet nodes) => HasTargetNodes(box) ? (_targetNodes[box.Index], nodes.Count) : box.Targets;

    /// <summary>The rows that stand for the sources of a box: points, or the first of its nodes.</summary>
    public (int Start, int End) StandingSources(Box box, NodeSet nodes) =>
        HasSourceNodes(box) ? (_sourceNodes[box.Index], _sourceNodes[box.Index] + nodes.Count) : (box.Sources.Start, box.SourceEnd);
}
