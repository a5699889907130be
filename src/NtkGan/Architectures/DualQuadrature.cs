using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>Dual moments by quadrature, for any continuous, piecewise smooth phi: an outer Gauss-Legendre rule over u, an inner one over v given u,
/// both cut at the kinks and in panels that grow away from these and from 0. The outer one is also cut around the u where the mean of v meets a kink, on the scale of v's conditional deviation, so that
/// accuracy holds up to rho = +-1. Cost about 10^4 values of phi a pair, four pairs at a time.</summary>
/// <typeparam name="TFunction">phi.</typeparam>
/// <param name="function">phi.</param>
/// <param name="kinks">Where derivatives of phi jump.</param>
/// <param name="order">Nodes in a panel.</param>
internal readonly struct DualQuadrature<TFunction>(TFunction function, ValueList<double> kinks, int order) where TFunction : struct, IPointwiseFormula
{
    // Standard deviations beyond which nothing is left; panels in geometric progression around kinks (or 0), the first one as wide as a
    // Gaussian and as phi's own scale of 1 both allow.
    private const double End = 9, FirstPanel = 4, PanelGrowth = 3;
    private const double Tiny = 1e-300;

    // Beyond 10^38 phi has no structure that more panels could find.
    private const int MostPanels = 80;

    private readonly QuadratureRule _rule = QuadratureRule.GaussLegendre(order);
    private readonly ValueList<double> _features = kinks.Any(kink => Math.Abs(kink) <= 1) ? kinks : [.. kinks, 0];

    /// <summary>The moments of four pairs.</summary>
    public PairMoments Moments(Lanes q11, Lanes q12, Lanes q22, bool withDerivatives)
    {
        // The outer rule runs over the larger variance, which sees the finer structure; this also makes the moments exactly symmetric.
        var swap = q22 - q11;
        var result = Ordered(Lanes.Select(swap, q22, q11), q12, Lanes.Select(swap, q11, q22), withDerivatives);
        (result.CovarianceByFirst, result.CovarianceBySecond) = (
            Lanes.Select(swap, result.CovarianceBySecond, result.CovarianceByFirst), Lanes.Select(swap, result.CovarianceByFirst, result.CovarianceBySecond));
        (result.DerivativeByFirst, result.DerivativeBySecond) = (
            Lanes.Select(swap, result.DerivativeBySecond, result.DerivativeByFirst), Lanes.Select(swap, result.DerivativeByFirst, result.DerivativeBySecond));
        return result;
    }

    /// <summary>How far the rule may be off in E[phi'] and E[phi''] at a variance, as a part of all that it sums: by the identity
    /// integral of (g' - g u/q) p(u) du = [g p] on every panel, for g = phi and phi', p the density of u. Panels of any conditional density are as fine.</summary>
    public (double Slope, double Bend) Unresolved(double variance)
    {
        var deviation = Deviation(variance);
        var panels = Panels(deviation);
        var cuts = new Cuts(stackalloc Vector256<double>[3 + _features.Count * (1 + 2 * panels)], End);
        AddFeatures(ref cuts, panels, 0.0, deviation);
        Lanes valueError = 0.0, valueScale = 0.0, slopeError = 0.0, slopeScale = 0.0, square = 0.0;
        for (var panel = 0; panel < cuts.Count - 1; panel++)
        {
            if (!cuts.Panel(panel, out var middle, out var half)) continue;
            Lanes values = 0.0, slopes = 0.0;
            for (var i = 0; i < order; i++)
            {
                var z = Lanes.MultiplyAdd(half, _rule.Nodes[i], middle);
                var weight = _rule.Weights[i] * half * NormalTails.Density(z);
                var x = Sample(deviation * z, withDerivatives: true);
                var (rise, fall) = (deviation * x.Slope, z * x.Value);
                var (bend, lean) = (deviation * x.Bend, z * x.Slope);
                values += weight * (rise - fall);
                slopes += weight * (bend - lean);
                square += weight * x.Value * x.Value;
                valueScale += weight * (Size(rise) + Size(fall));
                slopeScale += weight * (Size(bend) + Size(lean));
            }

            // Just inside of the panel, rounding allowed for: a kink has two slopes.
            var inside = (1 - 1e-13) * half;
            var (left, right) = (middle - inside, middle + inside);
            var (from, to) = (Sample(deviation * left, false), Sample(deviation * right, false));
            var (before, after) = (NormalTails.Density(left), NormalTails.Density(right));
            valueError += Difference(values, after * to.Value, before * from.Value);
            slopeError += Difference(slopes, after * to.Slope, before * from.Slope);
        }

        // What lies beyond the ends, where phi grows faster than a power of 8 or so; by itself it does less harm.
        var (low, high) = (Sample(-End * deviation, false).Value, Sample(End * deviation, false).Value);
        var tail = 0.01 * Share(NormalTails.Density(End) * (low * low + high * high), square);
        return (Math.Max(Share(valueError, valueScale), tail), Share(slopeError, slopeScale));

        // Where phi is bounded and the deviation large, little is left of what is subtracted.
        static Lanes Difference(Lanes sum, Lanes to, Lanes from) =>
            new(Vector256.Max(Vector256<double>.Zero, (Size(sum - (to - from)) - 1e-15 * (Size(to) + Size(from))).Vector));
        static Lanes Size(Lanes x) => new(Vector256.Abs(x.Vector));
        static double Share(Lanes error, Lanes scale) => scale.Vector[0] == 0 ? 0 : error.Vector[0] / scale.Vector[0];
    }

    private PairMoments Ordered(Lanes q11, Lanes q12, Lanes q22, bool withDerivatives)
    {
        var pair = new PairCorrelation(q11, q12, q22);
        var (rho, sine) = (pair.Rho, pair.Sine);

        // A zero vector counts as a tiny one, so that a kink at 0 shows both of its sides.
        var (first, second) = (Deviation(q11), Deviation(q22));
        var panels = Panels(first);
        var (slope, spread) = (second * rho, second * sine);

        var cuts = new Cuts(stackalloc Vector256<double>[3 + _features.Count * (1 + 2 * panels) + kinks.Count * 5], End);
        AddFeatures(ref cuts, panels, 0.0, first);
        foreach (var kink in kinks)
            for (var layer = -2; layer <= 2; layer++) cuts.Add(NotZero(slope), kink + layer * (End / 2) * spread);

        PairMoments result = default;
        Lanes product = 0.0, bendFirst = 0.0, bendSecond = 0.0;
        for (var panel = 0; panel < cuts.Count - 1; panel++)
        {
            if (!cuts.Panel(panel, out var middle, out var half)) continue;
            for (var i = 0; i < order; i++)
            {
                var z = Lanes.MultiplyAdd(half, _rule.Nodes[i], middle);
                var weight = _rule.Weights[i] * half * NormalTails.Density(z);
                var u = Sample(first * z, withDerivatives);
                var v = Mean(slope * z, spread, panels, withDerivatives);
                result.Covariance += weight * u.Value * v.Value;
                result.Derivative += weight * u.Slope * v.Slope;
                if (!withDerivatives) continue;
                result.CovarianceByFirst += weight * u.Bend * v.Value;
                result.CovarianceBySecond += weight * u.Value * v.Bend;
                product += weight * u.Bend * v.Bend;
                bendFirst += weight * z * u.Bend * v.Slope;
                bendSecond += weight * u.Slope * v.WeightedBend;
            }
        }

        if (!withDerivatives) return result;
        bendFirst *= first;
        foreach (var kink in kinks)
        {
            // phi'' holds a point mass at a kink, as large as the jump of phi'.
            var jump = Jump(kink);
            if (jump == 0) continue;
            var (own, other) = (Conditional(kink, q11, q12, second, rho, sine, panels, out var ownDensity), Conditional(kink, q22, q12, first, rho, sine, panels, out var otherDensity));
            (ownDensity, otherDensity) = (jump * ownDensity, jump * otherDensity);
            result.CovarianceByFirst += ownDensity * own.Value;
            result.CovarianceBySecond += otherDensity * other.Value;
            bendFirst += kink * ownDensity * own.Slope;
            bendSecond += kink * otherDensity * other.Slope;
            product += ownDensity * own.Bend + otherDensity * other.Bend;
            foreach (var partner in kinks)
                product += jump * Jump(partner) * Joint(kink, partner, (first, second), rho, sine, pair.Clear);
        }

        // Stein's lemma: E[u phi''(u) phi'(v)] = q11 M_31 + q12 M_22. At zero variance the derivative is left 0.
        result.CovarianceByFirst = 0.5 * result.CovarianceByFirst;
        result.CovarianceBySecond = 0.5 * result.CovarianceBySecond;
        result.DerivativeByCovariance = product;
        result.DerivativeByFirst = Lanes.Select(q11, 0.5 * (bendFirst - q12 * product) / Lanes.Select(q11, q11, 1.0), 0.0);
        result.DerivativeBySecond = Lanes.Select(q22, 0.5 * (bendSecond - q12 * product) / Lanes.Select(q22, q22, 1.0), 0.0);
        return result;
    }

    /// <summary>phi, phi', phi'' and v phi''(v).</summary>
    private readonly record struct Values(Lanes Value, Lanes Slope, Lanes Bend, Lanes WeightedBend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Values Sample(Lanes x, bool withDerivatives)
    {
        if (withDerivatives)
        {
            var jet = function.Value(Jet.Variable(Jet.Variable(x)));
            return new(jet.Value.Value, jet.Value.Slope, jet.Slope.Slope, x * jet.Slope.Slope);
        }

        var plain = function.Value(Jet.Variable(x));
        return new(plain.Value, plain.Slope, 0.0, 0.0);
    }

    /// <summary>E of phi, phi', phi'' and v phi''(v) over v ~ N(mean, spread^2).</summary>
    private Values Mean(Lanes mean, Lanes spread, int panels, bool withDerivatives)
    {
        var cuts = new Cuts(stackalloc Vector256<double>[3 + _features.Count * (1 + 2 * panels)], End);
        AddFeatures(ref cuts, panels, mean, spread);
        Lanes value = 0.0, slope = 0.0, bend = 0.0, weightedBend = 0.0;
        for (var panel = 0; panel < cuts.Count - 1; panel++)
        {
            if (!cuts.Panel(panel, out var middle, out var half)) continue;
            for (var i = 0; i < order; i++)
            {
                var z = Lanes.MultiplyAdd(half, _rule.Nodes[i], middle);
                var weight = _rule.Weights[i] * half * NormalTails.Density(z);
                var sample = Sample(Lanes.MultiplyAdd(spread, z, mean), withDerivatives);
                value = Lanes.MultiplyAdd(weight, sample.Value, value);
                slope = Lanes.MultiplyAdd(weight, sample.Slope, slope);
                if (!withDerivatives) continue;
                bend = Lanes.MultiplyAdd(weight, sample.Bend, bend);
                weightedBend = Lanes.MultiplyAdd(weight, sample.WeightedBend, weightedBend);
            }
        }

        return new(value, slope, bend, weightedBend);
    }

    // The density of one argument at a kink, and the means of the other one given that.
    private Values Conditional(double kink, Lanes variance, Lanes covariance, Lanes other, Lanes rho, Lanes sine, int panels, out Lanes density)
    {
        const double farthest = 40, least = 1e-12;
        var own = Deviation(variance);
        var z = new Lanes(Vector256.Min(Vector256.Create(farthest), Vector256.Max(Vector256.Create(-farthest), (kink / own).Vector)));
        density = Lanes.Select(variance, NormalTails.Density(z) / own, 0.0);

        // Of coincident points the other one lies at the kink, too: exactly, with a spread that shows both sides.
        var mean = Lanes.Select(farthest - z * z / farthest, kink * (covariance / NotZero(variance)), other * rho * z);
        var spread = new Lanes(Vector256.Max((other * sine).Vector, Vector256.Create(least * Math.Abs(kink))));
        return Mean(mean, spread, panels, withDerivatives: true);
    }

    // The density of (u, v) at two kinks, 0 for coincident points: the average of the one-sided slopes there.
    private static Lanes Joint(double kink, double partner, (Lanes First, Lanes Second) deviations, Lanes rho, Lanes sine, Lanes clear)
    {
        var (u, v) = (kink / deviations.First, partner / deviations.Second);
        var safe = Lanes.Select(clear, sine, 1.0);
        var across = (u - rho * v) / safe;
        return Lanes.Select(clear, Lanes.Exp(-0.5 * (across * across + v * v)) / (2 * Math.PI * safe * (deviations.First * deviations.Second)), 0.0);
    }

    private double Jump(double kink)
    {
        var after = function.Value(Jet.Variable<Real>(Math.BitIncrement(kink))).Slope.Value;
        return after - function.Value(Jet.Variable<Real>(Math.BitDecrement(kink))).Slope.Value;
    }

    // The standard normal z where mean + spread z meets a feature of phi, or a panel's edge around one.
    private void AddFeatures(ref Cuts cuts, int panels, Lanes mean, Lanes spread)
    {
        var divisor = NotZero(spread);
        foreach (var feature in _features)
        {
            cuts.Add(divisor, feature - mean);
            var width = FirstPanel * new Lanes(Vector256.Min(Vector256<double>.One, spread.Vector));
            for (var panel = 0; panel < panels; panel++)
            {
                cuts.Add(divisor, feature - width - mean);
                cuts.Add(divisor, feature + width - mean);
                width = PanelGrowth * width;
            }
        }
    }

    private static int Panels(Lanes deviation)
    {
        var (panels, four) = (1, deviation.Vector);
        for (var end = FirstPanel * PanelGrowth; panels < MostPanels && Vector256.LessThanAny(Vector256.Create(end), End * four); end *= PanelGrowth) panels++;
        return panels;
    }

    private static Lanes NotZero(Lanes x) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(x.Vector), Vector256.Create(Tiny)), Vector256.Create(Tiny), x.Vector));

    private static Lanes Deviation(Lanes variance) => new(Vector256.Sqrt(Vector256.Max(variance.Vector, Vector256.Create(Tiny))));

    /// <summary>Where an interval [-end, end] is cut, each lane sorted by itself.</summary>
    private ref struct Cuts
    {
        private readonly Span<Vector256<double>> _places;
        private readonly Vector256<double> _end;

        public Cuts(Span<Vector256<double>> places, double end)
        {
            _places = places;
            _end = Vector256.Create(end);
            (places[0], places[1], places[2]) = (-_end, Vector256<double>.Zero, _end);
            Count = 3;
        }

        public int Count { get; private set; }

        /// <summary>A cut at numerator/divisor, moved into the interval.</summary>
        public void Add(Lanes divisor, Lanes numerator)
        {
            var place = Vector256.Max(-_end, Vector256.Min(_end, (numerator / divisor).Vector));
            for (var i = Count++; i > 0; i--)
            {
                (_places[i], place) = (Vector256.Max(_places[i - 1], place), Vector256.Min(_places[i - 1], place));
                _places[i - 1] = place;
            }
        }

        /// <summary>The middle and half the length of a panel; false if it is empty in every lane.</summary>
        public readonly bool Panel(int panel, out Lanes middle, out Lanes half)
        {
            half = new(0.5 * (_places[panel + 1] - _places[panel]));
            middle = new(0.5 * (_places[panel + 1] + _places[panel]));
            return Vector256.GreaterThanAny(half.Vector, Vector256<double>.Zero);
        }
    }
}
