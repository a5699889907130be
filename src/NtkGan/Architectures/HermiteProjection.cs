using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>The Hermite coefficients of phi'' at one deviation s: a rule of Gauss and Legendre in panels of length min(1, s) on both halves of the line, on
/// which the polynomials turn at most five times. At a frequency sqrt(l)/s of more than <see cref="Fastest"/>, a smooth phi'' has nothing left,
/// and one with a kink only what the kink gives.</summary>
internal sealed class HermiteProjection
{
    private const double Fastest = 32;

    private static readonly QuadratureRule Rule = QuadratureRule.GaussLegendre(20);

    // sqrt(l) h_l = z h_(l-1) - sqrt(l-1) h_(l-2).
    private static readonly double[] Up = [.. Enumerable.Range(0, HermiteDegrees.Continuous + 4).Select(l => 1 / Math.Sqrt(l))];
    private static readonly double[] Down = [.. Enumerable.Range(0, HermiteDegrees.Continuous + 4).Select(l => Math.Sqrt(l - 1.0) / Math.Sqrt(l))];

    /// <param name="source">phi.</param>
    /// <param name="deviation">s > 0.</param>
    /// <param name="terms">How many nodes of <see cref="HermiteDegrees"/> to serve.</param>
    /// <param name="fromAfar">Whether slopes count from far out instead of from 0.</param>
    public HermiteProjection(HermiteSource source, double deviation, int terms, bool fromAfar)
    {
        (Scaled, Shifted) = (new double[2 * terms], new double[2 * terms]);
        var length = Math.Min(1, deviation);
        var panels = (int)Math.Ceiling(source.End(deviation) / length);
        var lanes = panels * Rule.Nodes.Count / Lanes.Count;
        var (places, even, odd) = (new Lanes[lanes], new Lanes[lanes], new Lanes[lanes]);
        Sample(source, deviation, length, fromAfar, places, even, odd);
        var integers = Math.Min(terms, HermiteDegrees.Integers);
        Recur(places, even, odd, integers);
        for (var k = integers; k < terms; k++)
        {
            var degree = HermiteDegrees.Degrees[k];
            if (degree <= LastDegree(deviation)) Follow(places, even, odd, k, degree);
            else if (!source.IsSmooth) Leap(source, deviation, k, degree);
        }
    }

    /// <summary>The integral of what E[phi] holds of phi'', over s^2: phi(0), and what a jump of phi' adds, are left out.</summary>
    public double Mean { get; private set; }

    /// <summary>The same of E[phi'], over s: what is left out is the mean slope at 0, or far out.</summary>
    public double Slope { get; private set; }

    /// <summary>c_l/sqrt(l + 1) and the same of l + 1, by turns.</summary>
    public double[] Scaled { get; }

    /// <summary>c_(l+2)/sqrt(l + 2) and the same of l + 1, by turns.</summary>
    public double[] Shifted { get; }

    /// <summary>The degree beyond which a smooth phi'' has nothing left.</summary>
    public static double LastDegree(double deviation) => 32 + Fastest * deviation * (Fastest * deviation);

