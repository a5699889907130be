using NtkGan.Numerics;

namespace NtkGan.Movers;

/// <summary>One accepted step of an integration.</summary>
/// <param name="State">y at its start.</param>
/// <param name="Size">Its length in time.</param>
internal sealed record OdeStep(double[] State, double Size);

/// <summary>The adjoint of a right-hand side F(y; p): adds (dF/dy)^T k to the result, and is the place to collect (dF/dp)^T k.</summary>
/// <param name="state">y.</param>
/// <param name="cotangent">k = dL/dF.</param>
/// <param name="result">Receives (dF/dy)^T k; zeros before.</param>
public delegate void RightHandSideAdjoint(double[] state, double[] cotangent, double[] result);

/// <summary>The adjoint of an integration by <see cref="OdeSolver"/>: the exact derivative of the computed end state, the sizes of the steps
/// held fixed, by reverse mode through every stage. The gradient is that of the number computed, whatever the tolerance.</summary>
internal static class OdeAdjoint
{
    /// <summary>dL/dy(0) for dL/dy(t), and on the way every (stage, cotangent) to the adjoint of the right-hand side.</summary>
    /// <param name="path">The accepted steps of the integration.</param>
    /// <param name="rightHandSide">F.</param>
    /// <param name="adjoint">The adjoint of F.</param>
    /// <param name="cotangent">dL/dy(t).</param>
    public static double[] Pullback(IReadOnlyList<OdeStep> path, RightHandSide rightHandSide, RightHandSideAdjoint adjoint, double[] cotangent)
    {
        var tableau = OdeSolver.Method;
        var stages = tableau.EndsAtLastStage ? tableau.Stages - 1 : tableau.Stages;
        var end = (double[])cotangent.Clone();
        double[][] states = New(), slopes = New(), ofStates = New();
        var ofSlope = new double[end.Length];
        for (var index = path.Count - 1; index >= 0; index--)
        {
            var (start, step) = path[index];
            for (var stage = 0; stage < stages; stage++)
            {
                Tableau.Combine(start, step, tableau.Nodes(stage), slopes, states[stage]);
                rightHandSide(states[stage], slopes[stage]);
            }

            for (var stage = stages - 1; stage >= 0; stage--)
            {
                for (var i = 0; i < end.Length; i++) ofSlope[i] = step * tableau.Weights[stage] * end[i];
                for (var later = stage + 1; later < stages; later++) DotProduct.Add(step * tableau.Nodes(later)[stage], ofStates[later], ofSlope);
                ofStates[stage].AsSpan().Clear();
                adjoint(states[stage], ofSlope, ofStates[stage]);
            }

            foreach (var ofState in ofStates) DotProduct.Add(1, ofState, end);
        }

        return end;

        double[][] New() => [.. Enumerable.Range(0, stages).Select(_ => new double[end.Length])];
    }
}
