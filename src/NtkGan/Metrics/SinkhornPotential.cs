using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>A dual potential of entropic optimal transport: one value for each point of a set, found from the opposite potential on
/// another set (or, for a set against itself, from this potential).</summary>
internal sealed class SinkhornPotential
{
    // Below, an exponential is left out of a sum whose mean is trusted above LeastMean only: what is lost is below 2^-56 of it.
    internal const double NegligibleExponent = -80;
    private const double LeastMean = 1.0 / (1 << 24), GreatestMean = 1e300;

    private readonly PointTiles _points;
    private double[] _next;

    /// <summary>The potential 0.</summary>
    public SinkhornPotential(PointTiles points)
    {
        _points = points;
        Values = new double[points.Tiles * PointTiles.Size];
        Array.Fill(Values, double.NegativeInfinity, points.Count, Values.Length - points.Count);
        _next = [.. Values];
        Greatest = new double[points.Tiles];
        Moves = new double[points.Tiles];
    }

    /// <summary>The values at the places of <see cref="PointTiles"/>; minus infinity (no mass) at the filling of the last tile.</summary>
    public double[] Values { get; private set; }

    /// <summary>The greatest value in each tile.</summary>
    public double[] Greatest { get; }

    /// <summary>The greatest |softmin - value| in each tile at the last update.</summary>
    public double[] Moves { get; }

    /// <summary>Finds the new values of a tile: f + share (softmin_eps - f), where softmin_eps - f_i = -eps log(mean_j P_ij). A mean too far
    /// from 1 to be trusted gives way to the two-pass softmin. <see cref="Accept"/> makes them current.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="sums">sum_j P_ij, P_ij = exp((f_i + h_j - C_ij)/eps), for each i of the tile.</param>
    /// <param name="opposite">The potential h.</param>
    /// <param name="temperature">eps.</param>
    /// <param name="share">1, or 1/2 for averaged updates.</param>
    /// <param name="isWide">Whether eps is above four squared diameters: then a P near 1 says nothing of f any more, and the sums are not used.</param>
    public void Update(int tile, ReadOnlySpan<double> sums, SinkhornPotential opposite, double temperature, double share, bool isWide)
    {
        Moves[tile] = 0;
        for (var lane = 0; lane < _points.CountIn(tile); lane++)
        {
            var i = tile * PointTiles.Size + lane;
            var mean = sums[lane] / opposite._points.Count;
            var move = isWide ? WideSoftMinimum(i, opposite, temperature) - Values[i]
                : mean is > LeastMean and < GreatestMean ? -temperature * Math.Log(mean)
                : SoftMinimum(i, opposite, temperature) - Values[i];
            _next[i] = Values[i] + share * move;
            Moves[tile] = Math.Max(Moves[tile], Math.Abs(move));
        }
    }

    /// <summary>Makes the new values of all tiles current.</summary>
    public void Accept()
    {
        (Values, _next) = (_next, Values);
        FindGreatest();
    }

    /// <summary>The potential as it was before the last <see cref="Accept"/>.</summary>
    public SinkhornPotential Former()
    {
        var former = new SinkhornPotential(_points) { Values = _next };
        former.FindGreatest();
        return former;
    }

    private void FindGreatest()
    {
        for (var tile = 0; tile < _points.Tiles; tile++)
        {
            Greatest[tile] = double.NegativeInfinity;
            foreach (var value in Values.AsSpan(tile * PointTiles.Size, _points.CountIn(tile))) Greatest[tile] = Math.Max(Greatest[tile], value);
        }
    }

    /// <summary>mean_i f_i (r_i - 1), r_i = sum_i / count the sums of a coupling on the other set.</summary>
    public double MeanTimes(double[] sums, int count)
    {
        double mean = 0, sum = 0;
        for (var i = 0; i < _points.Count; i++) mean += Values[i] / _points.Count;
        for (var i = 0; i < _points.Count; i++) sum += (Values[i] - mean) * (sums[i] / count - 1);
        return sum / _points.Count;
    }

    /// <summary>mean_i (f_i - g_i), g being a potential on the same set.</summary>
    public double MeanExcessOver(SinkhornPotential other)
    {
        var sum = 0.0;
        for (var i = 0; i < _points.Count; i++) sum += Values[i] - other.Values[i];
        return sum / _points.Count;
    }

    // The same from the differences to 1, (h_j - C_ij)/eps being below 1/2: relative accuracy, however large eps is.
    private double WideSoftMinimum(int i, SinkhornPotential opposite, double temperature)
    {
        var sum = 0.0;
        for (var j = 0; j < opposite._points.Count; j += Lanes.Count)
        {
            var squares = _points.SquaredDistances(i, opposite._points, j);
            for (var lane = 0; lane < Math.Min(Lanes.Count, opposite._points.Count - j); lane++)
                sum += ExponentialFunctions.Expm1((opposite.Values[j + lane] - squares[lane] / 2) / temperature);
        }

        return -temperature * ExponentialFunctions.Log1p(sum / opposite._points.Count);
    }

    // -eps log mean_j exp((h_j - C_ij)/eps), scaled by its largest term.
    private double SoftMinimum(int i, SinkhornPotential opposite, double temperature)
    {
        var maxima = Vector256.Create(double.NegativeInfinity);
        for (var j = 0; j < opposite.Values.Length; j += Lanes.Count) maxima = Vector256.Max(maxima, Exponents(j));
        var greatest = Math.Max(Math.Max(maxima[0], maxima[1]), Math.Max(maxima[2], maxima[3]));
        var scale = Vector256.Create(1 / (Math.Log(2) * temperature));
        var sums = Vector256<double>.Zero;
        for (var j = 0; j < opposite.Values.Length; j += Lanes.Count)
            sums += VectorExponential.PowerOfTwo((Exponents(j) - Vector256.Create(greatest)) * scale);
        return -(greatest + temperature * Math.Log(Reduction.Sum(sums) / opposite._points.Count));

        Vector256<double> Exponents(int j) => Vector256.FusedMultiplyAdd(
            Vector256.Create(-0.5), _points.SquaredDistances(i, opposite._points, j), Vector256.Create<double>(opposite.Values.AsSpan(j, Lanes.Count)));
    }
}
