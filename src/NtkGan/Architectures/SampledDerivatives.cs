using System.Collections.Concurrent;

namespace NtkGan.Architectures;

/// <summary>Derivatives of a function that is known by its values alone: those of polynomials through Chebyshev nodes around cells of length 1 (longer ones
/// far out, in proportion to |x|), cut at the kinks. Cells are the inner halves of their polynomials' intervals, where differentiation amplifies
/// rounding least, and terms at the level of rounding are left out: of a function that is analytic within about 1.5 of the line, phi' is right to
/// about 1e-14 and phi'' to 1e-12 of the size of phi.</summary>
internal sealed class SampledDerivatives
{
    private const int Nodes = 28;

    // Beyond, cells grow: functions vary slowly there.
    private const double Near = 64;

    // Of the largest value: what terms of the series are wrong by, rounding of places included.
    private const double Rounding = 2e-15;

    private static readonly double[] Places = [.. Enumerable.Range(0, Nodes).Select(i => Math.Cos(Math.PI * (i + 0.5) / Nodes))];

    private readonly Func<double, double> _function;
    private readonly double[] _kinks;
    private readonly ConcurrentDictionary<(int Segment, double Start), Cell> _cells = [];

    /// <param name="function">The function, analytic between its kinks.</param>
    /// <param name="kinks">Where it is not.</param>
    public SampledDerivatives(Func<double, double> function, IEnumerable<double> kinks) => (_function, _kinks) = (function, [.. kinks.Distinct().Order()]);

    /// <summary>f'(x); at a kink that on its right.</summary>
    public double First(double x) => At(x) is { } cell ? cell.Evaluate(cell.First, x) : double.NaN;

    /// <summary>f''(x); at a kink that on its right.</summary>
    public double Second(double x) => At(x) is { } cell ? cell.Evaluate(cell.Second, x) : double.NaN;

    private Cell? At(double x)
    {
        if (!double.IsFinite(x)) return null;
        var size = Math.Abs(x) < 2 * Near ? 1 : Math.ScaleB(1 / Near, Math.ILogB(x));
        var segment = 0;
        while (segment < _kinks.Length && _kinks[segment] <= x) segment++;
        return _cells.GetOrAdd((segment, Math.Floor(x / size) * size), static (key, arguments) => arguments.Owner.Make(key.Segment, key.Start, arguments.size), (Owner: this, size));
    }

    private Cell Make(int segment, double start, double size)
    {
        var (least, greatest) = (segment == 0 ? double.NegativeInfinity : _kinks[segment - 1], segment == _kinks.Length ? double.PositiveInfinity : _kinks[segment]);
        var from = Math.Max(least, Math.Min(start - 0.5 * size, greatest - 2 * size));
        var to = Math.Min(greatest, from + 2 * size);
        var (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
        var (series, largest) = (new double[Nodes], 0.0);
        for (var i = 0; i < Nodes; i++)
        {
            var value = _function(middle + half * Places[i]);
            largest = Math.Max(largest, Math.Abs(value));
            for (var l = 0; l < Nodes; l++) series[l] += (l == 0 ? 1.0 : 2.0) / Nodes * value * Math.Cos(Math.PI * l * (i + 0.5) / Nodes);
        }

        var count = Nodes;
        while (count > 1 && Math.Abs(series[count - 1]) <= Rounding * largest) count--;
        var first = Derivative(series.AsSpan(0, count), half);
        return new(middle, half, first, Derivative(first, half));
    }

    // Of a Chebyshev series over an interval of half-length half.
    private static double[] Derivative(ReadOnlySpan<double> series, double half)
    {
        var result = new double[series.Length];
        for (var l = series.Length - 1; l >= 1; l--) result[l - 1] = (l + 1 < series.Length ? result[l + 1] : 0) + 2 * l * series[l];
        for (var l = 0; l < result.Length; l++) result[l] /= l == 0 ? 2 * half : half;
        return result;
    }

    /// <summary>The derivatives' Chebyshev series around a cell.</summary>
    private sealed record Cell(double Middle, double Half, double[] First, double[] Second)
    {
        /// <summary>Clenshaw's recurrence.</summary>
        public double Evaluate(double[] series, double x)
        {
            var place = (x - Middle) / Half;
            var (above, current) = (0.0, 0.0);
            for (var l = series.Length - 1; l >= 1; l--) (above, current) = (current, 2 * place * current - above + series[l]);
            return place * current - above + series[0];
        }
    }
}
