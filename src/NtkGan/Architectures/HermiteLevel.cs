using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NtkGan.Numerics;
using SecondJet = NtkGan.Numerics.Jet<NtkGan.Numerics.Jet<NtkGan.Numerics.Lanes, NtkGan.Numerics.Lanes>, NtkGan.Numerics.Jet<NtkGan.Numerics.Lanes, NtkGan.Numerics.Lanes>>;

namespace NtkGan.Architectures;

/// <summary>Projection on the first L normalised Hermite polynomials by a trapezoidal rule on [-13, 13] (exponentially accurate: what is projected is
/// analytic and dies out before the ends). It is used where its nodes stand closer than phi's own scale of 1, so that nothing lies between them; and
/// it is judged three times: by what a coarser rule at other nodes sees of the rest, by the same rule at the points halfway between its nodes, and
/// by Parseval's theorem.</summary>
internal sealed class HermiteLevel
{
    private const double End = 13, CheckStep = 0.5, CheckStart = 0.381966 - End;

    // The farthest that two nodes may stand apart in phi's argument: the rule's error is e^(-39) for poles at a distance of pi/2, those of tanh.
    private const double Farthest = 0.25;

    // How far two sums of a thousand positive terms for one number may differ.
    private const double Rounding = 1e-13;

    private static readonly (int Terms, int NodesPerUnit)[] Sizes = [(64, 10), (160, 16), (400, 24), (1024, 36), (4096, 72)];

    private static readonly Lazy<HermiteLevel>[] Made = [.. Sizes.Select(size => new Lazy<HermiteLevel>(() => new(size.Terms, 1.0 / size.NodesPerUnit)))];

    private readonly Rule _rule, _check;
    private readonly double _step;

    private HermiteLevel(int terms, double step)
    {
        (Terms, _step) = (terms, step);
        _rule = new(terms, 0, step, (int)(End / step));

        // Half the weight of 0: it is its own mirror image.
        _rule.Weights[0] = new(_rule.Weights[0].Vector.WithElement(0, _rule.Weights[0].Vector[0] / 2));
        _check = new(terms, CheckStart, CheckStep, (int)(2 * End / CheckStep) - 1);
    }

    /// <summary>Number of levels.</summary>
    public static int Count => Sizes.Length;

    /// <summary>A level, from 64 terms up to 4096.</summary>
    public static HermiteLevel At(int index) => Made[index].Value;

    /// <summary>Whether the nodes of a level, at a variance, stand closer than a function of scale 1 varies.</summary>
    public static bool Resolves(int index, double variance) => Math.Sqrt(variance) <= Farthest * Sizes[index].NodesPerUnit;

    /// <summary>Number of coefficients L.</summary>
    public int Terms { get; }

    /// <summary>The coefficients of phi'' at one variance, and what they miss.</summary>
    public HermiteCoefficients Make<TFunction>(TFunction function, double variance) where TFunction : struct, IPointwiseFormula
    {
        // h_l is even or odd: nodes z and -z share its value.
        Lanes deviation = Math.Sqrt(variance);
        Span<Lanes> even = stackalloc Lanes[_rule.Nodes.Length], odd = stackalloc Lanes[_rule.Nodes.Length];
        Totals own = default, between = default;
        for (var i = 0; i < even.Length; i++)
        {
            var (right, left, weight) = (Derivatives(function, deviation * _rule.Nodes[i]), Derivatives(function, -deviation * _rule.Nodes[i]), _rule.Weights[i]);
            own.Add(weight, right, left);
            even[i] = weight * (right.Slope.Slope + left.Slope.Slope);
            odd[i] = weight * (right.Slope.Slope - left.Slope.Slope);
            var (node, density) = _rule.Halfway(i, _step);
            between.Add(density, Derivatives(function, deviation * node), Derivatives(function, -deviation * node));
        }

        var scaled = new double[Terms];
        for (var l = 0; l < Terms; l++)
            scaled[l] = Dot(_rule.Polynomial(l), l % 2 == 0 ? even : odd) / Math.Sqrt(l + 1);
        return new()
        {
            Variance = variance,
            Mean = Sum(own.Mean),
            Slope = Sum(own.Slope),
            MeanSquare = Sum(own.MeanSquare),
            SlopeMeanSquare = Sum(own.SlopeSquare),
            BendMeanSquare = Sum(own.BendSquare),
            Scaled = scaled,
            MissedSlope = own.Agrees(between) && ObeysParseval(own, variance, scaled) ? Missed(function, deviation, variance, scaled) : double.PositiveInfinity,
        };
    }

