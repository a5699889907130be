using System.Collections.Concurrent;
using NtkGan.Numerics;

namespace NtkGan.Kernels.Hierarchical;

/// <summary>Nodes of interpolation on [-1, 1]^m by polynomials of total degree n: f(x) ~ sum_b f(x_b) L_b(x), L_b in products of Chebyshev polynomials. On a
/// line they are the Chebyshev nodes, in the plane the Padua points (Caliari, De Marchi, Vianello 2005), in space chosen from a grid by elimination with
/// pivots. Of total degree, for that takes fewer nodes for an error than a grid does.</summary>
internal sealed class NodeSet
{
    /// <summary>What [-1, 1] is of a box, in parts of its half width: nodes beyond the box see a kink that cuts off a corner of it.</summary>
    public const double Reach = 1.06;

    private static readonly ConcurrentDictionary<(int, int), Lazy<NodeSet>> Known = new();

    // Sizes of coefficients are compared over four degrees.
    public const int LeastDegree = 4;

    // A little more than that of boxes apart, for rounding.
    private const double LeastGap = 2.001;

    private readonly int[][] _powers;
    private readonly Matrix _coefficients;
    private readonly int _outer, _next, _inner;
    private readonly Lazy<NodeSet>[] _coarser;
    private readonly Lazy<Matrix[]> _toChildren;

    private NodeSet(int dimension, int degree, NodeSet? finer = null)
    {
        (Dimension, Degree) = (dimension, degree);
        _powers = [.. Powers(dimension, degree).OrderBy(power => power.Sum())];
        (_inner, _next, _outer) = (Array.FindIndex(_powers, power => power.Sum() == Math.Max(0, degree - 3)), Array.FindIndex(_powers, power => power.Sum() == degree - 1), Array.FindIndex(_powers, power => power.Sum() == degree));
        Nodes = finer is null ? Chosen(Candidates()) : finer.Nodes.Take([.. Enumerable.Range(0, Count)]);
        _coefficients = Inverse(Values(Nodes));
        Tail = SignedTail();
        _toChildren = new(() => [.. Enumerable.Range(0, 1 << dimension).Select(ToChild)]);
        ToFiner = Lagrange((finer ?? this).Nodes);
        _coarser = [.. Enumerable.Range(0, finer is null ? degree : 0).Select(lower => new Lazy<NodeSet>(() => new(dimension, lower, this)))];
    }

    /// <summary>The set for a dimension from 1 to 3 and a degree of at least 1.</summary>
    public static NodeSet Of(int dimension, int degree) => Known.GetOrAdd((dimension, degree), key => new(() => new(key.Item1, key.Item2))).Value;

    /// <summary>How many nodes a degree takes: (n + m)! / (n! m!).</summary>
    public static int CountOf(int dimension, int degree)
    {
        var count = 1;
        for (var k = 1; k <= dimension; k++) count = count * (degree + k) / k;
        return count;
    }

    /// <summary>m.</summary>
    public int Dimension { get; }

    /// <summary>n.</summary>
    public int Degree { get; }

    /// <summary>Number r of nodes.</summary>
    public int Count => _powers.Length;

    /// <summary>The nodes, r x m.</summary>
    public Matrix Nodes { get; }

    /// <summary>Weights whose sum with values at the nodes is that of the coefficients of the two highest degrees, with random signs.</summary>
    public double[] Tail { get; }

    /// <summary>For each of the 2^m halves (bit c of the index: the upper half of coordinate c) L_a at the nodes b of that half, in row b.</summary>
    public IReadOnlyList<Matrix> ToChildren => _toChildren.Value;

    /// <summary>Of a set that is the first of another's nodes, its L_b at the nodes a of the other, in row a.</summary>
    public Matrix ToFiner { get; }

    /// <summary>The first of these nodes, as many as a lower degree takes: the order in which elimination has chosen them makes them good ones.</summary>
    public NodeSet Coarser(int degree) => degree == Degree ? this : _coarser[degree].Value;

