using NtkGan.Numerics;

namespace NtkGan.Kernels.Hierarchical;

/// <summary>What became of two boxes that lie apart.</summary>
internal enum FarVerdict
{
    /// <summary>Their points have met through nodes.</summary>
    Done,

    /// <summary>The field is not smooth enough on the box of the targets.</summary>
    TargetTooLarge,

    /// <summary>The kernel is not smooth enough on the box of the sources.</summary>
    SourceTooLarge,
}

/// <summary>What is done with pairs of boxes; one object a thread.</summary>
internal interface IPairWork
{
    /// <summary>All points of one box meet all of the other.</summary>
    void Near(Box targets, Box sources);

    /// <summary>They meet through nodes, if these are good enough.</summary>
    FarVerdict Far(Box targets, Box sources);

    /// <summary>All that reaches the whole box has come.</summary>
    void Finish(Box targets);
}

/// <summary>Which boxes meet which, and how: those apart through nodes, others by their parts, the smallest directly. Each target box works alone once its
/// parent is through, and sees its sources in one order, so that sums do not depend on threads.</summary>
internal sealed class Interactions
{
    private readonly BoxTree _tree;
    private readonly NodeSet _nodes;
    private readonly int _capacity;

    /// <summary>Says when boxes are split.</summary>
    /// <param name="tree">The boxes.</param>
    /// <param name="nodes">The nodes of a box.</param>
    /// <param name="capacity">Points of both sets up to which a box is not split.</param>
    public Interactions(BoxTree tree, NodeSet nodes, int capacity)
    {
        (_tree, _nodes, _capacity) = (tree, nodes, capacity);
        Levels = [.. tree.Levels.Select(level => level.Where(box => box.Parent is null || !IsSmallest(box.Parent)).ToArray()).TakeWhile(level => level.Length > 0)];
    }

    /// <summary>The boxes in use, level by level.</summary>
    public IReadOnlyList<Box[]> Levels { get; }

    /// <summary>Whether a box is not split.</summary>
    public bool IsSmallest(Box box) => box.Children.Count == 0 || box.Targets.Count + box.Sources.Count <= _capacity;

    /// <summary>The nodes of two boxes apart, which are the first of all nodes, that are enough if the kernel is singular where points meet and nowhere else.</summary>
    public NodeSet NodesFor(Box targets, Box sources) => _nodes.At(targets.GapTo(sources) / Math.Max(targets.Radius, sources.Radius));

    /// <summary>Lets every box of targets meet all sources.</summary>
    public void Run(Func<IPairWork> work) => Run(work, static _ => true);

    /// <summary>The same of some boxes of targets alone; with a box come those that it is a part of.</summary>
    public void Run(Func<IPairWork> work, Func<Box, bool> isMet)
    {
        List<Box>?[] before = new List<Box>?[_tree.Boxes.Count], after = new List<Box>?[_tree.Boxes.Count];
        foreach (var level in Levels)
        {
            Workers.ForBlocks(level.Length, 1, work, (start, _, own) =>
            {
                var (box, rest) = (level[start], new List<Box>());
                if (box.Targets.Count == 0 || !isMet(box)) return;
                if (box.Parent is null) Visit(box, box, own, rest);
                else
                    foreach (var sources in before[box.Parent.Index]!) Visit(box, sources, own, rest);
                own.Finish(box);
                after[box.Index] = rest;
            });
            (before, after) = (after, before);
            Array.Clear(after);
        }
    }

    /// <summary>Pairs of points and nodes that meet where all is smooth.</summary>
    public long Pairs()
    {
        var total = 0L;
        Run(() => new Count(this, pairs => Interlocked.Add(ref total, pairs)));
        return total;
    }

    private void Visit(Box targets, Box sources, IPairWork work, List<Box> rest)
    {
        if (sources.Sources.Count == 0) return;
        var (isLast, isLastSource, splitsSource) = (IsSmallest(targets), IsSmallest(sources), sources.Radius >= targets.Radius);
        if (targets.IsApart(sources))
        {
            if (targets.Targets.Count <= _nodes.Count && sources.Sources.Count <= _nodes.Count)
            {
                work.Near(targets, sources);
                return;
            }

            var verdict = work.Far(targets, sources);
            if (verdict == FarVerdict.Done) return;
            splitsSource = verdict == FarVerdict.SourceTooLarge;
        }

        if ((splitsSource || isLast) && !isLastSource)
            foreach (var child in sources.Children) Visit(targets, child, work, rest);
        else if (!isLast) rest.Add(sources);
        else work.Near(targets, sources);
    }

    private sealed class Count(Interactions interactions, Action<long> add) : IPairWork
    {
        private long _pairs;

        public void Near(Box targets, Box sources) => _pairs += (long)targets.Targets.Count * sources.Sources.Count;

        public FarVerdict Far(Box targets, Box sources)
        {
            var nodes = interactions.NodesFor(targets, sources);
            _pairs += Standing(targets.Targets.Count, nodes) * Standing(sources.Sources.Count, nodes);
            return FarVerdict.Done;
        }

        public void Finish(Box targets)
        {
            add(_pairs);
            _pairs = 0;
        }

        private long Standing(int points, NodeSet nodes) => points > interactions._nodes.Count ? nodes.Count : points;
    }
}
