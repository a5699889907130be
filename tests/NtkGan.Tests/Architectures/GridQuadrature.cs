using System.Runtime.InteropServices;
using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Tests.Architectures;

/// <summary>M_ij = E[phi^(i)(u) phi^(j)(v)] at any variances and correlations, independent of the library's own quadrature: u = a x, v = b x + c y with
/// independent x, y; panels that treble in length away from every place where phi or the density changes, each with 20 nodes. For phi that is smooth
/// but for 0, and slow far from it.</summary>
internal static class GridQuadrature
{
    private const double End = 9.5, Growth = 3, Nothing = 1e-17;

    private static readonly QuadratureRule Rule = QuadratureRule.GaussLegendre(20);

    /// <summary>The moments; second derivatives without the point masses of kinks.</summary>
    public readonly record struct Moments(double Covariance, double Derivative, double BendValue, double Bends);

    /// <summary>The moments of a pair.</summary>
    public static Moments Of(Activation activation, double q11, double q12, double q22, params ReadOnlySpan<double> kinks)
    {
        double[] places = [0, .. kinks];
        var (a, b) = (Math.Sqrt(q11), q12 / Math.Sqrt(q11));
        var c = Math.Sqrt(Math.Max(0, Real.DifferenceOfProducts(q11, q22, q12, q12).Value)) / a;
        double covariance = 0, derivative = 0, bendValue = 0, bends = 0;

        // In x: where u is near 0 or a kink, and where the mean of v is, on the scales of 1 and of v's own spread.
        var (outer, inner) = (new List<(double X, double Weight)>(), new List<(double X, double Weight)>());
        Fill(outer, places.SelectMany(place => Places(place / a, 1 / a).Concat(Places(place / b, 1 / Math.Abs(b))).Concat(c > 0 ? Places(place / b, c / Math.Abs(b)) : [])));
        Span<double> y = stackalloc double[Lanes.Count], w = stackalloc double[Lanes.Count];
        foreach (var (x, weight) in outer)
        {
            inner.Clear();
            if (c == 0) inner.Add((0, 1));
            else Fill(inner, places.SelectMany(place => Places((place - b * x) / c, 1 / c)));
            while (inner.Count % Lanes.Count != 0) inner.Add((0, 0));
            Lanes value = 0.0, slope = 0.0, bend = 0.0;
            for (var i = 0; i < inner.Count; i += Lanes.Count)
            {
                for (var lane = 0; lane < Lanes.Count; lane++) (y[lane], w[lane]) = inner[i + lane];
                var (at, density) = (MemoryMarshal.Read<Lanes>(MemoryMarshal.AsBytes(y)), MemoryMarshal.Read<Lanes>(MemoryMarshal.AsBytes(w)));
                var v = activation.Value(Jet.Variable(Jet.Variable(b * x + c * at)));
                (value, slope, bend) = (value + density * v.Value.Value, slope + density * v.Value.Slope, bend + density * v.Slope.Slope);
            }

            var u = activation.Value(Jet.Variable(Jet.Variable<Real>(a * x)));
            covariance += weight * u.Value.Value.Value * Reduction.Sum(value.Vector);
            derivative += weight * u.Value.Slope.Value * Reduction.Sum(slope.Vector);
            bendValue += weight * u.Slope.Slope.Value * Reduction.Sum(value.Vector);
            bends += weight * u.Slope.Slope.Value * Reduction.Sum(bend.Vector);
        }

        return new(covariance, derivative, bendValue, bends);
    }

    // Cuts at a place and at distances from it that grow from three of the scale on, as far as the density reaches.
    private static IEnumerable<double> Places(double place, double scale)
    {
        yield return place;
        for (var distance = 3 * scale; distance < 2 * End + Math.Abs(place); distance *= Growth)
        {
            yield return place - distance;
            yield return place + distance;
        }
    }

    // The nodes of all panels between cuts, the density's own scale of 1 among them, with weights that hold the density.
    private static void Fill(List<(double X, double Weight)> nodes, IEnumerable<double> places)
    {
        double[] cuts = [.. places.Concat([-End, -4.0, 0, 4.0, End]).Where(cut => Math.Abs(cut) <= End).Order()];
        for (var panel = 0; panel < cuts.Length - 1; panel++)
        {
            var half = (cuts[panel + 1] - cuts[panel]) / 2;
            var nearest = cuts[panel] * cuts[panel + 1] < 0 ? 0 : Math.Min(Math.Abs(cuts[panel]), Math.Abs(cuts[panel + 1]));
            if (half * Math.Exp(-nearest * nearest / 2) < Nothing) continue;
            for (var i = 0; i < Rule.Nodes.Count; i++)
            {
                var x = cuts[panel] + half * (1 + Rule.Nodes[i]);
                nodes.Add((x, half * Rule.Weights[i] * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)));
            }
        }
    }
}