    /// <summary>The first of these nodes that do as well in a box whose nearest singularity is so far from it, in parts of half its width, as all do in one at
    /// the least distance: coefficients fall as rho^-n, rho = a + sqrt(a^2 - 1) at a half widths from the middle (Bernstein).</summary>
    public NodeSet At(double gap) => Coarser(Math.Min(Degree, Math.Max(Math.Min(Degree, LeastDegree), (int)Math.Ceiling(Degree * Rate(LeastGap) / Rate(gap)))));

    private static double Rate(double gap) => Math.Acosh(1 + gap);

    /// <summary>The products of Chebyshev polynomials at a point of [-1, 1]^m.</summary>
    public void Basis(ReadOnlySpan<double> point, Span<double> basis)
    {
        Span<double> chebyshev = stackalloc double[Dimension * (Degree + 1)];
        for (var c = 0; c < Dimension; c++)
        {
            var own = chebyshev.Slice(c * (Degree + 1), Degree + 1);
            (own[0], own[1]) = (1, point[c]);
            for (var k = 2; k < own.Length; k++) own[k] = 2 * point[c] * own[k - 1] - own[k - 2];
        }

        for (var a = 0; a < basis.Length; a++)
        {
            var power = _powers[a];
            var product = chebyshev[power[0]];
            for (var c = 1; c < power.Length; c++) product *= chebyshev[c * (Degree + 1) + power[c]];
            basis[a] = product;
        }
    }

    /// <summary>From values at the nodes to coefficients of the basis.</summary>
    public void Coefficients(ReadOnlySpan<double> values, Span<double> coefficients)
    {
        for (var a = 0; a < coefficients.Length; a++) coefficients[a] = DotProduct.Of(_coefficients.Row(a), values);
    }

    /// <summary>From moments sum_j c_j basis(y_j) to the coefficients at the nodes, sum_j c_j L_b(y_j), which are added.</summary>
    public void AddMoments(ReadOnlySpan<double> moments, Span<double> weights)
    {
        for (var a = 0; a < moments.Length; a++) DotProduct.Add(moments[a], _coefficients.Row(a), weights);
    }

    /// <summary>About the largest error of the interpolant of these values on the box, by how the coefficients of the highest degrees fall: two and two of
    /// them, for functions may be even or odd.</summary>
    public double Error(ReadOnlySpan<double> values)
    {
        var (outer, inner) = (Math.Max(Size(values, _outer, Count), Size(values, _next, _outer) / Fall), Size(values, _inner, _next));
        return outer <= inner / SlowFall ? outer / Fall : outer * Degree;
    }

    // By how much sizes fall from a degree to the next where interpolation is good for something, and by how much in two degrees where there is no kink.
    private const double Fall = 3, SlowFall = 2;

    private double Size(ReadOnlySpan<double> values, int start, int end)
    {
        var sum = 0.0;
        for (var a = start; a < end; a++) sum += Math.Abs(DotProduct.Of(_coefficients.Row(a), values));
        return double.IsNaN(sum) ? double.PositiveInfinity : sum;
    }

    /// <summary>The sum of the magnitudes of the coefficients of each degree, from 0 to n.</summary>
    public void Sizes(ReadOnlySpan<double> values, Span<double> sizes)
    {
        sizes.Clear();
        for (var a = 0; a < Count; a++) sizes[_powers[a].Sum()] += Math.Abs(DotProduct.Of(_coefficients.Row(a), values));
    }

