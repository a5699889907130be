using NtkGan.Numerics;

namespace NtkGan.Kernels.Hierarchical;

/// <summary>The sums into one box after the other.</summary>
/// <param name="layout">Points and nodes.</param>
/// <param name="nodes">The nodes of a box.</param>
/// <param name="interactions">How boxes meet.</param>
/// <param name="places">Coordinates of the targets, in the tree's order.</param>
/// <param name="state">Coefficients and fields.</param>
/// <param name="evaluator">The kernel between rows of the layout.</param>
internal sealed class BoxWork(NodeLayout layout, NodeSet nodes, Interactions interactions, Matrix places, HierarchicalState state, RowEvaluator evaluator) : IPairWork
{
    // Rows whose smoothness in the sources is looked at: some by themselves, and all together with random signs, so that no kink is overlooked.
    private const int SampledRows = 3;

    // Of what a pair of boxes may err by, where fewer than all nodes do: all would err by much less than they may, and errors of many pairs meet at a point.
    private const double CoarseShare = .2;

    // Coefficients have signs, and what is added up is smoother on the targets than the kernel is in the worst case on the sources.
    private const int FewerOnTargets = 3;

    private readonly List<(int Start, int End)> _near = [];
    private readonly double[] _row = new double[PointSet.Padded(nodes.Count)], _sizes = new double[nodes.Degree + 1], _kernel = new double[RowEvaluator.BlockSize], _coarseWeights = new double[nodes.Count];
    private readonly double[] _values = new double[nodes.Count], _component = new double[nodes.Count], _basis = new double[nodes.Count];
    private readonly double[] _slope = new double[state.Gradients?.Columns ?? 0];
    private readonly double[] _point = new double[nodes.Dimension];
    private readonly Matrix? _gradients = state.Gradients is null ? null : new(nodes.Count, state.Gradients.Columns);
    private readonly double[] _sample = new double[PointSet.Padded(nodes.Count)];
    private readonly double[] _signs = NodeSet.Signs(nodes.Count, "signs");
    private readonly Matrix _fields = new(1 + (state.Gradients?.Columns ?? 0), nodes.Count);

    // What has come to the first nodes of the present box, by the degree of the polynomials that these carry; a row for each node, values before gradients.
    private readonly Matrix?[] _coarse = new Matrix?[nodes.Degree];
    private readonly bool[] _hasCoarse = new bool[nodes.Degree];
    private long _pairs, _met, _refused;

    public void Near(Box targets, Box sources) => _near.Add((sources.Sources.Start, sources.SourceEnd));

    public FarVerdict Far(Box targets, Box sources) => Meet(targets, sources, DegreeFor(targets, sources));

    // The degree grows on the side that is not smooth: first on that of the sources, where few rows tell, then on that of the targets, whose rows stay.
    private FarVerdict Meet(Box targets, Box sources, int degree)
    {
        var (hasNodes, tests, mass) = (layout.HasTargetNodes(targets), layout.HasSourceNodes(sources), state.Masses[sources.Index]);
        var (start, count) = layout.StandingTargets(targets, nodes);
        var (first, end) = layout.StandingSources(sources, nodes);
        var onTargets = hasNodes ? nodes.Coarser(Math.Max(degree - FewerOnTargets, Math.Min(nodes.Degree, NodeSet.LeastDegree))) : nodes;
        if (hasNodes) count = onTargets.Count;
        var onSources = tests ? nodes.Coarser(degree) : nodes;
        for (; tests && !SeemsSmooth(sources, onSources, start, count, first); onSources = nodes.Coarser(onSources.Degree + 1))
            if (onSources == nodes) return Refuse(FarVerdict.SourceTooLarge);
        if (tests) end = first + onSources.Count;
        var weights = onSources == nodes ? state.Weights.AsSpan(first, end - first) : Coarsened(first, onSources);
        _values.AsSpan().Clear();
        _gradients?.Values.Clear();
        Array.Clear(_sample);
        for (var (row, error) = (0, 0.0); ; onTargets = nodes.Coarser(onTargets.Degree + 1), count = onTargets.Count)
        {
            _pairs += (count - row) * (end - first);
            for (; row < count; row++)
            {
                Add(start + row, first, weights, ref _values[row], _gradients is null ? [] : _gradients.Row(row), tests ? _row.AsSpan(0, end - first) : []);
                if (tests) DotProduct.Add(_signs[row], _row, _sample);
                if (tests && IsSampled(row, count)) error = Math.Max(error, onSources.Error(_row.AsSpan(0, onSources.Count)));
            }

            if (hasNodes && !IsSmooth(onTargets))
            {
                if (onTargets == nodes) return Refuse(FarVerdict.TargetTooLarge);
                continue;
            }

            if (tests && !(Math.Max(error, onSources.Error(_sample.AsSpan(0, onSources.Count)) / Math.Sqrt(count)) * mass <= Share(onSources) * state.Allowed))
                return onSources == nodes ? Refuse(FarVerdict.SourceTooLarge) : Meet(targets, sources, nodes.Degree);
            break;
        }

        _met++;
        if (onTargets != nodes) AddCoarse(onTargets);
        else
        {
            for (var i = 0; i < count; i++)
            {
                state.Values[start + i] += _values[i];
                if (_gradients is not null) DotProduct.Add(1, _gradients.Row(i), state.Gradients!.Row(start + i));
            }
        }

        return FarVerdict.Done;
    }

