using System.Collections.Concurrent;
using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>The Hermite coefficients of one activation at any variance: polynomials in the deviation sqrt(q), one to a factor of two of q, made when a
/// variance first falls there, judged against quadrature, and kept. So a coefficient depends on its variance alone, not on the other points.</summary>
/// <param name="make">Makes a piece; null where no series is right.</param>
internal sealed class HermiteTable(Func<HermiteRange, HermitePiece?> make)
{
    private readonly ConcurrentDictionary<HermiteRange, HermitePiece?> _pieces = [];

    /// <summary>The coefficients at each variance; null where no series is right.</summary>
    public HermiteCoefficients?[] Of(ReadOnlyMemory<double> variances)
    {
        var missing = variances.ToArray().Select(HermiteRange.Of).Distinct().Where(range => !_pieces.ContainsKey(range)).Order().ToArray();
        Workers.ForBlocks(missing.Length, 1, (i, _) => _pieces.TryAdd(missing[i], make(missing[i])));
        var results = new HermiteCoefficients?[variances.Length];
        Workers.ForBlocks(variances.Length, 16, (start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var variance = variances.Span[i];
                results[i] = i > start && variance == variances.Span[i - 1] ? results[i - 1] : _pieces[HermiteRange.Of(variance)]?.At(Math.Sqrt(variance));
            }
        });
        return results;
    }
}

/// <summary>Deviations from sqrt(2)^Index/8 to sqrt(2) times that; index -1: from 0 to 1/8.</summary>
/// <param name="Index">The range's number.</param>
internal readonly record struct HermiteRange(int Index) : IComparable<HermiteRange>
{
    private const double Least = 0.125;

    // Beyond, squares of degrees' roots would lose their meaning; NaN and infinity lie there, too.
    private const int Last = 80;

    /// <summary>The range of a variance.</summary>
    public static HermiteRange Of(double variance) =>
        new(variance < Least * Least ? -1 : variance < Math.ScaleB(Least * Least, Last) ? Math.ILogB(variance / (Least * Least)) : Last);

    /// <summary>Whether deviations have a meaning here.</summary>
    public bool IsBearable => Index < Last;

    /// <summary>The largest deviation.</summary>
    public double End => Least * Math.Sqrt(Math.ScaleB(1, Index + 1));

    /// <summary>The deviation at a place in [-1, 1]: on a scale of logarithms, but near 0.</summary>
    public double Deviation(double place) => Index < 0 ? Least * 0.5 * (1 + place) : End * Math.Pow(2, 0.25 * (place - 1));

    /// <summary>The inverse.</summary>
    public double Place(double deviation) => Index < 0 ? 2 * (deviation / Least) - 1 : 4 * Math.Log2(deviation / End) + 1;

    /// <inheritdoc/>
    public int CompareTo(HermiteRange other) => Index.CompareTo(other.Index);
}
