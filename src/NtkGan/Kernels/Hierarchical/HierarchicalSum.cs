using NtkGan.Numerics;

namespace NtkGan.Kernels.Hierarchical;

/// <summary>Sums f(x_i) = sum_j c_j k(x_i, y_j) over boxes: coefficients of many points become coefficients at nodes of their box, boxes apart meet through nodes,
/// and the field at nodes is interpolated to the points within. The tree and the nodes are made once for any number of coefficients. Values and, of the kernel
/// itself, gradients are interpolated, so that no derivative is taken of an interpolant.</summary>
internal sealed class HierarchicalSum
{
    private const int FinerThanParts = 4;

    private readonly HierarchicalPlan _plan;
    private readonly BoxTree _tree;
    private readonly Interactions _interactions;
    private readonly NodeSet _nodes;
    private readonly NodeLayout _layout;
    private readonly Matrix _targetPlaces, _sourcePlaces;
    private readonly Func<RowEvaluator> _evaluators;

    /// <summary>Places nodes and prepares the kernel.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="x">x, n x d.</param>
    /// <param name="y">y, m x d.</param>
    /// <param name="plan">Their boxes.</param>
    public HierarchicalSum(Kernel kernel, Matrix x, Matrix y, HierarchicalPlan plan)
    {
        (Kernel, X, Y, _plan) = (kernel, x, y, plan);
        (_tree, _interactions, _nodes) = (plan.Tree, plan.Interactions, plan.Nodes);
        _layout = new(_tree, _interactions, _nodes, plan.Frame, x, y);
        (_targetPlaces, _sourcePlaces) = (plan.Frame.Coordinates(_layout.Targets, _tree.TargetOrder.Length), plan.Frame.Coordinates(_layout.Sources, _tree.SourceOrder.Length));
        _evaluators = kernel.Evaluators(_layout.Targets, _layout.Sources);
    }

    /// <summary>k.</summary>
    public Kernel Kernel { get; }

    /// <summary>x.</summary>
    public Matrix X { get; }

    /// <summary>y.</summary>
    public Matrix Y { get; }

    /// <summary>The tolerance that boxes were planned for.</summary>
    public double Tolerance => _plan.Tolerance;

    /// <summary>Degree of the polynomials that interpolate.</summary>
    public int Degree => _nodes.Degree;

    /// <summary>Evaluations of the kernel in the last sum.</summary>
    public long Pairs { get; private set; }

    /// <summary>Pairs of boxes that met through nodes.</summary>
    public long Met { get; private set; }

    /// <summary>Pairs of boxes apart that were not smooth and met by their parts.</summary>
    public long Refused { get; private set; }

    /// <summary>Targets of the last sum at which the errors of the most pairs of boxes add up, such as beside a singularity, where boxes are split until they are small.</summary>
    public int[] Crowded { get; private set; } = [];

