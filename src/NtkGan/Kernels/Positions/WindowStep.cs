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

    /// <summary>The affine map that follows the means, or null for none.</summary>
    public AffineMap? Affine { get; set; }

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

    private AffineMap Map => Affine ?? AffineMap.Identity;

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
        var (vertical, horizontal) = (state.Rows.Table(id), state.Columns.Table(id));
        var (rows, tangentRows) = (state.Rent(), state.WithTangent ? state.Rent() : []);
        state.Count = vertical.Inputs * horizontal.Inputs;
        SumRows(vertical, horizontal.Inputs, state.Covariance, rows);
        if (state.WithTangent) SumRows(vertical, horizontal.Inputs, state.Tangent, tangentRows);
        state.Count = vertical.Outputs * horizontal.Outputs;
        if (state.WithTangent) SumColumns(horizontal, rows, tangentRows, state.Covariance, state.Tangent);
        else SumColumns(horizontal, rows, state.Covariance);
        state.Return(rows);
        if (state.WithTangent) state.Return(tangentRows);
    }

    public override void Backward(MapState state)
    {
        var (vertical, horizontal) = (state.Rows.Table(id), state.Columns.Table(id));
        var (rows, tangentRows) = (state.Rent(), state.WithTangent ? state.Rent() : []);
        var between = vertical.Outputs * horizontal.Inputs;
        SpreadColumns(horizontal, state.Covariance, state.Tangent, rows.AsSpan(0, between), tangentRows.AsSpan(0, state.WithTangent ? between : 0));
        state.Count = vertical.Inputs * horizontal.Inputs;
        SpreadRows(vertical, horizontal.Inputs, rows, state.Covariance);
        if (state.WithTangent) SpreadRows(vertical, horizontal.Inputs, tangentRows, state.Tangent);
        state.Return(rows);
        if (state.WithTangent) state.Return(tangentRows);
    }

    private static void SumRows(AxisTable table, int width, ReadOnlySpan<Lanes> map, Span<Lanes> result)
    {
        for (var r = 0; r < table.Outputs; r++)
        {
            var sum = result.Slice(r * width, width);
            var sources = table.Of(r);
            switch (sources)
            {
                case []: sum.Clear(); break;
                case [var only]: map.Slice(only * width, width).CopyTo(sum); break;
                case [var one, var two]: Two(Row(map, one, width), Row(map, two, width), sum); break;
                default: Three(Row(map, sources[0], width), Row(map, sources[1], width), Row(map, sources[2], width), sum); break;
            }

            for (var s = 3; s < sources.Length; s++) Add(Row(map, sources[s], width), sum);
        }
    }

    private static void SpreadRows(AxisTable table, int width, ReadOnlySpan<Lanes> adjoints, Span<Lanes> map)
    {
        map.Clear();
        for (var r = 0; r < table.Outputs; r++)
            foreach (var source in table.Of(r)) Add(Row(adjoints, r, width), map.Slice(source * width, width));
    }

    private void SumColumns(AxisTable table, ReadOnlySpan<Lanes> rows, Span<Lanes> covariance)
    {
        var (factor, bias, width, length) = (_scale * Map.Weight, Map.Bias, table.Inputs, table.Outputs);
        for (var (start, e) = (0, 0); e < covariance.Length; start += width)
        {
            var row = rows.Slice(start, width);
            for (var c = 0; c < length; c++)
            {
                Lanes sum = 0.0;
                foreach (var source in table.Of(c)) sum += row[source];
                covariance[e++] = factor * sum + bias;
            }
        }
    }

    private void SumColumns(AxisTable table, ReadOnlySpan<Lanes> rows, ReadOnlySpan<Lanes> tangentRows, Span<Lanes> covariance, Span<Lanes> tangent)
    {
        var (width, length) = (table.Inputs, table.Outputs);
        var (factor, bias, fanIn, constant) = (_scale * Map.Weight, Map.Bias, _scale * Map.FanIn, Map.Constant);
        for (var (start, e) = (0, 0); e < covariance.Length; start += width)
        {
            var row = rows.Slice(start, width);
            var tangentRow = tangentRows.Slice(start, width);
            for (var c = 0; c < length; c++, e++)
            {
                Lanes sum = 0.0, tangentSum = 0.0;
                foreach (var source in table.Of(c))
                {
                    sum += row[source];
                    tangentSum += tangentRow[source];
                }

                covariance[e] = factor * sum + bias;
                tangent[e] = fanIn * sum + (factor * tangentSum + constant);
            }
        }
    }

    private void SpreadColumns(AxisTable table, ReadOnlySpan<Lanes> covariance, ReadOnlySpan<Lanes> tangent, Span<Lanes> rows, Span<Lanes> tangentRows)
    {
        var (factor, fanIn, width, length) = (_scale * Map.Weight, _scale * Map.FanIn, table.Inputs, table.Outputs);
        rows.Clear();
        tangentRows.Clear();
        for (var (start, e) = (0, 0); e < covariance.Length; start += width)
        {
            var row = rows.Slice(start, width);
            var tangentRow = tangentRows.IsEmpty ? default : tangentRows.Slice(start, width);
            for (var c = 0; c < length; c++, e++)
            {
                var adjoint = factor * covariance[e];
                if (e < tangent.Length)
                {
                    adjoint += fanIn * tangent[e];
                    var tangentAdjoint = factor * tangent[e];
                    foreach (var source in table.Of(c)) tangentRow[source] += tangentAdjoint;
                }

                foreach (var source in table.Of(c)) row[source] += adjoint;
            }
        }
    }

    private static ReadOnlySpan<Lanes> Row(ReadOnlySpan<Lanes> map, int row, int width) => map.Slice(row * width, width);

    private static void Two(ReadOnlySpan<Lanes> first, ReadOnlySpan<Lanes> second, Span<Lanes> sum)
    {
        for (var c = 0; c < sum.Length; c++) sum[c] = first[c] + second[c];
    }

    private static void Three(ReadOnlySpan<Lanes> first, ReadOnlySpan<Lanes> second, ReadOnlySpan<Lanes> third, Span<Lanes> sum)
    {
        for (var c = 0; c < sum.Length; c++) sum[c] = first[c] + second[c] + third[c];
    }

    private static void Add(ReadOnlySpan<Lanes> from, Span<Lanes> to)
    {
        for (var c = 0; c < to.Length; c++) to[c] += from[c];
    }
}