    public void Finish(Box targets)
    {
        MeetNear(targets);
        if (layout.HasTargetNodes(targets))
        {
            for (var degree = 0; degree < _coarse.Length; degree++)
                if (_hasCoarse[degree]) Refine(targets, nodes.Coarser(degree));
            Spread(targets);
        }

        state.Count(targets, ref _pairs, ref _met, ref _refused);
    }

    // The least degree that may do, told from the kernel between the middle of the targets and all nodes of the sources. The derivative by a point at
    // distance D of what falls as D^-n is n / D times as large.
    private int DegreeFor(Box targets, Box sources)
    {
        if (!layout.HasSourceNodes(sources)) return interactions.NodesFor(targets, sources).Degree;
        var (start, count) = layout.StandingTargets(targets, nodes);
        var (first, _) = layout.StandingSources(sources, nodes);
        Row(start + count / 2, first, nodes.Count);
        _pairs += nodes.Count;
        nodes.Sizes(_row.AsSpan(0, nodes.Count), _sizes);
        var (scale, slope) = (state.Masses[sources.Index] / (CoarseShare * state.Allowed), state.Masses[sources.Index] / (CoarseShare * state.AllowedSlope) / (targets.GapTo(sources) + targets.Radius));
        var (tail, degree) = (_sizes[^1] / 3, nodes.Degree);
        for (; degree > NodeSet.LeastDegree; degree--)
        {
            tail += _sizes[degree];
            if (!(tail * scale <= 1 && (_gradients is null || tail * slope * degree <= 1))) break;
        }

        return degree;
    }

    // The coefficients of a box at its first nodes.
    private Span<double> Coarsened(int first, NodeSet coarse)
    {
        var result = _coarseWeights.AsSpan(0, coarse.Count);
        result.Clear();
        for (var b = 0; b < nodes.Count; b++) DotProduct.Add(state.Weights[first + b], coarse.ToFiner.Row(b), result);
        return result;
    }

    private void AddCoarse(NodeSet coarse)
    {
        var sums = _coarse[coarse.Degree] ??= new(_fields.Rows, coarse.Count);
        if (!_hasCoarse[coarse.Degree]) sums.Values.Clear();
        _hasCoarse[coarse.Degree] = true;
        for (var b = 0; b < coarse.Count; b++)
        {
            sums[0, b] += _values[b];
            for (var field = 1; field < sums.Rows; field++) sums[field, b] += _gradients![b, field - 1];
        }
    }

    // From the first nodes to all of them.
    private void Refine(Box box, NodeSet coarse)
    {
        var (sums, start) = (_coarse[coarse.Degree]!, layout.StandingTargets(box, nodes).Start);
        for (var b = 0; b < nodes.Count; b++) AddFields(coarse.ToFiner.Row(b), sums, start + b);
        _hasCoarse[coarse.Degree] = false;
    }

    private double Share(NodeSet used) => used == nodes ? 1 : CoarseShare;

    private static int Sampled(int sample, int count) => (2 * sample + 1) * count / (2 * SampledRows);

    private static bool IsSampled(int row, int count)
    {
        for (var s = 0; s < SampledRows; s++)
            if (row == Sampled(s, count)) return true;
        return false;
    }

    private FarVerdict Refuse(FarVerdict verdict)
    {
        _refused++;
        return verdict;
    }

    // The kernel in the sources, seen from some rows, by gradients where these count: they fall slower.
    private bool SeemsSmooth(Box sources, NodeSet onSources, int start, int count, int first)
    {
        for (var s = 0; s < SampledRows; s++)
        {
            _pairs += onSources.Count;
            var error = _gradients is null ? Values(start + Sampled(s, count), first, onSources) : Slope(start + Sampled(s, count), first, onSources);
            if (!(error * state.Masses[sources.Index] <= Share(onSources) * (_gradients is null ? state.Allowed : state.AllowedSlope))) return false;
        }

        return true;
    }

