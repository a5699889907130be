using System.Runtime.Intrinsics;
using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>The Hermite coefficients of an activation without a closed form at one place of the network, for every point: four points side by
/// side, all coefficients of the four together, so that a pair's series streams through memory.</summary>
internal sealed class SeriesNode
{
    private readonly Lanes[] _scaled, _shifted, _means, _slopes;
    private readonly bool[] _covered;
    private readonly int[] _terms;
    private readonly double _jump;

    /// <summary>Computes the coefficients at the variance of each point.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="variances">q of each point, padded to whole lanes.</param>
    /// <exception cref="NumericalException">The activation varies too fast at these variances.</exception>
    public SeriesNode(NumericActivation activation, double[] variances)
    {
        var points = activation.Coefficients(variances);
        _jump = activation.JumpAtZero;
        Length = points.Select(point => point?.Count ?? 0).DefaultIfEmpty().Max();
        var groups = points.Length / Lanes.Count;
        (_scaled, _shifted) = (new Lanes[groups * 2 * Length], new Lanes[groups * 2 * Length]);
        (_means, _slopes, _covered, _terms) = (new Lanes[groups], new Lanes[groups], new bool[groups], new int[groups]);
        Workers.ForBlocks(groups, 8, (start, end) =>
        {
            for (var group = start; group < end; group++)
            {
                var four = points.AsSpan(group * Lanes.Count, Lanes.Count);
                _covered[group] = !four.Contains(null);
                if (!_covered[group]) continue;
                _means[group] = Pack(four, static (point, _) => point.Mean, 0);
                _slopes[group] = Pack(four, static (point, _) => point.Slope, 0);
                for (var l = 0; l < 2 * Length; l++)
                {
                    _scaled[group * 2 * Length + l] = Pack(four, static (point, l) => l < point.Scaled.Length ? point.Scaled[l] : 0, l);
                    _shifted[group * 2 * Length + l] = Pack(four, static (point, l) => l < point.Shifted.Length ? point.Shifted[l] : 0, l);
                }

                foreach (var point in four) _terms[group] = Math.Max(_terms[group], _jump == 0 ? point!.SignificantTerms() : Length);
            }
        });

        // All that meet a point without a series meet it without.
        if (_covered.Contains(false)) activation.Check(variances);
    }

    /// <summary>Nodes kept of each point.</summary>
    public int Length { get; }

    /// <summary>Whether the series is right at these four points.</summary>
    public bool Covers(int group) => _covered[group];

    /// <summary>Nodes that matter at these four points, whatever they are paired with.</summary>
    public int Terms(int group) => _terms[group];

    /// <summary>Four points.</summary>
    public SeriesPoints Group(int group) =>
        new(_means[group], _slopes[group], _scaled.AsSpan(group * 2 * Length, 2 * Length), _shifted.AsSpan(group * 2 * Length, 2 * Length));

    /// <summary>One point in every lane.</summary>
    /// <param name="point">Its index.</param>
    /// <param name="scaled">Receives its coefficients, two for each node.</param>
    /// <param name="shifted">Receives the shifted ones.</param>
    public SeriesPoints Broadcast(int point, Span<Lanes> scaled, Span<Lanes> shifted)
    {
        var (group, lane) = (point / Lanes.Count, point % Lanes.Count);
        var four = Group(group);
        for (var l = 0; l < 2 * _terms[group]; l++) (scaled[l], shifted[l]) = (four.Scaled[l].Vector[lane], four.Shifted[l].Vector[lane]);
        return new(_means[group].Vector[lane], _slopes[group].Vector[lane], scaled, shifted);
    }

    /// <summary>The moments of four points with four others, lane by lane.</summary>
    public PairMoments Moments(int first, int second, Lanes q11, Lanes q12, Lanes q22, bool withDerivatives) =>
        Moments(Group(first), _terms[first], second, q11, q12, q22, withDerivatives);

    /// <summary>The moments of points with four others.</summary>
    /// <param name="first">The points.</param>
    /// <param name="terms">Nodes that matter at them.</param>
    /// <param name="second">The group of the others.</param>
    /// <param name="q11">The points' variances.</param>
    /// <param name="q12">The covariances.</param>
    /// <param name="q22">The others' variances.</param>
    /// <param name="withDerivatives">Whether to compute derivatives.</param>
    public PairMoments Moments(SeriesPoints first, int terms, int second, Lanes q11, Lanes q12, Lanes q22, bool withDerivatives) =>
        HermiteSeries.Sum(first, Group(second), _jump, Math.Min(terms, _terms[second]), q11, q12, q22, withDerivatives);

    private static Lanes Pack(ReadOnlySpan<HermiteCoefficients?> four, Func<HermiteCoefficients, int, double> number, int index) =>
        new(Vector256.Create(number(four[0]!, index), number(four[1]!, index), number(four[2]!, index), number(four[3]!, index)));
}
