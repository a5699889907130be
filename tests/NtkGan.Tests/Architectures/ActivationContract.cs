using System.Runtime.Intrinsics;
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Numerics;

namespace NtkGan.Tests.Architectures;

/// <summary>What every activation promises, as checks that fail by assertion.</summary>
internal static class ActivationContract
{
    // A zero vector counts as one of length 1e-150 where both sides of a kink must show: less than this is nothing.
    private const double Step = 1e-5, Nothing = 1e-100;

    /// <summary>(q11, q12, q22), each legal: general, opposed, nearly coincident, very different variances, coincident, opposite.</summary>
    private static readonly (double Q11, double Q12, double Q22)[] Triples =
        [(.8, .3, 1.7), (.8, -.9, 1.7), (1.1, 1.0999, 1.1), (.05, -.1, 2.5), (.7, .7, .7), (.7, -1.4, 2.8), (0, 0, 1.3), (1e-6, 2e-7, .9)];

    /// <summary>True if the derivative of phi has a point mass that D leaves out by convention.</summary>
    private static bool HasStep(Activation activation) => activation is Sign or RectifiedMonomial { Degree: 0 };

    private static bool HasKinkAtZero(Activation activation) =>
        activation.Value(Jet.Variable<Real>(double.Epsilon)).Slope != activation.Value(Jet.Variable<Real>(-double.Epsilon)).Slope;

    private static IEnumerable<(double Q11, double Q12, double Q22)> TriplesOf(Activation activation) =>
        !activation.NeedsUnitVariance ? Triples : [(1, .3, 1), (1, -.8, 1), (1, .9999, 1), (1, 1, 1), (1, 0, 1)];

    // The interior: away from the kinks of the moments themselves, where differences see only one side.
    private static IEnumerable<(double Q11, double Q12, double Q22)> InteriorOf(Activation activation) =>
        activation.NeedsUnitVariance ? [(1, .3, 1), (1, -.8, 1)] : [(.8, .3, 1.7), (.8, -.9, 1.7), (.2, .4, 2.5)];

    // Polar coordinates see kinks at 0 alone; a zero vector counts as a tiny one.
    private static (double Covariance, double Derivative) Quadrature(Activation activation, double q11, double q12, double q22)
    {
        const double tiny = 1e-300;
        if (activation is not NumericActivation { Kinks: var kinks } || kinks.All(kink => kink == 0)) return PolarQuadrature.Of(activation, q11, q12, q22);
        var moments = GridQuadrature.Of(activation, Math.Max(q11, tiny), q12, Math.Max(q22, tiny), [.. kinks]);
        return (moments.Covariance, moments.Derivative);
    }

    public static void MomentsAreThoseOfTheFunction(Activation activation)
    {
        foreach (var (q11, q12, q22) in TriplesOf(activation))
        {
            var dual = activation.Dual<Real>(q11, q12, q22);
            var (covariance, derivative) = Quadrature(activation, q11, q12, q22);
            var scale = ScaleOf(activation, q11, q22);

            // At a zero vector and a kink at 0, the moments are means over both sides of the kink: phi at 0 does not have those values.
            if (q11 * q22 == 0 && HasStep(activation)) continue;
            Close.Relative(covariance, dual.Covariance.Value, Close.Kernel, scale.Covariance);
            if (q11 * q22 == 0 && HasKinkAtZero(activation)) continue;
            Close.Relative(derivative, dual.Derivative.Value, Close.Kernel, scale.Derivative);
        }
    }

    public static void DerivativeIsTheSlopeOfTheCovariance(Activation activation)
    {
        if (HasStep(activation)) return;
        foreach (var (q11, q12, q22) in TriplesOf(activation).Where(triple => triple.Q11 > 0))
        {
            var dual = activation.Dual(new Jet<Real, Partials<Real>>(q11, new(0.0, 1.0)), new Jet<Real, Partials<Real>>(q12, new(1.0, 0.0)), (Jet<Real, Partials<Real>>)q22);
            Close.Relative(dual.Derivative.Value.Value, dual.Covariance.Slope.First.Value, Close.Gradient, ScaleOf(activation, q11, q22).Derivative);
        }
    }

