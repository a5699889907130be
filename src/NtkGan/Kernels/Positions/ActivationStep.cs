using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels.Positions;

/// <summary>q12 &lt;- N(q11, q12, q22), k &lt;- D(q11, q12, q22) k by a formula.</summary>
/// <param name="place">Where it stands.</param>
/// <param name="formula">N and D.</param>
internal sealed class ActivationStep<TFormula>(NodePlace place, TFormula formula) : NodeStep(place)
    where TFormula : struct, IPairFormula
{
    protected override void Evaluate(MapState state, AxisPairs rows, AxisPairs columns)
    {
        var covariance = state.Covariance;
        var tangent = state.Tangent;
        var firsts = state.First(Node);
        var seconds = state.Second(Node);
        for (var (r, e) = (0, 0); r < rows.Count; r++)
        {
            var first = firsts.Slice(rows.First[r] * Width, Width);
            var second = seconds.Slice(rows.Second[r] * Width, Width);
            for (var c = 0; c < columns.Count; c++, e++)
            {
                var dual = formula.Dual(first[columns.First[c]], covariance[e], second[columns.Second[c]]);
                covariance[e] = dual.Covariance;
                if (e < tangent.Length) tangent[e] = dual.Derivative * tangent[e];
            }
        }
    }

    protected override void Differentiate(MapState state, AxisPairs rows, AxisPairs columns, Span<PairSlopes> slopes)
    {
        var covariance = state.Covariance;
        var tangent = state.Tangent;
        var firsts = state.First(Node);
        var seconds = state.Second(Node);
        for (var (r, e) = (0, 0); r < rows.Count; r++)
        {
            var first = firsts.Slice(rows.First[r] * Width, Width);
            var second = seconds.Slice(rows.Second[r] * Width, Width);
            for (var c = 0; c < columns.Count; c++, e++)
            {
                var dual = formula.Dual<Jet<Lanes, Partials<Lanes>>>(
                    new(first[columns.First[c]], new(0.0, 1.0)), new(covariance[e], new(1.0, 0.0)), new(second[columns.Second[c]], default));
                Keep(dual, e, covariance, tangent, slopes);
            }
        }
    }
}
