namespace NtkGan.Kernels.Positions;

/// <summary>One operation on the maps of q12 and k over pairs of positions, with its adjoint.</summary>
internal abstract class MapStep
{
    /// <summary>Plans one axis: given the pairs wanted after the step, those needed before it.</summary>
    public abstract AxisPairs Demand(AxisPlan plan, AxisPairs output);

    /// <summary>From the maps before to those after.</summary>
    public abstract void Forward(MapState state);

    /// <summary>From the adjoints of the maps after to those of the maps before, as <see cref="MapState.Covariance"/> and <see cref="MapState.Tangent"/>.
    /// The step must have gone forward last with slopes kept.</summary>
    public abstract void Backward(MapState state);
}

/// <summary>Steps one after the other.</summary>
internal sealed class ChainStep(IReadOnlyList<MapStep> steps) : MapStep
{
    public override AxisPairs Demand(AxisPlan plan, AxisPairs output) =>
        steps.Reverse().Aggregate(output, (pairs, step) => step.Demand(plan, pairs));

    public override void Forward(MapState state)
    {
        for (var s = 0; s < steps.Count; s++) steps[s].Forward(state);
    }

    public override void Backward(MapState state)
    {
        for (var s = steps.Count - 1; s >= 0; s--) steps[s].Backward(state);
    }
}
