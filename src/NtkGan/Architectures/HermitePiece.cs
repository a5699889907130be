using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>Hermite coefficients over a range of deviations: interpolation between Chebyshev nodes. Of an analytic phi, coefficients are analytic in
/// log sqrt(q) within a strip of half-width pi/2 (with poles as far from the real axis as those of tanh), so that sixteen nodes to a factor of sqrt(2) are right to 1e-14, and for waves, too, where variances are small enough for them.</summary>
internal sealed class HermitePiece
{
    private const int Nodes = 16;

    // A zero vector counts as a tiny one.
    private const double Least = 1e-150;

    private static readonly double[] Places = [.. Enumerable.Range(0, Nodes).Select(i => -Math.Cos(Math.PI * (i + 0.5) / Nodes))];
    private static readonly double[] Weights = [.. Enumerable.Range(0, Nodes).Select(i => (i % 2 == 0 ? 1 : -1) * Math.Sin(Math.PI * (i + 0.5) / Nodes))];

    private readonly HermiteRange _range;
    private readonly HermiteProjection[] _rows;
    private readonly double _value, _slope, _jump;

    private HermitePiece(HermiteRange range, HermiteSource source)
    {
        (_range, _value, _slope, _jump) = (range, source.Value, source.CountsFromAfar(range.End) ? source.FarSlope : source.Slope, source.Jump);
        var terms = source.IsSmooth ? HermiteDegrees.CountUpTo(HermiteProjection.LastDegree(range.End)) : HermiteDegrees.Degrees.Length;
        _rows = [.. Places.Select(place => new HermiteProjection(source, range.Deviation(place), terms, source.CountsFromAfar(range.End)))];
    }

    /// <summary>Makes a piece; null if phi'' does not die out far enough from 0 to be seen as a whole.</summary>
    public static HermitePiece? Make(HermiteRange range, HermiteSource source) =>
        range.IsBearable && source.IsSeenFrom(range.End) ? new(range, source) : null;

    /// <summary>The coefficients at a deviation of the range.</summary>
    public HermiteCoefficients At(double deviation)
    {
        // Barycentric interpolation.
        Span<double> weights = stackalloc double[Nodes];
        var (place, sum) = (_range.Place(deviation), 0.0);
        for (var i = 0; i < Nodes; i++)
        {
            if (place == Places[i])
            {
                weights.Clear();
                (weights[i], sum) = (1, 1);
                break;
            }

            weights[i] = Weights[i] / (place - Places[i]);
            sum += weights[i];
        }

        var (scaled, shifted) = (new double[_rows[0].Scaled.Length], new double[_rows[0].Shifted.Length]);
        var (mean, slope) = (0.0, 0.0);
        for (var i = 0; i < Nodes; i++)
        {
            var weight = weights[i] / sum;
            DotProduct.Add(weight * Math.Max(deviation, Least), _rows[i].Scaled, scaled);
            DotProduct.Add(weight * Math.Max(deviation, Least), _rows[i].Shifted, shifted);
            (mean, slope) = (mean + weight * _rows[i].Mean, slope + weight * _rows[i].Slope);
        }

        return new()
        {
            Mean = _value + deviation * (_jump / Math.Sqrt(2 * Math.PI) + deviation * mean),
            Slope = _slope + deviation * slope,
            Scaled = scaled,
            Shifted = shifted,
        };
    }
}