    // E[phi^2] and E[phi'^2] are the sums of the series at rho = 1.
    private static bool ObeysParseval(Totals totals, double variance, double[] scaled)
    {
        var (slopes, values) = (0.0, 0.0);
        for (var l = scaled.Length - 1; l >= 0; l--)
        {
            slopes += scaled[l] * scaled[l];
            values += scaled[l] * scaled[l] / (l + 2);
        }

        var (mean, slope) = (Sum(totals.Mean), Sum(totals.Slope));
        return Near(Sum(totals.SlopeSquare), slope * slope + variance * slopes) && Near(Sum(totals.MeanSquare), mean * mean + variance * (slope * slope + variance * values));
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= Rounding * Math.Max(Math.Abs(a), Math.Abs(b));

    // q E[(phi'' - sum_(l<L) c_l h_l)^2]/(L + 1), seen at nodes that the projection did not use.
    private double Missed<TFunction>(TFunction function, Lanes deviation, double variance, double[] scaled) where TFunction : struct, IPointwiseFormula
    {
        Lanes residual = 0.0;
        Span<Lanes> missing = stackalloc Lanes[_check.Nodes.Length];
        for (var i = 0; i < missing.Length; i++) missing[i] = Derivatives(function, deviation * _check.Nodes[i]).Slope.Slope;
        for (var l = 0; l < Terms; l++)
        {
            Lanes coefficient = -scaled[l] * Math.Sqrt(l + 1);
            var polynomial = _check.Polynomial(l);
            for (var i = 0; i < missing.Length; i++) missing[i] = Lanes.MultiplyAdd(coefficient, polynomial[i], missing[i]);
        }

        for (var i = 0; i < missing.Length; i++) residual += _check.Weights[i] * missing[i] * missing[i];
        return variance * Sum(residual) / (Terms + 1);
    }

    private static SecondJet Derivatives<TFunction>(TFunction function, Lanes x) where TFunction : struct, IPointwiseFormula =>
        function.Value(Jet.Variable(Jet.Variable(x)));

    // Four sums that do not wait for each other.
    private static double Dot(ReadOnlySpan<Lanes> a, ReadOnlySpan<Lanes> b)
    {
        Lanes first = 0.0, second = 0.0, third = 0.0, fourth = 0.0;
        var i = 0;
        for (; i + 3 < a.Length; i += 4)
        {
            first = Lanes.MultiplyAdd(a[i], b[i], first);
            second = Lanes.MultiplyAdd(a[i + 1], b[i + 1], second);
            third = Lanes.MultiplyAdd(a[i + 2], b[i + 2], third);
            fourth = Lanes.MultiplyAdd(a[i + 3], b[i + 3], fourth);
        }

        for (; i < a.Length; i++) first = Lanes.MultiplyAdd(a[i], b[i], first);
        return Sum(first + second + (third + fourth));
    }

    private static double Sum(Lanes lanes) => Reduction.Sum(lanes.Vector);

    /// <summary>Means of phi, phi', phi'' and their squares by one rule.</summary>
    private struct Totals
    {
        public Lanes Mean, Slope, MeanSquare, SlopeSquare, BendSquare;

        public void Add(Lanes weight, SecondJet right, SecondJet left)
        {
            Mean += weight * (right.Value.Value + left.Value.Value);
            Slope += weight * (right.Value.Slope + left.Value.Slope);
            MeanSquare += weight * (right.Value.Value * right.Value.Value + left.Value.Value * left.Value.Value);
            SlopeSquare += weight * (right.Value.Slope * right.Value.Slope + left.Value.Slope * left.Value.Slope);
            BendSquare += weight * (right.Slope.Slope * right.Slope.Slope + left.Slope.Slope * left.Slope.Slope);
        }

        // Means may cancel: their squares say how much of them is rounding.
        public readonly bool Agrees(Totals other) =>
            Near(Sum(MeanSquare), Sum(other.MeanSquare)) && Near(Sum(SlopeSquare), Sum(other.SlopeSquare)) && Near(Sum(BendSquare), Sum(other.BendSquare))
            && Math.Abs(Sum(Mean) - Sum(other.Mean)) <= Rounding * Math.Sqrt(Sum(MeanSquare))
            && Math.Abs(Sum(Slope) - Sum(other.Slope)) <= Rounding * Math.Sqrt(Sum(SlopeSquare));
    }

    /// <summary>Equidistant nodes with the weights of the normal distribution, and the polynomials there.</summary>
    private sealed class Rule
    {
        private readonly Lanes[] _polynomials;

        public Rule(int terms, double start, double step, int last)
        {
            var lanes = last / Lanes.Count + 1;
            (Nodes, Weights, _polynomials) = (new Lanes[lanes], new Lanes[lanes], new Lanes[terms * lanes]);
            var nodes = MemoryMarshal.Cast<Lanes, double>(Nodes.AsSpan());
            var weights = MemoryMarshal.Cast<Lanes, double>(Weights.AsSpan());
            for (var i = 0; i <= last; i++)
            {
                nodes[i] = start + i * step;
                weights[i] = step / Math.Sqrt(2 * Math.PI) * Math.Exp(-nodes[i] * nodes[i] / 2);
            }

            // sqrt(l) h_l = z h_{l-1} - sqrt(l - 1) h_{l-2}.
            for (var i = 0; i < lanes; i++)
            {
                Lanes before = 0.0, current = 1.0;
                for (var l = 0; l < terms; l++)
                {
                    _polynomials[l * lanes + i] = current;
                    (before, current) = (current, 1 / Math.Sqrt(l + 1) * (Nodes[i] * current - Math.Sqrt(l) * before));
                }
            }
        }

        public Lanes[] Nodes { get; }

        public Lanes[] Weights { get; }

        /// <summary>The points halfway to the next nodes, with the weights of the same rule there.</summary>
        public (Lanes Node, Lanes Weight) Halfway(int index, double step)
        {
            var node = Nodes[index] + step / 2;
            return (node, Lanes.Select(Weights[index], step / Math.Sqrt(2 * Math.PI) * Lanes.Exp(-0.5 * (node * node)), 0.0));
        }

        /// <summary>h_l at the nodes.</summary>
        public ReadOnlySpan<Lanes> Polynomial(int degree) => _polynomials.AsSpan(degree * Nodes.Length, Nodes.Length);
    }
}
