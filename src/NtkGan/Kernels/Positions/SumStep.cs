using NtkGan.Numerics;

namespace NtkGan.Kernels.Positions;

/// <summary>Branches from the same maps, whose results are summed.</summary>
/// <param name="id">The step's number.</param>
/// <param name="branches">Each begins with a <see cref="SelectStep"/>.</param>
internal sealed class SumStep(int id, IReadOnlyList<(SelectStep Select, ChainStep Chain)> branches) : MapStep
{
    public override AxisPairs Demand(AxisPlan plan, AxisPairs output)
    {
        var inputs = branches.Select(branch => branch.Chain.Demand(plan, output)).ToList();
        var input = plan.Keep(id, new AxisPairs(inputs.SelectMany(pairs => pairs.All)));
        foreach (var ((select, _), wanted) in branches.Zip(inputs)) select.Link(plan, wanted, input);
        return input;
    }

    public override void Forward(MapState state)
    {
        var input = Maps.Rent(state);
        var sum = Maps.Rent(state);
        input.Store(state);
        for (var b = 0; b < branches.Count; b++)
        {
            branches[b].Select.Forward(state, input);
            branches[b].Chain.Forward(state);
            if (b > 0) sum.Add(state);
            else sum.Store(state);
        }

        sum.Load(state);
        input.Return(state);
        sum.Return(state);
    }

    public override void Backward(MapState state)
    {
        var output = Maps.Rent(state);
        var sum = Maps.Rent(state);
        output.Store(state);
        var count = state.Rows.Pairs(id).Count * state.Columns.Pairs(id).Count;
        sum.Clear(state, count);
        foreach (var (select, chain) in branches)
        {
            output.Load(state);
            chain.Backward(state);
            select.Backward(state, sum);
        }

        sum.Load(state);
        output.Return(state);
        sum.Return(state);
    }
}

/// <summary>The pairs of positions that a branch needs, out of those that all branches need.</summary>
/// <param name="id">The step's number.</param>
internal sealed class SelectStep(int id)
{
    /// <summary>Plans one axis.</summary>
    public void Link(AxisPlan plan, AxisPairs wanted, AxisPairs input) => plan.Keep(id, new AxisTable(wanted, input, pair => [pair]));

    /// <summary>The branch's maps out of those before the fork.</summary>
    public void Forward(MapState state, Maps input)
    {
        var (vertical, horizontal) = (state.Rows.Table(id), state.Columns.Table(id));
        state.Count = vertical.Outputs * horizontal.Outputs;
        Pick(input.Covariance, state.Covariance);
        if (state.WithTangent) Pick(input.Tangent, state.Tangent);

        void Pick(Lanes[] from, Span<Lanes> to)
        {
            for (var (r, e) = (0, 0); r < vertical.Outputs; r++)
                for (var c = 0; c < horizontal.Outputs; c++) to[e++] = from[vertical.Sources[r] * horizontal.Inputs + horizontal.Sources[c]];
        }
    }

    /// <summary>Adds the branch's adjoints to those of the maps before the fork.</summary>
    public void Backward(MapState state, Maps sum)
    {
        var (vertical, horizontal) = (state.Rows.Table(id), state.Columns.Table(id));
        Put(state.Covariance, sum.Covariance);
        if (state.WithTangent) Put(state.Tangent, sum.Tangent);

        void Put(Span<Lanes> from, Lanes[] to)
        {
            for (var (r, e) = (0, 0); r < vertical.Outputs; r++)
                for (var c = 0; c < horizontal.Outputs; c++) to[vertical.Sources[r] * horizontal.Inputs + horizontal.Sources[c]] += from[e++];
        }
    }
}
