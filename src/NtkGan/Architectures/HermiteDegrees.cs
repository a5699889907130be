using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>A rule for sums over all degrees: sum over even l >= 0 of F(l) = sum_k w_k F(l_k), for F that vary with log l alone, as products of Hermite
/// coefficients times rho^l do: smooth, of poles and kinks, at any variance and correlation. The first degrees one by one; then even degrees near
/// Chebyshev's points in log l, with the weights of interpolation; from 1024 on the integral in log l, by Gauss and Legendre in blocks of a factor of 8,
/// with the first term of Euler and Maclaurin. Right to 1e-12 of the sum of |F|. The rule for odd degrees is the same with l_k + 1.</summary>
internal static class HermiteDegrees
{
    /// <summary>Nodes below are degrees themselves, whose polynomials have a recurrence.</summary>
    public const int Continuous = 1024;

    /// <summary>Nodes that are 0, 2, 4, ... with weight 1.</summary>
    public const int Single = 64;

    // Sums of integrals end here. Beyond, kinks leave terms l^(-3/2), whose sum is the last node's weight; they matter to coincident points alone.
    private const double Farthest = 1e26, Block = 8;
    private const int BlockNodes = 12;

    private const int MiddleNodes = 24;

    static HermiteDegrees()
    {
        List<(double Degree, double Weight)> nodes = [.. Enumerable.Range(0, Single).Select(k => (2.0 * k, 1.0))];
        nodes.AddRange(Lattice(2 * Single, Continuous, MiddleNodes));

        // F'(1023)/12 as a difference.
        nodes[^1] = (nodes[^1].Degree, nodes[^1].Weight - 1.0 / 24);
        nodes.Add((Continuous, 1.0 / 24));
        Integers = nodes.Count;
        var rule = QuadratureRule.GaussLegendre(BlockNodes);
        var half = Math.Log(Block) / 2;
        double start = Continuous - 1;
        for (; start < Farthest; start *= Block)
        {
            for (var i = 0; i < BlockNodes; i++)
            {
                var degree = start * Math.Exp(half * (1 + rule.Nodes[i]));
                nodes.Add((degree, 0.5 * half * rule.Weights[i] * degree));
            }
        }

        nodes.Add((start, start));
        Degrees = [.. nodes.Select(node => node.Degree)];
        Weights = [.. nodes.Select(node => node.Weight)];
        Inverses = [.. Degrees.SelectMany(l => new[] { 1 / (l + 2), 1 / (l + 3) })];
    }

    /// <summary>l_k, ascending.</summary>
    public static double[] Degrees { get; }

    /// <summary>w_k.</summary>
    public static double[] Weights { get; }

    /// <summary>1/(l_k + 2) and 1/(l_k + 3), by turns.</summary>
    public static double[] Inverses { get; }

    /// <summary>How many of the nodes are degrees.</summary>
    public static int Integers { get; }

    /// <summary>The number of nodes up to a degree.</summary>
    public static int CountUpTo(double degree)
    {
        var index = Array.BinarySearch(Degrees, degree);
        return index < 0 ? ~index : index + 1;
    }

    // Even degrees near Chebyshev's points, and the sums over the lattice of the polynomials in log l that are 1 at one of them.
    private static IEnumerable<(double Degree, double Weight)> Lattice(int from, int to, int count)
    {
        var (low, half) = (Math.Log(from), Math.Log((to - 2.0) / from) / 2);
        double Place(double degree) => (Math.Log(degree) - low) / half - 1;
        var degrees = new int[count];
        for (var i = 0; i < count; i++)
        {
            var place = -Math.Cos(Math.PI * (i + 0.5) / count) / Math.Cos(Math.PI / 2 / count);
            degrees[i] = Math.Max(2 * (int)Math.Round(Math.Exp(low + half * (1 + place)) / 2), i == 0 ? from : degrees[i - 1] + 2);
        }

        degrees[^1] = to - 2;
        for (var i = count - 2; i >= 0; i--) degrees[i] = Math.Min(degrees[i], degrees[i + 1] - 2);
        double[] places = [.. degrees.Select(degree => Place(degree))];
        return degrees.Select((degree, i) => ((double)degree, Enumerable.Range(0, (to - from) / 2).Sum(step =>
        {
            var (at, product) = (Place(from + 2 * step), 1.0);
            for (var j = 0; j < count; j++)
                if (j != i) product *= (at - places[j]) / (places[i] - places[j]);
            return product;
        })));
    }
}
