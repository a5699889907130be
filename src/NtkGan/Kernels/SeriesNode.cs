using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>The Hermite coefficients of an activation without a closed form at one place of the network, for every point: four points side by
/// side, all coefficients of the four together, so that a pair's series streams through memory.</summary>
internal sealed class SeriesNode
{
    private readonly Lanes[] _scaled, _means, _slopes;
    private readonly bool[] _covered;

    /// <summary>Computes the coefficients at the variance of each point.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="variances">q of each point, padded to whole lanes.</param>
    public SeriesNode(NumericActivation activation, double[] variances)
    {
        var points = new HermiteCoefficients?[variances.Length];
        Workers.ForBlocks(points.Length, 16, (start, end) =>
        {
            for (var i = start; i < end; i++)
                points[i] = i > start && variances[i] == variances[i - 1] ? points[i - 1] : activation.Coefficients(variances[i]);
        });
        Length = points.Max(point => point?.Scaled.Length ?? 0);
        var groups = points.Length / Lanes.Count;
        (_scaled, _means, _slopes, _covered) = (new Lanes[groups * Length], new Lanes[groups], new Lanes[groups], new bool[groups]);
        Tails = new double[Length + 1];
        for (var group = 0; group < groups; group++)
        {
            var four = points.AsSpan(group * Lanes.Count, Lanes.Count);
            _covered[group] = !four.Contains(null);
            if (!_covered[group]) continue;
            _means[group] = Pack(four, point => point.Mean);
            _slopes[group] = Pack(four, point => point.Slope);
            for (var l = 0; l < Length; l++)
                _scaled[group * Length + l] = Pack(four, point => l < point.Scaled.Length ? point.Scaled[l] : 0);
            foreach (var point in four) AddTail(point!);
        }
    }

    /// <summary>Coefficients kept of each point.</summary>
    public int Length { get; }

    /// <summary>Entry L: the largest part of E[phi'^2] that coefficients L, L + 1, ... make up at any point.</summary>
    public double[] Tails { get; }

    /// <summary>Whether the series is right at these four points.</summary>
    public bool Covers(int group) => _covered[group];

    /// <summary>Four points.</summary>
    public SeriesPoints Group(int group) => new(_means[group], _slopes[group], _scaled.AsSpan(group * Length, Length));

    /// <summary>One point in every lane.</summary>
    /// <param name="point">Its index.</param>
    /// <param name="scratch">Receives its coefficients.</param>
    public SeriesPoints Broadcast(int point, Span<Lanes> scratch)
    {
        var (group, lane) = (point / Lanes.Count, point % Lanes.Count);
        var scaled = _scaled.AsSpan(group * Length, scratch.Length);
        for (var l = 0; l < scratch.Length; l++) scratch[l] = scaled[l].Vector[lane];
        return new(_means[group].Vector[lane], _slopes[group].Vector[lane], scratch);
    }

    /// <summary>How many terms make the error of any pair's D less than rounding, sqrt(E[phi'(u)^2] E[phi'(v)^2]) counting as 1.</summary>
    public static int Terms(SeriesNode first, SeriesNode second)
    {
        const double rounding = 1e-17;
        var terms = 0;
        while (terms < Math.Min(first.Length, second.Length) && Math.Sqrt(first.Tails[terms] * second.Tails[terms]) > rounding) terms++;
        return terms;
    }

    private static Lanes Pack(ReadOnlySpan<HermiteCoefficients?> four, Func<HermiteCoefficients, double> number) =>
        new(System.Runtime.Intrinsics.Vector256.Create(number(four[0]!), number(four[1]!), number(four[2]!), number(four[3]!)));

    private void AddTail(HermiteCoefficients point)
    {
        var tail = 0.0;
        for (var l = point.Scaled.Length - 1; l >= 0; l--)
        {
            tail += point.Scaled[l] * point.Scaled[l];
            Tails[l] = Math.Max(Tails[l], point.Variance * tail / point.SlopeMeanSquare);
        }
    }
}