    // phi'' folded over 0, with the weights of the rule and e^(-z^2/4) of the density: the other half belongs to the Hermite functions.
    private void Sample(HermiteSource source, double deviation, double length, bool fromAfar, Lanes[] places, Lanes[] even, Lanes[] odd)
    {
        Span<double> nodes = stackalloc double[Lanes.Count], weights = stackalloc double[Lanes.Count];
        Lanes mean = 0.0, slope = 0.0;
        for (var lane = 0; lane < places.Length; lane++)
        {
            for (var i = 0; i < Lanes.Count; i++)
            {
                var number = lane * Lanes.Count + i;
                var (panel, node) = (number / Rule.Nodes.Count, number % Rule.Nodes.Count);
                (nodes[i], weights[i]) = (length * (panel + 0.5 * (1 + Rule.Nodes[node])), length * 0.5 * Rule.Weights[node]);
            }

            Lanes x = new(Vector256.Create((ReadOnlySpan<double>)nodes)), weight = new(Vector256.Create((ReadOnlySpan<double>)weights));
            var (right, left) = source.Bend(x);
            var z = 1 / deviation * x;
            var density = NormalTails.Density(z);
            var above = Lanes.Map(static place => ErrorFunction.NormalCdf(-place), z);
            places[lane] = z;
            mean += weight * (right + left) * (density - z * above);
            slope += weight * (right - left) * (fromAfar ? Lanes.Map(static place => -0.5 * ErrorFunction.Erf(place / Math.Sqrt(2)), z) : above);
            var factor = 1 / (Math.Sqrt(2 * Math.PI) * deviation) * weight * Lanes.Exp(-0.25 * (z * z));
            (even[lane], odd[lane]) = (factor * (right + left), factor * (right - left));
        }

        (Mean, Slope) = (Reduction.Sum(mean.Vector) / deviation, Reduction.Sum(slope.Vector) / deviation);
    }

    // Degrees one by one.
    private void Recur(Lanes[] places, Lanes[] even, Lanes[] odd, int count)
    {
        if (count == 0) return;
        var last = (int)HermiteDegrees.Degrees[count - 1] + 3;
        var sums = new Lanes[last + 1];
        for (var i = 0; i < places.Length; i++)
        {
            var z = places[i];
            Lanes before = 0.0, current = Lanes.Exp(-0.25 * (z * z));
            var (own, other) = (even[i], odd[i]);
            sums[0] = Lanes.MultiplyAdd(own, current, sums[0]);
            for (var l = 1; l <= last; l++)
            {
                (own, other) = (other, own);
                (before, current) = (current, Up[l] * (z * current) - Down[l] * before);
                sums[l] = Lanes.MultiplyAdd(own, current, sums[l]);
            }
        }

        for (var k = 0; k < count; k++)
        {
            var l = (int)HermiteDegrees.Degrees[k];
            double Total(int degree) => Reduction.Sum(sums[degree].Vector);
            Keep(k, l, Total(l), Total(l + 1), Total(l + 2), Total(l + 3));
        }
    }

    // Degrees between the integers, too.
    private void Follow(Lanes[] places, Lanes[] even, Lanes[] odd, int node, double degree)
    {
        Lanes first = 0.0, second = 0.0, third = 0.0, fourth = 0.0;
        for (var i = 0; i < places.Length; i++)
        {
            Add(ref first, even[i], 0, isOdd: false);
            Add(ref second, odd[i], 1, isOdd: true);
            Add(ref third, even[i], 2, isOdd: false);
            Add(ref fourth, odd[i], 3, isOdd: true);

            void Add(ref Lanes sum, Lanes weight, int above, bool isOdd)
            {
                if (weight.Vector == Vector256<double>.Zero) return;
                var (amplitude, phase) = HermiteWave.At(degree + above + 0.5, places[i]);
                sum += weight * amplitude * (isOdd ? Lanes.Sin(phase) : Lanes.Cos(phase));
            }
        }

        Keep(node, degree, Reduction.Sum(first.Vector), Reduction.Sum(second.Vector), -Reduction.Sum(third.Vector), -Reduction.Sum(fourth.Vector));
    }

    private void Leap(HermiteSource source, double deviation, int node, double degree)
    {
        double Far(int above, bool isOdd) => HermiteKink.Far(source.Jumps, deviation, degree + above, isOdd);
        Keep(node, degree, Far(0, false), Far(1, true), -Far(2, false), -Far(3, true));
    }

    private void Keep(int node, double degree, double first, double second, double third, double fourth)
    {
        (Scaled[2 * node], Scaled[2 * node + 1]) = (first / Math.Sqrt(degree + 1), second / Math.Sqrt(degree + 2));
        (Shifted[2 * node], Shifted[2 * node + 1]) = (third / Math.Sqrt(degree + 2), fourth / Math.Sqrt(degree + 3));
    }
}