    public static void IsSymmetricInTheTwoPoints(Activation activation)
    {
        foreach (var (q11, q12, q22) in TriplesOf(activation))
        {
            var (dual, swapped, scale) = (activation.Dual<Real>(q11, q12, q22), activation.Dual<Real>(q22, q12, q11), ScaleOf(activation, q11, q22));
            Close.Relative(dual.Covariance.Value, swapped.Covariance.Value, Close.Kernel, scale.Covariance);
            Close.Relative(dual.Derivative.Value, swapped.Derivative.Value, Close.Kernel, scale.Derivative);
        }
    }

    public static void ObeysCauchyAndSchwarz(Activation activation)
    {
        foreach (var (q11, q12, q22) in TriplesOf(activation))
        {
            var (dual, scale) = (activation.Dual<Real>(q11, q12, q22), ScaleOf(activation, q11, q22));
            Assert.InRange(Math.Abs(dual.Covariance.Value), 0, scale.Covariance * (1 + Close.Kernel) + Close.Kernel);
            Assert.InRange(Math.Abs(dual.Derivative.Value), 0, scale.Derivative * (1 + Close.Kernel) + Close.Kernel);
        }
    }

    public static void JetsAreSlopes(Activation activation)
    {
        foreach (var (q11, q12, q22) in InteriorOf(activation))
        {
            var pair = activation.Dual(new Jet<Real, Partials<Real>>(q11, new(0.0, 1.0)), new Jet<Real, Partials<Real>>(q12, new(1.0, 0.0)), (Jet<Real, Partials<Real>>)q22);
            Slope(activation, (q11, q12, q22), (0, 1, 0), pair.Covariance.Slope.First, pair.Derivative.Slope.First);
            if (activation.NeedsUnitVariance) continue;
            Slope(activation, (q11, q12, q22), (1, 0, 0), pair.Covariance.Slope.Second, pair.Derivative.Slope.Second);
            var along = activation.Dual(new Jet<Real, Real>(q11, .5), new Jet<Real, Real>(q12, -.2), new Jet<Real, Real>(q22, .7));
            Slope(activation, (q11, q12, q22), (.5, -.2, .7), along.Covariance.Slope, along.Derivative.Slope);
        }
    }

    public static void DiagonalJetIsItsSlope(Activation activation)
    {
        if (activation.NeedsUnitVariance) return;
        foreach (var q in new[] { .3, 1.7 })
        {
            var jet = Jet.Variable<Real>(q);
            var dual = activation.Dual(jet, jet, jet);
            Slope(activation, (q, q, q), (1, 1, 1), dual.Covariance.Slope, dual.Derivative.Slope);
        }
    }

    public static void LanesAreReals(Activation activation)
    {
        var triples = TriplesOf(activation).ToList();
        for (var rotation = 0; rotation < triples.Count; rotation++)
        {
            Lanes Pick(Func<(double Q11, double Q12, double Q22), double> number) =>
                new(Vector256.Create(Enumerable.Range(0, Lanes.Count).Select(lane => number(triples[(lane + rotation) % triples.Count])).ToArray()));
            var lanes = activation.Dual(Pick(triple => triple.Q11), Pick(triple => triple.Q12), Pick(triple => triple.Q22));
            for (var lane = 0; lane < Lanes.Count; lane++)
            {
                var (q11, q12, q22) = triples[(lane + rotation) % triples.Count];
                var (dual, scale) = (activation.Dual<Real>(q11, q12, q22), ScaleOf(activation, q11, q22));
                Close.Rounding(dual.Covariance.Value, lanes.Covariance.Vector[lane], scale.Covariance, operations: 512);
                Close.Rounding(dual.Derivative.Value, lanes.Derivative.Vector[lane], scale.Derivative, operations: 512);
            }
        }
    }