    /// <summary>-1 and 1 at random, the same ones each time.</summary>
    public static double[] Signs(int count, string purpose)
    {
        var random = CounterRandom.For(0, purpose);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextIndex(2) == 0 ? -1.0 : 1)];
    }

    private double[] SignedTail()
    {
        var (signs, tail) = (Signs(Count - _next, "tail"), new double[Count]);
        for (var a = _next; a < Count; a++) DotProduct.Add(signs[a - _next], _coefficients.Row(a), tail);
        return tail;
    }

    private Matrix ToChild(int half)
    {
        var nodes = new Matrix(Count, Dimension);
        for (var b = 0; b < Count; b++)
            for (var c = 0; c < Dimension; c++) nodes[b, c] = (Nodes[b, c] + ((half >> c & 1) == 0 ? -1 : 1) / Reach) / 2;
        return Lagrange(nodes);
    }

    // L_b at points, a row for each.
    private Matrix Lagrange(Matrix points)
    {
        var (result, basis) = (new Matrix(points.Rows, Count), new double[Count]);
        for (var a = 0; a < points.Rows; a++)
        {
            Basis(points.Row(a), basis);
            AddMoments(basis, result.Row(a));
        }

        return result;
    }

    private Matrix Values(Matrix points)
    {
        var values = new Matrix(points.Rows, Count);
        for (var i = 0; i < points.Rows; i++) Basis(points.Row(i), values.Row(i));
        return values;
    }

    private static IEnumerable<int[]> Powers(int dimension, int degree) =>
        dimension == 0 ? [[]] : Enumerable.Range(0, degree + 1).SelectMany(first => Powers(dimension - 1, degree - first).Select(rest => (int[])[first, .. rest]));

    private Matrix Candidates()
    {
        var points = new List<double[]>();
        switch (Dimension)
        {
            case 1:
                for (var j = 0; j <= Degree; j++) points.Add([Math.Cos(Math.PI * (j + .5) / (Degree + 1))]);
                break;
            case 2:
                for (var j = 0; j <= Degree; j++)
                    for (var k = j % 2; k <= Degree + 1; k += 2) points.Add([Math.Cos(Math.PI * j / Degree), Math.Cos(Math.PI * k / (Degree + 1))]);
                break;
            default:
                for (var j = 0; j <= Degree; j++)
                    for (var k = 0; k <= Degree + 1; k++)
                        for (var l = 0; l <= Degree + 2; l++)
                            points.Add([Math.Cos(Math.PI * j / Degree), Math.Cos(Math.PI * k / (Degree + 1)), Math.Cos(Math.PI * l / (Degree + 2))]);
                break;
        }

        return new(points.Count, Dimension, [.. points.SelectMany(point => point)]);
    }

    // Elimination with pivots of rows: each next candidate is where the polynomials that vanish at those before are largest.
    private Matrix Chosen(Matrix candidates)
    {
        var values = Values(candidates);
        int[] order = [.. Enumerable.Range(0, values.Rows)];
        for (var k = 0; k < Count; k++)
        {
            var pivot = k;
            for (var i = k + 1; i < values.Rows; i++)
                if (Math.Abs(values[order[i], k]) > Math.Abs(values[order[pivot], k])) pivot = i;
            (order[k], order[pivot]) = (order[pivot], order[k]);
            var row = values.Row(order[k]);
            for (var i = k + 1; i < values.Rows; i++)
            {
                var other = values.Row(order[i]);
                DotProduct.Add(-other[k] / row[k], row[(k + 1)..], other[(k + 1)..]);
            }
        }

        return candidates.Take(order[..Count]);
    }

    // Gauss and Jordan; the rows are in the order of their pivots.
    private static Matrix Inverse(Matrix values)
    {
        var count = values.Rows;
        var both = new Matrix(count, 2 * count);
        for (var i = 0; i < count; i++)
        {
            values.Row(i).CopyTo(both.Row(i));
            both[i, count + i] = 1;
        }

        for (var k = 0; k < count; k++)
        {
            var scale = 1 / both[k, k];
            foreach (ref var entry in both.Row(k)) entry *= scale;
            for (var i = 0; i < count; i++)
                if (i != k) DotProduct.Add(-both[i, k], both.Row(k)[k..], both.Row(i)[k..]);
        }

        var inverse = new Matrix(count, count);
        for (var i = 0; i < count; i++) both.Row(i)[count..].CopyTo(inverse.Row(i));
        return inverse;
    }
}
