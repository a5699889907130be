using System.Runtime.Intrinsics;
using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>The Hermite coefficients of an activation without a closed form at one place of the network, for every point: four points side by
/// side, all coefficients of the four together, so that a pair's series streams through memory.</summary>
internal sealed class SeriesNode
{
    private readonly Lanes[] _scaled, _means, _slopes;
    private readonly bool[] _covered;

    // Entry L: the largest part of E[phi''^2] that coefficients L, L + 1, ... make up at any point.
    private readonly double[] _tails;

    /// <summary>Computes the coefficients at the variance of each point.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="variances">q of each point, padded to whole lanes.</param>
    /// <exception cref="NumericalException">The activation varies too fast at these variances.</exception>
    public SeriesNode(NumericActivation activation, double[] variances)
    {
        var points = activation.Coefficients(variances);
        Length = points.Select(point => point?.SignificantTerms() ?? 0).DefaultIfEmpty().Max();
        var groups = points.Length / Lanes.Count;
        (_scaled, _means, _slopes, _covered) = (new Lanes[groups * Length], new Lanes[groups], new Lanes[groups], new bool[groups]);
        _tails = new double[Length + 1];
        double? farthest = null;
        for (var group = 0; group < groups; group++)
        {
            var four = points.AsSpan(group * Lanes.Count, Lanes.Count);
            _covered[group] = !four.Contains(null);
            if (!_covered[group])
            {
                // All that meet one of the four meet it by quadrature.
                farthest = variances.Max();
                continue;
            }

            _means[group] = Pack(four, point => point.Mean);
            _slopes[group] = Pack(four, point => point.Slope);
            for (var l = 0; l < Length; l++) _scaled[group * Length + l] = Pack(four, point => l < point.Scaled.Length ? point.Scaled[l] : 0);
            foreach (var point in four)
            {
                var tail = 0.0;
                for (var l = Math.Min(Length, point!.Scaled.Length) - 1; l >= 0; l--)
                {
                    tail += (l + 1) * point.Scaled[l] * point.Scaled[l] / point.BendMeanSquare;
                    _tails[l] = Math.Max(_tails[l], tail);
                }
            }
        }

        if (farthest is { } variance && double.IsFinite(variance)) activation.CheckQuadrature(variance);
    }

    /// <summary>Coefficients kept of each point.</summary>
    public int Length { get; }

    /// <summary>Whether the series is right at these four points.</summary>
    public bool Covers(int group) => _covered[group];

    /// <summary>Four points.</summary>
    public SeriesPoints Group(int group) => new(_means[group], _slopes[group], _scaled.AsSpan(group * Length, Length));

    /// <summary>One point in every lane.</summary>
    /// <param name="point">Its index.</param>
    /// <param name="scratch">Receives its coefficients, <see cref="Length"/> of them.</param>
    public SeriesPoints Broadcast(int point, Span<Lanes> scratch)
    {
        var (group, lane) = (point / Lanes.Count, point % Lanes.Count);
        var own = _scaled.AsSpan(group * Length, Length);
        for (var l = 0; l < own.Length; l++) scratch[l] = own[l].Vector[lane];
        return new(_means[group].Vector[lane], _slopes[group].Vector[lane], scratch);
    }

    /// <summary>How many terms make the error of dD/dq12 for a group paired with any point less than rounding, sqrt(E[phi''(u)^2] E[phi''(v)^2])
    /// counting as 1; then the errors of D and N are less still.</summary>
    public int Terms(SeriesPoints four)
    {
        const double rounding = 1e-16;
        Lanes tail = 0.0, all = 0.0;
        for (var l = 0; l < Length; l++) all += (l + 1) * (four.Scaled[l] * four.Scaled[l]);
        var terms = Length;
        for (; terms > 0; terms--)
        {
            tail += terms * (four.Scaled[terms - 1] * four.Scaled[terms - 1]);
            if (Vector256.GreaterThanAny(_tails[terms - 1] * tail.Vector, rounding * rounding * all.Vector)) break;
        }

        return terms;
    }

    /// <summary>The moments of four points with four others, lane by lane.</summary>
    public PairMoments Moments(int first, int second, Lanes q11, Lanes q12, Lanes q22, bool withDerivatives) =>
        HermiteSeries.Sum(Group(first), Group(second), Terms(Group(first)), q11, q12, q22, withDerivatives);

    private static Lanes Pack(ReadOnlySpan<HermiteCoefficients?> four, Func<HermiteCoefficients, double> number) =>
        new(Vector256.Create(number(four[0]!), number(four[1]!), number(four[2]!), number(four[3]!)));
}