    /// <summary>The sums.</summary>
    /// <param name="coefficients">c.</param>
    /// <param name="allowed">What a pair of boxes may err by, in values.</param>
    /// <param name="allowedSlope">The same in gradients.</param>
    /// <param name="values">Receives f.</param>
    /// <param name="gradients">Receives the gradients; null for values alone.</param>
    public void Evaluate(double[] coefficients, double allowed, double allowedSlope, double[] values, Matrix? gradients)
    {
        if (KernelHelpers.Present?.TrySum(this, coefficients, allowed, allowedSlope, gradients is not null) is not { } state)
        {
            state = Begin(coefficients, allowed, allowedSlope, gradients is not null);
            Sum(state, 0, values.Length);
        }

        (Pairs, Met, Refused, Crowded) = (state.Pairs, state.Met, state.Refused, state.Crowded(_tree, _interactions));
        Workers.ForBlocks(values.Length, 4096, (start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                values[_tree.TargetOrder[i]] = state.Values[i];
                if (gradients is not null) state.Gradients!.Row(i).CopyTo(gradients.Row(_tree.TargetOrder[i]));
            }
        });
    }

    /// <summary>About the evaluations of the kernel that the sum will take, told from some boxes of targets: where the kernel is not smooth, their parts meet as they will.</summary>
    public double Estimate(double[] coefficients, double allowed, double allowedSlope, bool withGradients)
    {
        var (state, sample) = (Begin(coefficients, allowed, allowedSlope, withGradients), new SampledBoxes(_tree, _interactions));
        _interactions.Run(() => new BoxWork(_layout, _nodes, _interactions, _targetPlaces, state, _evaluators()), sample.Contains);
        return sample.Total(state);
    }

    /// <summary>The coefficients at points and nodes, before any sum.</summary>
    public HierarchicalState Begin(double[] coefficients, double allowed, double allowedSlope, bool withGradients)
    {
        var state = new HierarchicalState(_layout, _tree, coefficients, withGradients) { Allowed = allowed, AllowedSlope = allowedSlope };
        Gather(state);
        return state;
    }

    /// <summary>Sums at the targets at some places of the tree's order, those between two of <see cref="Cuts"/>. Boxes that they are parts of are summed into with them,
    /// as often as they have parts: there are few.</summary>
    public void Sum(HierarchicalState state, int start, int end) =>
        _interactions.Run(() => new BoxWork(_layout, _nodes, _interactions, _targetPlaces, state, _evaluators()), box => Reaches(box, start, end));

    /// <summary>The boxes that such a sum goes into, in the order of the tree.</summary>
    public IEnumerable<Box> BoxesAt(int start, int end) => _tree.Boxes.Where(box => Reaches(box, start, end));

    /// <summary>Places of the tree's order, the first and the end among them, between which boxes lie and about equally many targets. They depend on the points alone.</summary>
    /// <param name="parts">About how many parts.</param>
    public int[] Cuts(int parts)
    {
        var (depth, targets, cuts) = (0, X.Rows, new List<int> { 0 });
        while (depth + 1 < _interactions.Levels.Count && _interactions.Levels[depth].Length < FinerThanParts * parts) depth++;
        foreach (var box in _tree.Boxes)
            if ((box.Level == depth || (box.Level < depth && _interactions.IsSmallest(box))) && box.Targets.Start * (long)parts >= (long)cuts.Count * targets && box.Targets.Start < targets) cuts.Add(box.Targets.Start);
        return [.. cuts, targets];
    }

    private static bool Reaches(Box box, int start, int end) => box.Targets.Start < end && box.Targets.Start + box.Targets.Count > start;

    // The coefficients at nodes, from the smallest boxes up.
    private void Gather(HierarchicalState state)
    {
        foreach (var level in _interactions.Levels.Reverse())
            Workers.ForBlocks(level.Length, 4, () => (Point: new double[_nodes.Dimension], Basis: new double[_nodes.Count], Moments: new double[_nodes.Count]), (start, end, own) =>
            {
                foreach (var box in level.AsSpan(start, end - start))
                {
                    if (!_layout.HasSourceNodes(box)) continue;
                    var weights = state.Weights.AsSpan(_layout.StandingSources(box, _nodes).Start, _nodes.Count);
                    Array.Clear(own.Moments);
                    if (_interactions.IsSmallest(box)) AddPoints(box, box);
                    else
                        foreach (var child in box.Children)
                        {
                            if (!_layout.HasSourceNodes(child)) AddPoints(box, child);
                            else
                                for (var (b, first) = (0, _layout.StandingSources(child, _nodes).Start); b < _nodes.Count; b++)
                                    DotProduct.Add(state.Weights[first + b], _nodes.ToChildren[child.Half].Row(b), weights);
                        }

                    _nodes.AddMoments(own.Moments, weights);
                }

                void AddPoints(Box box, Box part)
                {
                    for (var j = part.Sources.Start; j < part.SourceEnd; j++)
                    {
                        if (state.Weights[j] == 0) continue;
                        box.Within(_sourcePlaces.Row(j), own.Point);
                        _nodes.Basis(own.Point, own.Basis);
                        DotProduct.Add(state.Weights[j], own.Basis, own.Moments);
                    }
                }
            });
    }
}
