using NtkGan.Numerics;

namespace NtkGan.Kernels.Hierarchical;

/// <summary>Sums f(x_i) = sum_j c_j k(x_i, y_j) over boxes: coefficients of many points become coefficients at nodes of their box, boxes apart meet through nodes,
/// and the field at nodes is interpolated to the points within. The tree and the nodes are made once for any number of coefficients. Values and, of the kernel
/// itself, gradients are interpolated, so that no derivative is taken of an interpolant.</summary>
internal sealed class HierarchicalSum
{
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
    /// <param name="frame">The space that both lie in.</param>
    /// <param name="tree">Their boxes.</param>
    /// <param name="nodes">The nodes of a box.</param>
    /// <param name="interactions">How boxes meet.</param>
    public HierarchicalSum(Kernel kernel, Matrix x, Matrix y, PointFrame frame, BoxTree tree, NodeSet nodes, Interactions interactions)
    {
        (_tree, _interactions, _nodes) = (tree, interactions, nodes);
        _layout = new(tree, interactions, nodes, frame, x, y);
        (_targetPlaces, _sourcePlaces) = (frame.Coordinates(_layout.Targets, tree.TargetOrder.Length), frame.Coordinates(_layout.Sources, tree.SourceOrder.Length));
        _evaluators = kernel.Evaluators(_layout.Targets, _layout.Sources);
    }

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
        var state = new HierarchicalState(_layout, _tree, coefficients, gradients is not null) { Allowed = allowed, AllowedSlope = allowedSlope };
        Gather(state);
        _interactions.Run(() => new Work(this, state, _evaluators()));
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
        var (state, sample) = (new HierarchicalState(_layout, _tree, coefficients, withGradients) { Allowed = allowed, AllowedSlope = allowedSlope }, new SampledBoxes(_tree, _interactions));
        Gather(state);
        _interactions.Run(() => new Work(this, state, _evaluators()), sample.Contains);
        return sample.Total(state);
    }

    // The coefficients at nodes, from the smallest boxes up.
    private void Gather(HierarchicalState state)
    {
        foreach (var level in _interactions.Levels.Reverse())
            Workers.ForBlocks(level.Length, 4, () => (Point: new double[_nodes.Dimension], Basis: new double[_nodes.Count], Moments: new double[_nodes.Count]), (start, end, own) =>
            {
                foreach (var box in level.AsSpan(start, end - start))
                {
                    if (!_layout.HasSourceNodes(box)) continue;
                    var weights = state.Weights.AsSpan(_layout.StandingSources(box).Start, _nodes.Count);
                    Array.Clear(own.Moments);
                    if (_interactions.IsSmallest(box)) AddPoints(box, box);
                    else
                        foreach (var child in box.Children)
                        {
                            if (!_layout.HasSourceNodes(child)) AddPoints(box, child);
                            else
                                for (var (b, first) = (0, _layout.StandingSources(child).Start); b < _nodes.Count; b++)
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

    /// <summary>The sums into one box after the other.</summary>
    private sealed class Work(HierarchicalSum sum, HierarchicalState state, RowEvaluator evaluator) : IPairWork
    {
        // Rows whose smoothness in the sources is looked at: some by themselves, and all together with random signs, so that no kink is overlooked.
        private const int SampledRows = 3;

        private readonly List<(int Start, int End)> _near = [];
        private readonly double[] _row = new double[PointSet.Padded(sum._nodes.Count)], _kernel = new double[RowEvaluator.BlockSize];
        private readonly double[] _values = new double[sum._nodes.Count], _component = new double[sum._nodes.Count], _basis = new double[sum._nodes.Count];
        private readonly double[] _slope = new double[state.Gradients?.Columns ?? 0];
        private readonly double[] _point = new double[sum._nodes.Dimension];
        private readonly Matrix? _gradients = state.Gradients is null ? null : new(sum._nodes.Count, state.Gradients.Columns);
        private readonly Matrix _samples = new(SampledRows + 1, PointSet.Padded(sum._nodes.Count));
        private readonly double[] _signs = NodeSet.Signs(sum._nodes.Count, "signs");
        private readonly Matrix _fields = new(1 + (state.Gradients?.Columns ?? 0), sum._nodes.Count);
        private long _pairs, _met, _refused;

        public void Near(Box targets, Box sources) => _near.Add((sources.Sources.Start, sources.SourceEnd));

        public FarVerdict Far(Box targets, Box sources)
        {
            var (layout, nodes) = (sum._layout, sum._nodes);
            var (start, count) = layout.StandingTargets(targets);
            var (first, end) = layout.StandingSources(sources);
            var values = _values.AsSpan(0, count);
            values.Clear();
            _gradients?.Values.Clear();
            var tests = layout.HasSourceNodes(sources);
            if (tests)
            {
                _samples.Values.Clear();
                // Some rows first: most pairs that are not smooth cost no more.
                for (var s = 0; s < SampledRows; s++)
                {
                    var i = Sampled(s, count);
                    if (s == 0 || i != Sampled(s - 1, count)) Meet(i);
                    _row.CopyTo(_samples.Row(s));
                    if (_gradients is not null && !(Slope(start + i, first, end) * state.Masses[sources.Index] <= state.AllowedSlope)) return Refuse(FarVerdict.SourceTooLarge);
                }

                if (!IsSmooth(sources, SampledRows)) return Refuse(FarVerdict.SourceTooLarge);
            }

            for (var i = 0; i < count; i++)
                if (!tests || !IsSampled(i, count)) Meet(i);
            _pairs += (long)count * (end - first);
            if (layout.HasTargetNodes(targets) && !IsSmooth(values)) return Refuse(FarVerdict.TargetTooLarge);
            if (tests && !IsSmooth(sources, _samples.Rows)) return Refuse(FarVerdict.SourceTooLarge);
            for (var i = 0; i < count; i++)
            {
                state.Values[start + i] += values[i];
                if (_gradients is not null) DotProduct.Add(1, _gradients.Row(i), state.Gradients!.Row(start + i));
            }

            _met++;
            return FarVerdict.Done;

            void Meet(int i)
            {
                Add(start + i, first, end, ref _values[i], _gradients is null ? [] : _gradients.Row(i), tests ? _row.AsSpan(0, end - first) : []);
                if (tests) DotProduct.Add(_signs[i] / Math.Sqrt(count), _row, _samples.Row(SampledRows));
            }
        }

        public void Finish(Box targets)
        {
            MeetNear(targets);
            if (sum._layout.HasTargetNodes(targets)) Spread(targets);
            state.Count(targets, ref _pairs, ref _met, ref _refused);
        }

        private FarVerdict Refuse(FarVerdict verdict)
        {
            _refused++;
            return verdict;
        }

        private static int Sampled(int sample, int count) => (2 * sample + 1) * count / (2 * SampledRows);

        private static bool IsSampled(int row, int count)
        {
            for (var s = 0; s < SampledRows; s++)
                if (row == Sampled(s, count)) return true;
            return false;
        }

        // The kernel in the sources, seen from some rows.
        private bool IsSmooth(Box sources, int rows)
        {
            var error = 0.0;
            for (var s = 0; s < rows; s++) error = Math.Max(error, sum._nodes.Error(_samples.Row(s)[..sum._nodes.Count]));
            return error * state.Masses[sources.Index] <= state.Allowed;
        }

        // About the error of the gradient at one row, interpolated in the sources.
        private double Slope(int row, int start, int end)
        {
            _slope.AsSpan().Clear();
            for (var j = start; j < end; j = BlockEnd(j, end))
                evaluator.Pull(row, j, sum._nodes.Tail.AsSpan(j - start, BlockEnd(j, end) - j), _kernel.AsSpan(0, BlockEnd(j, end) - j), _slope);
            return Math.Sqrt(DotProduct.Of(_slope, _slope));
        }

        // The field at the nodes of the targets.
        private bool IsSmooth(ReadOnlySpan<double> values)
        {
            if (!(sum._nodes.Error(values) <= state.Allowed)) return false;
            for (var c = 0; c < (_gradients?.Columns ?? 0); c++)
            {
                for (var b = 0; b < _component.Length; b++) _component[b] = _gradients![b, c];
                if (!(sum._nodes.Error(_component) <= state.AllowedSlope)) return false;
            }

            return true;
        }

        // Neighbours in the order of the tree are one long range.
        private void MeetNear(Box targets)
        {
            _near.Sort();
            for (var k = 0; k < _near.Count;)
            {
                var (start, end) = _near[k];
                for (k++; k < _near.Count && _near[k].Start == end; k++) end = _near[k].End;
                for (var j = start; j < end; j = BlockEnd(j, end))
                    for (var i = targets.Targets.Start; i < targets.Targets.Start + targets.Targets.Count; i++)
                        Add(i, j, BlockEnd(j, end), ref state.Values[i], state.Gradients is null ? [] : state.Gradients.Row(i), []);
                _pairs += (long)targets.Targets.Count * (end - start);
            }

            _near.Clear();
        }

        private static int BlockEnd(int start, int end) => Math.Min(end, (start / RowEvaluator.BlockSize + 1) * RowEvaluator.BlockSize);

        private void Add(int row, int start, int end, ref double value, Span<double> gradient, Span<double> sample)
        {
            for (var (j, first) = (start, start); j < end;)
            {
                var next = BlockEnd(j, end);
                var weights = state.Weights.AsSpan(j, next - j);
                var kernel = _kernel.AsSpan(0, next - j);
                if (state.Gradients is null) evaluator.Values(row, j, kernel);
                else evaluator.Pull(row, j, weights, kernel, gradient);
                value += DotProduct.Of(weights, kernel);
                if (sample.Length > 0) kernel.CopyTo(sample[(j - first)..]);
                j = next;
            }
        }

        // The field at the nodes goes to the nodes of the halves, or to points.
        private void Spread(Box box)
        {
            var (nodes, start) = (sum._nodes, sum._layout.StandingTargets(box).Start);
            for (var field = 0; field < _fields.Rows; field++)
                for (var b = 0; b < nodes.Count; b++) _fields[field, b] = field == 0 ? state.Values[start + b] : state.Gradients![start + b, field - 1];
            if (!sum._interactions.IsSmallest(box))
                foreach (var child in box.Children.Where(sum._layout.HasTargetNodes))
                    for (var (b, first) = (0, sum._layout.StandingTargets(child).Start); b < nodes.Count; b++) AddFields(nodes.ToChildren[child.Half].Row(b), first + b);
            for (var field = 0; field < _fields.Rows; field++)
            {
                nodes.Coefficients(_fields.Row(field), _component);
                _component.CopyTo(_fields.Row(field));
            }

            if (sum._interactions.IsSmallest(box)) Points(box);
            else
                foreach (var child in box.Children)
                    if (!sum._layout.HasTargetNodes(child)) Points(child);

            void Points(Box part)
            {
                for (var i = part.Targets.Start; i < part.Targets.Start + part.Targets.Count; i++)
                {
                    box.Within(sum._targetPlaces.Row(i), _point);
                    nodes.Basis(_point, _basis);
                    AddFields(_basis, i);
                }
            }
        }

        private void AddFields(ReadOnlySpan<double> weights, int row)
        {
            state.Values[row] += DotProduct.Of(weights, _fields.Row(0));
            for (var field = 1; field < _fields.Rows; field++) state.Gradients![row, field - 1] += DotProduct.Of(weights, _fields.Row(field));
        }
    }
}