    public static void IsFiniteEverywhere(Activation activation)
    {
        double[] variances = activation.NeedsUnitVariance ? [1] : [0, 1e-300, 1e-40, 1e-16, 1e-8, 1, 40];
        foreach (var q11 in variances)
        {
            foreach (var q22 in variances)
            {
                foreach (var cosine in new[] { 0, 1, -1, 1 - 1e-16, 1 - 1e-12, -1 + 1e-9, .5 })
                {
                    var q12 = q11 == q22 && cosine == 1 ? q11 : cosine * Math.Sqrt(q11) * Math.Sqrt(q22);
                    var dual = activation.Dual(new Jet<Lanes, Partials<Lanes>>(q11, new(0.0, 1.0)), new Jet<Lanes, Partials<Lanes>>(q12, new(1.0, 0.0)), (Jet<Lanes, Partials<Lanes>>)q22);
                    Finite(activation, (q11, q12, q22), dual.Covariance.Value, dual.Covariance.Slope.First, dual.Covariance.Slope.Second, dual.Derivative.Value, dual.Derivative.Slope.First, dual.Derivative.Slope.Second);
                }
            }

            var jet = Jet.Variable<Lanes>(q11);
            var diagonal = activation.Dual(jet, jet, jet);
            Finite(activation, (q11, q11, q11), diagonal.Covariance.Value, diagonal.Covariance.Slope, diagonal.Derivative.Value, diagonal.Derivative.Slope);
        }
    }

    public static void FunctionSlopesAreDifferences(Activation activation)
    {
        foreach (var x in new[] { -2.3, -.7, .4, 1.9 })
        {
            double Value(double at) => activation.Value<Real>(at).Value;
            double Slope(double at) => activation.Value(Jet.Variable<Real>(at)).Slope.Value;
            var scale = Math.Max(1, Math.Abs(Slope(x)));
            Close.Relative((Value(x + Step) - Value(x - Step)) / (2 * Step), Slope(x), Close.Difference, scale);
            var second = activation.Value(Jet.Variable(Jet.Variable<Real>(x))).Slope.Slope.Value;
            Close.Relative((Slope(x + Step) - Slope(x - Step)) / (2 * Step), second, Close.Difference, Math.Max(scale, Math.Abs(second)));
        }
    }

    private static (double Covariance, double Derivative) ScaleOf(Activation activation, double q11, double q22)
    {
        var (own, other) = (activation.Dual<Real>(q11, q11, q11), activation.Dual<Real>(q22, q22, q22));
        return (Math.Sqrt(own.Covariance.Value * other.Covariance.Value) + Nothing, Math.Sqrt(own.Derivative.Value * other.Derivative.Value) + Nothing);
    }

    private static void Slope(Activation activation, (double Q11, double Q12, double Q22) at, (double Q11, double Q12, double Q22) direction, Real covariance, Real derivative)
    {
        DualMoments<Real> Along(double t) => activation.Dual<Real>(at.Q11 + t * direction.Q11, at.Q12 + t * direction.Q12, at.Q22 + t * direction.Q22);
        var (forward, backward, scale) = (Along(Step), Along(-Step), ScaleOf(activation, at.Q11, at.Q22));
        Close.Relative((forward.Covariance.Value - backward.Covariance.Value) / (2 * Step), covariance.Value, Close.Difference, Math.Max(1, scale.Covariance));
        Close.Relative((forward.Derivative.Value - backward.Derivative.Value) / (2 * Step), derivative.Value, Close.Difference, Math.Max(1, scale.Derivative));
    }

    private static void Finite(Activation activation, (double, double, double) at, params ReadOnlySpan<Lanes> numbers)
    {
        foreach (var number in numbers)
            for (var lane = 0; lane < Lanes.Count; lane++) Assert.True(double.IsFinite(number.Vector[lane]), $"{activation} at {at}");
    }
}
