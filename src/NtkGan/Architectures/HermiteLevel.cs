using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>Projection on the first L normalised Hermite polynomials by a trapezoidal rule on [-13, 13] (exponentially accurate: what is projected is
/// analytic and dies out before the ends), and a coarser rule at other nodes, to see what the projection missed.</summary>
internal sealed class HermiteLevel
{
    private const double End = 13, Shift = 0.381966;
    private const int CheckEvery = 4;

    private static readonly (int Terms, int NodesPerUnit)[] Sizes = [(64, 8), (160, 8), (400, 12), (1024, 16), (4096, 32)];

    private static readonly Lazy<HermiteLevel>[] Made = [.. Sizes.Select(size => new Lazy<HermiteLevel>(() => new(size.Terms, 1.0 / size.NodesPerUnit)))];

    private readonly int _terms;
    private readonly Rule _rule, _check;

    private HermiteLevel(int terms, double step)
    {
        _terms = terms;
        _rule = new(terms, 0, step, (int)(End / step));

        // Half the weight of 0: it is its own mirror image.
        _rule.Weights[0] = new(_rule.Weights[0].Vector.WithElement(0, _rule.Weights[0].Vector[0] / 2));
        _check = new(terms, -End + Shift, CheckEvery * step, (int)(2 * End / (CheckEvery * step)));
    }

    /// <summary>Number of levels.</summary>
    public static int Count => Sizes.Length;

    /// <summary>A level, from 64 terms up to 4096.</summary>
    public static HermiteLevel At(int index) => Made[index].Value;

    /// <summary>The coefficients of phi'' at one variance, not yet checked.</summary>
    public HermiteCoefficients Project<TFunction>(TFunction function, double variance) where TFunction : struct, IPointwiseFormula
    {
        // h_l is even or odd: nodes z and -z share its value.
        Lanes deviation = Math.Sqrt(variance);
        Span<Lanes> even = stackalloc Lanes[_rule.Nodes.Length], odd = stackalloc Lanes[_rule.Nodes.Length];
        Lanes mean = 0.0, slope = 0.0, meanSquare = 0.0, slopeSquare = 0.0, bendSquare = 0.0;
        for (var i = 0; i < even.Length; i++)
        {
            var (right, left, weight) = (Derivatives(function, deviation * _rule.Nodes[i]), Derivatives(function, -deviation * _rule.Nodes[i]), _rule.Weights[i]);
            mean += weight * (right.Value.Value + left.Value.Value);
            slope += weight * (right.Value.Slope + left.Value.Slope);
            meanSquare += weight * (right.Value.Value * right.Value.Value + left.Value.Value * left.Value.Value);
            slopeSquare += weight * (right.Value.Slope * right.Value.Slope + left.Value.Slope * left.Value.Slope);
            bendSquare += weight * (right.Slope.Slope * right.Slope.Slope + left.Slope.Slope * left.Slope.Slope);
            even[i] = weight * (right.Slope.Slope + left.Slope.Slope);
            odd[i] = weight * (right.Slope.Slope - left.Slope.Slope);
        }

        var scaled = new double[_terms];
        for (var l = 0; l < _terms; l++)
            scaled[l] = DotProduct.Of(MemoryMarshal.Cast<Lanes, double>(_rule.Polynomial(l)), MemoryMarshal.Cast<Lanes, double>(l % 2 == 0 ? even : odd)) / Math.Sqrt(l + 1);
        return new()
        {
            Variance = variance,
            Mean = Sum(mean),
            Slope = Sum(slope),
            MeanSquare = Sum(meanSquare),
            SlopeMeanSquare = Sum(slopeSquare),
            BendMeanSquare = Sum(bendSquare),
            Scaled = scaled,
        };
    }

    /// <summary>q E[(phi'' - sum_(l&lt;L) c_l h_l)^2]/(L + 1), seen at nodes that the projection did not use.</summary>
    public double Missed<TFunction>(TFunction function, HermiteCoefficients coefficients) where TFunction : struct, IPointwiseFormula
    {
        Lanes deviation = Math.Sqrt(coefficients.Variance), residual = 0.0;
        Span<Lanes> missing = stackalloc Lanes[_check.Nodes.Length];
        for (var i = 0; i < missing.Length; i++) missing[i] = Derivatives(function, deviation * _check.Nodes[i]).Slope.Slope;
        for (var l = 0; l < _terms; l++)
        {
            Lanes coefficient = -coefficients.Scaled[l] * Math.Sqrt(l + 1);
            var polynomial = _check.Polynomial(l);
            for (var i = 0; i < missing.Length; i++) missing[i] = Lanes.MultiplyAdd(coefficient, polynomial[i], missing[i]);
        }

        for (var i = 0; i < missing.Length; i++) residual += _check.Weights[i] * missing[i] * missing[i];
        return coefficients.Variance * Sum(residual) / (_terms + 1);
    }

    private static Jet<Jet<Lanes>> Derivatives<TFunction>(TFunction function, Lanes x) where TFunction : struct, IPointwiseFormula =>
        function.Value(new Jet<Jet<Lanes>>(new(x, 1.0), 1.0));

    private static double Sum(Lanes lanes) => Vector256.Sum(lanes.Vector);

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

        /// <summary>h_l at the nodes.</summary>
        public ReadOnlySpan<Lanes> Polynomial(int degree) => _polynomials.AsSpan(degree * Nodes.Length, Nodes.Length);
    }
}