    // About the error of a value at one row, interpolated in the sources.
    private double Values(int row, int start, NodeSet onSources)
    {
        Row(row, start, onSources.Count);
        return onSources.Error(_row.AsSpan(0, onSources.Count));
    }

    private void Row(int row, int start, int count)
    {
        for (var (j, end) = (start, start + count); j < end; j = BlockEnd(j, end)) evaluator.Values(row, j, _row.AsSpan(j - start, BlockEnd(j, end) - j));
    }

    // About the error of the gradient at one row, interpolated in the sources.
    private double Slope(int row, int start, NodeSet onSources)
    {
        _slope.AsSpan().Clear();
        for (var (j, end) = (start, start + onSources.Count); j < end; j = BlockEnd(j, end))
            evaluator.Pull(row, j, onSources.Tail.AsSpan(j - start, BlockEnd(j, end) - j), _kernel.AsSpan(0, BlockEnd(j, end) - j), _slope);
        return Math.Sqrt(DotProduct.Of(_slope, _slope));
    }

    // The field at the nodes of the targets.
    private bool IsSmooth(NodeSet onTargets)
    {
        var share = Share(onTargets);
        var component = _component.AsSpan(0, onTargets.Count);
        if (!(onTargets.Error(_values.AsSpan(0, onTargets.Count)) <= share * state.Allowed)) return false;
        for (var c = 0; c < (_gradients?.Columns ?? 0); c++)
        {
            for (var b = 0; b < component.Length; b++) component[b] = _gradients![b, c];
            if (!(onTargets.Error(component) <= share * state.AllowedSlope)) return false;
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
                    Add(i, j, state.Weights.AsSpan(j, BlockEnd(j, end) - j), ref state.Values[i], state.Gradients is null ? [] : state.Gradients.Row(i), []);
            _pairs += (long)targets.Targets.Count * (end - start);
        }

        _near.Clear();
    }

    private static int BlockEnd(int start, int end) => Math.Min(end, (start / RowEvaluator.BlockSize + 1) * RowEvaluator.BlockSize);

    private void Add(int row, int start, ReadOnlySpan<double> weights, ref double value, Span<double> gradient, Span<double> sample)
    {
        for (var (j, end) = (start, start + weights.Length); j < end;)
        {
            var next = BlockEnd(j, end);
            var own = weights.Slice(j - start, next - j);
            var kernel = _kernel.AsSpan(0, next - j);
            if (state.Gradients is null) evaluator.Values(row, j, kernel);
            else evaluator.Pull(row, j, own, kernel, gradient);
            value += DotProduct.Of(own, kernel);
            if (sample.Length > 0) kernel.CopyTo(sample[(j - start)..]);
            j = next;
        }
    }

    // The field at the nodes goes to the nodes of the halves, or to points.
    private void Spread(Box box)
    {
        var start = layout.StandingTargets(box, nodes).Start;
        for (var field = 0; field < _fields.Rows; field++)
            for (var b = 0; b < nodes.Count; b++) _fields[field, b] = field == 0 ? state.Values[start + b] : state.Gradients![start + b, field - 1];
        if (!interactions.IsSmallest(box))
            foreach (var child in box.Children.Where(layout.HasTargetNodes))
                for (var (b, first) = (0, layout.StandingTargets(child, nodes).Start); b < nodes.Count; b++) AddFields(nodes.ToChildren[child.Half].Row(b), _fields, first + b);
        for (var field = 0; field < _fields.Rows; field++)
        {
            nodes.Coefficients(_fields.Row(field), _component);
            _component.CopyTo(_fields.Row(field));
        }

        if (interactions.IsSmallest(box)) Points(box);
        else
            foreach (var child in box.Children)
                if (!layout.HasTargetNodes(child)) Points(child);

        void Points(Box part)
        {
            for (var i = part.Targets.Start; i < part.Targets.Start + part.Targets.Count; i++)
            {
                box.Within(places.Row(i), _point);
                nodes.Basis(_point, _basis);
                AddFields(_basis, _fields, i);
            }
        }
    }

    private void AddFields(ReadOnlySpan<double> weights, Matrix fields, int row)
    {
        state.Values[row] += DotProduct.Of(weights, fields.Row(0));
        for (var field = 1; field < fields.Rows; field++) state.Gradients![row, field - 1] += DotProduct.Of(weights, fields.Row(field));
    }
}
