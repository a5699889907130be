using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels.Positions;

/// <summary>Where a nonlinear step stands.</summary>
/// <param name="Id">Its number among all steps.</param>
/// <param name="Node">Its number among nonlinear ones.</param>
/// <param name="Height">Rows of positions.</param>
/// <param name="Width">Columns of positions.</param>
internal readonly record struct NodePlace(int Id, int Node, int Height, int Width);

/// <summary>A nonlinear step, which needs the variances of both images at its place. Its adjoint collects that of the first image's variances.</summary>
/// <param name="place">Where it stands.</param>
internal abstract class NodeStep(NodePlace place) : MapStep
{
    /// <summary>Number of positions.</summary>
    public int Positions => place.Height * place.Width;

    /// <summary>The Hermite coefficients at these variances, of an activation without a closed form.</summary>
    public virtual SeriesNode? Series(double[] variances) => null;

    protected int Node => place.Node;

    protected int Width => place.Width;

    public sealed override AxisPairs Demand(AxisPlan plan, AxisPairs output) => plan.Keep(place.Id, output);

    public sealed override void Forward(MapState state)
    {
        var (rows, columns) = (state.Rows.Pairs(place.Id), state.Columns.Pairs(place.Id));
        if (state.IsRecording) Record(state, rows, columns);
        if (state.WithSlopes) Differentiate(state, rows, columns, state.Slopes(Node));
        else Evaluate(state, rows, columns);
    }

    public sealed override void Backward(MapState state)
    {
        var (rows, columns) = (state.Rows.Pairs(place.Id), state.Columns.Pairs(place.Id));
        var covariance = state.Covariance;
        var tangent = state.Tangent;
        var slopes = state.Slopes(Node);
        var variance = state.VarianceAdjoints[Node];
        for (var (r, e) = (0, 0); r < rows.Count; r++)
        {
            var start = rows.First[r] * Width;
            foreach (var column in columns.First)
            {
                ref var slope = ref slopes[e];
                var (onCovariance, onVariance) = (covariance[e] * slope.ByCovariance, covariance[e] * slope.ByVariance);
                if (e < tangent.Length)
                {
                    onCovariance = Lanes.MultiplyAdd(tangent[e], slope.TangentByCovariance, onCovariance);
                    onVariance = Lanes.MultiplyAdd(tangent[e], slope.TangentByVariance, onVariance);
                    tangent[e] *= slope.Factor;
                }

                covariance[e++] = onCovariance;
                variance[start + column] += onVariance;
            }
        }

        // The variances of an image are its covariances with itself at equal positions, on both sides of the pair alike.
        if (!state.IsSelf) return;
        foreach (var r in rows.Equal)
            foreach (var c in columns.Equal) covariance[r * columns.Count + c] += 2 * variance[rows.First[r] * Width + columns.First[c]];
    }

    protected abstract void Evaluate(MapState state, AxisPairs rows, AxisPairs columns);

    protected abstract void Differentiate(MapState state, AxisPairs rows, AxisPairs columns, Span<PairSlopes> slopes);

    /// <summary>Puts the moments in place of the maps' entry, and keeps their derivatives.</summary>
    protected static void Keep(DualMoments<Jet<Lanes, Partials<Lanes>>> dual, int entry, Span<Lanes> covariance, Span<Lanes> tangent, Span<PairSlopes> slopes)
    {
        ref var slope = ref slopes[entry];
        (covariance[entry], slope.ByCovariance, slope.ByVariance) = (dual.Covariance.Value, dual.Covariance.Slope.First, dual.Covariance.Slope.Second);
        if (entry >= tangent.Length) return;
        var before = tangent[entry];
        slope.Factor = dual.Derivative.Value;
        slope.TangentByCovariance = before * dual.Derivative.Slope.First;
        slope.TangentByVariance = before * dual.Derivative.Slope.Second;
        tangent[entry] = before * dual.Derivative.Value;
    }

    private void Record(MapState state, AxisPairs rows, AxisPairs columns)
    {
        var map = state.Covariance;
        var variances = state.Recorded(Node);
        foreach (var r in rows.Equal)
            foreach (var c in columns.Equal) variances[rows.First[r] * Width + columns.First[c]] = map[r * columns.Count + c];
    }
}
