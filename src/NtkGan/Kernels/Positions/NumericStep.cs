using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels.Positions;

/// <summary>The moments of an activation without a closed form, by Hermite series, or by quadrature where they are no help.</summary>
/// <param name="place">Where it stands.</param>
/// <param name="activation">The activation.</param>
internal sealed class NumericStep(NodePlace place, NumericActivation activation) : NodeStep(place)
{
    public override SeriesNode Series(double[] variances) => new(activation, variances);

    protected override void Evaluate(MapState state, AxisPairs rows, AxisPairs columns) =>
        ForEach(state, rows, columns, withSlopes: false, (entry, moments, _, _) =>
        {
            var tangent = state.Tangent;
            state.Covariance[entry] = moments.Covariance;
            if (entry < tangent.Length) tangent[entry] = moments.Derivative * tangent[entry];
        });

    protected override void Differentiate(MapState state, AxisPairs rows, AxisPairs columns, Span<PairSlopes> slopes) =>
        ForEach(state, rows, columns, withSlopes: true, (entry, moments, q11, q22) => Keep(
            moments.At<Jet<Lanes, Partials<Lanes>>>(new(q11, new(0.0, 1.0)), new(state.Covariance[entry], new(1.0, 0.0)), new(q22, default)),
            entry, state.Covariance, state.Tangent, state.Slopes(Node)));

    private void ForEach(MapState state, AxisPairs rows, AxisPairs columns, bool withSlopes, Action<int, PairMoments, Lanes, Lanes> body)
    {
        var (series, group) = state.Series(Node, Series);
        var pairs = state.IsSelf ? null : new SeriesPairs(series);
        for (var (r, e) = (0, 0); r < rows.Count; r++)
        {
            for (var c = 0; c < columns.Count; c++, e++)
            {
                var (p, q) = (rows.First[r] * Width + columns.First[c], rows.Second[r] * Width + columns.Second[c]);
                var own = state.First(Node)[p];
                var both = state.Covariance[e];
                var other = state.Second(Node)[q];
                pairs?.Start(state.FirstIndex(Node, p));
                var covered = pairs?.Covers(group + q) ?? (series.Covers(group + p) && series.Covers(group + q));
                var moments = !covered ? activation.Moments(own, both, other, withSlopes)
                    : pairs?.Moments(group + q, own, both, other, withSlopes) ?? series.Moments(group + p, group + q, own, both, other, withSlopes);
                body(e, moments, own, other);
            }
        }
    }
}
