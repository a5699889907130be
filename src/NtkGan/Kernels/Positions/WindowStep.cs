using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels.Positions;

/// <summary>Means over windows: of a convolution, both positions moved alike, or of a pooling, over all pairs of places. Sums run down the rows
/// first, then along the columns.</summary>
/// <param name="id">The step's number.</param>
/// <param name="rows">The windows along the axis of rows.</param>
/// <param name="columns">The windows along the axis of columns.</param>
/// <param name="isPooling">Whether all pairs of places count.</param>
internal sealed class WindowStep(int id, AxisWindows rows, AxisWindows columns, bool isPooling) : MapStep
{
    private readonly double _scale = Math.Pow((double)rows.Filter * columns.Filter, isPooling ? -2 : -1);

    /// <summary>Whether all pairs of places count.</summary>
    public bool IsPooling => isPooling;

    /// <summary>The pairs that a pair after the step reads, some of them more than once.</summary>
    public IEnumerable<(int First, int Second)> Reads(bool isRows, (int First, int Second) output)
    {
        var windows = isRows ? rows : columns;
        var (first, second) = (windows.Sources[output.First], windows.Sources[output.Second]);
        var all = isPooling ? from p in first from q in second select (p, q) : first.Zip(second);
        return all.Where(pair => pair is { Item1: >= 0, Item2: >= 0 });
    }

    public override AxisPairs Demand(AxisPlan plan, AxisPairs output)
    {
        IEnumerable<(int First, int Second)> Kept((int First, int Second) pair) =>
            Reads(plan.IsRows, pair).Where(read => !isPooling || plan.Pooled is null || plan.Pooled(read));

        var input = plan.Keep(id, new AxisPairs(output.All.SelectMany(Kept)));
        plan.Keep(id, new AxisTable(output, input, Kept));
        return input;
    }

    public override void Forward(MapState state)
    {
        var (vertical, horizontal, between) = (state.Rows.Table(id), state.Columns.Table(id), state.Rent());
        state.Count = Math.Max(vertical.Inputs * horizontal.Inputs, vertical.Outputs * horizontal.Outputs);
        Sum(vertical, horizontal, state.Covariance, between);
        if (state.WithTangent) Sum(vertical, horizontal, state.Tangent, between);
        state.Return(between);
        state.Count = vertical.Outputs * horizontal.Outputs;
    }

    public override void Backward(MapState state)
    {
        var (vertical, horizontal, between) = (state.Rows.Table(id), state.Columns.Table(id), state.Rent());
        state.Count = Math.Max(vertical.Inputs * horizontal.Inputs, vertical.Outputs * horizontal.Outputs);
        Spread(vertical, horizontal, state.Covariance, between);
        if (state.WithTangent) Spread(vertical, horizontal, state.Tangent, between);
        state.Return(between);
        state.Count = vertical.Inputs * horizontal.Inputs;
    }

    private void Sum(AxisTable vertical, AxisTable horizontal, Span<Lanes> map, Span<Lanes> between)
    {
        var (width, length) = (horizontal.Inputs, horizontal.Outputs);
        for (var r = 0; r < vertical.Outputs; r++)
        {
            var row = between.Slice(r * width, width);
            var sources = vertical.Of(r);
            if (sources.Length == 0) row.Clear();
            else map.Slice(sources[0] * width, width).CopyTo(row);
            for (var s = 1; s < sources.Length; s++) Add(map.Slice(sources[s] * width, width), row);
        }

        for (var r = 0; r < vertical.Outputs; r++)
        {
            var row = between.Slice(r * width, width);
            var result = map.Slice(r * length, length);
            for (var c = 0; c < length; c++)
            {
                Lanes sum = 0.0;
                foreach (var source in horizontal.Of(c)) sum += row[source];
                result[c] = _scale * sum;
            }
        }
    }

    private void Spread(AxisTable vertical, AxisTable horizontal, Span<Lanes> map, Span<Lanes> between)
    {
        var (width, length) = (horizontal.Inputs, horizontal.Outputs);
        for (var r = 0; r < vertical.Outputs; r++)
        {
            var row = between.Slice(r * width, width);
            var result = map.Slice(r * length, length);
            row.Clear();
            for (var c = 0; c < length; c++)
            {
                var value = _scale * result[c];
                foreach (var source in horizontal.Of(c)) row[source] += value;
            }
        }

        map[..(vertical.Inputs * width)].Clear();
        for (var r = 0; r < vertical.Outputs; r++)
            foreach (var source in vertical.Of(r)) Add(between.Slice(r * width, width), map.Slice(source * width, width));
    }

    private static void Add(ReadOnlySpan<Lanes> from, Span<Lanes> to)
    {
        for (var c = 0; c < to.Length; c++) to[c] += from[c];
    }
}
