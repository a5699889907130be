using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>What Hermite series need to know of phi: its second derivative, and what happens at 0.</summary>
internal abstract class HermiteSource
{
    // phi'' beyond counts as none; where it does not die out before the last place, densities must.
    private const double Nothing = 1e-17, Beyond = 13, Rounding = 1e-15;
    private const int LastPlace = 104, JumpNodes = 16, JumpCount = 10;

    /// <summary>phi(0).</summary>
    public double Value { get; private set; }

    /// <summary>The mean of the slopes of phi on both sides of 0.</summary>
    public double Slope { get; private set; }

    /// <summary>The mean of the slopes far out on both sides, where phi'' dies out; else that at 0.</summary>
    public double FarSlope { get; private set; }

    /// <summary>The difference of the slopes at 0.</summary>
    public double Jump { get; private set; }

    /// <summary>Whether phi is smooth everywhere.</summary>
    public bool IsSmooth { get; private set; }

    /// <summary>The jumps of phi'' and its derivatives at 0; rounding, if it is smooth.</summary>
    public double[] Jumps { get; private set; } = [];

    /// <summary>Where |x| is so large that phi'' is nothing; infinite if it dies out too late.</summary>
    public double Reach { get; private set; }

    /// <summary>Whether phi'' or the density dies out before the last place.</summary>
    public bool IsSeenFrom(double deviation) => Math.Min(Reach, Beyond * deviation) <= LastPlace;

    /// <summary>Whether E[phi'] is better known from far out: near 0, most of a slope that dies out would cancel.</summary>
    public bool CountsFromAfar(double deviation) => Beyond * deviation >= 2 * Reach;

    /// <summary>The end of the rule at a deviation.</summary>
    public double End(double deviation) => Math.Min(Reach, Beyond * deviation);

    /// <summary>phi'' at x and at -x, x > 0.</summary>
    public abstract (Lanes Right, Lanes Left) Bend(Lanes x);

    /// <summary>Wraps phi.</summary>
    public static HermiteSource Of<TFunction>(TFunction function, bool isSmooth) where TFunction : struct, IPointwiseFormula
    {
        var source = new Formula<TFunction>(function);
        var (before, after) = Slopes(function);
        source.Value = function.Value<Real>(0).Value;
        (source.Slope, source.Jump, source.IsSmooth) = (0.5 * (after + before), isSmooth ? 0 : JumpOf(function), isSmooth);
        source.Jumps = isSmooth ? [] : source.FindJumps();
        source.Reach = source.FindReach();
        double SlopeAt(double x) => function.Value(new Jet<Real, Real>(x, 1.0)).Slope.Value;
        source.FarSlope = double.IsFinite(source.Reach) ? 0.5 * (SlopeAt(2 * source.Reach) + SlopeAt(-2 * source.Reach)) : source.Slope;
        return source;
    }

    /// <summary>The jump of phi' at 0.</summary>
    public static double JumpOf<TFunction>(TFunction function) where TFunction : struct, IPointwiseFormula
    {
        var (before, after) = Slopes(function);
        return Math.Abs(after - before) <= Rounding * Math.Max(Math.Abs(after), Math.Abs(before)) ? 0 : after - before;
    }

    private static (double Before, double After) Slopes<TFunction>(TFunction function) where TFunction : struct, IPointwiseFormula =>
        (function.Value(new Jet<Real, Real>(-double.Epsilon, 1.0)).Slope.Value, function.Value(new Jet<Real, Real>(double.Epsilon, 1.0)).Slope.Value);

    private double FindReach()
    {
        var rule = QuadratureRule.GaussLegendre(Lanes.Count);
        var sizes = new double[LastPlace];
        for (var place = 0; place < LastPlace; place++)
        {
            for (var i = 0; i < Lanes.Count; i++)
            {
                var (right, left) = Bend(place + 0.5 * (1 + rule.Nodes[i]));
                sizes[place] = Math.Max(sizes[place], Math.Max(Math.Abs(right.Vector[0]), Math.Abs(left.Vector[0])));
            }
        }

        var end = LastPlace;
        while (end > 1 && sizes[end - 1] <= Nothing * sizes.Max()) end--;
        return end < LastPlace - 1 ? end : double.PositiveInfinity;
    }

    // Polynomials through Chebyshev nodes on both sides of 0, differentiated at 0.
    private double[] FindJumps()
    {
        var (right, left) = (new double[JumpNodes], new double[JumpNodes]);
        for (var i = 0; i < JumpNodes; i++)
        {
            var angle = Math.PI * (i + 0.5) / JumpNodes;
            var (after, before) = Bend(0.5 * (1 + Math.Cos(angle)));
            for (var l = 0; l < JumpNodes; l++)
            {
                var factor = (l == 0 ? 1.0 : 2.0) / JumpNodes * Math.Cos(l * angle);
                right[l] += factor * after.Vector[0];
                left[l] += factor * before.Vector[0];
            }
        }

        // Both polynomials run away from 0, where their variable is -1; derivatives to the left change sign.
        var jumps = new double[JumpCount];
        for (var m = 0; m < JumpCount; m++)
        {
            double after = 0, before = 0;
            for (var l = 0; l < JumpNodes; l++) (after, before) = (after + (l % 2 == 0 ? right[l] : -right[l]), before + (l % 2 == 0 ? left[l] : -left[l]));
            jumps[m] = after - (m % 2 == 0 ? before : -before);
            (right, left) = (Derivative(right), Derivative(left));
        }

        return jumps;
    }

    // Of a Chebyshev series over an interval of length 1.
    private static double[] Derivative(double[] series)
    {
        var result = new double[series.Length];
        for (var l = series.Length - 1; l >= 1; l--) result[l - 1] = (l + 1 < series.Length ? result[l + 1] : 0) + 4 * l * series[l];
        result[0] /= 2;
        return result;
    }

    private sealed class Formula<TFunction>(TFunction function) : HermiteSource where TFunction : struct, IPointwiseFormula
    {
        public override (Lanes Right, Lanes Left) Bend(Lanes x) => (Second(x), Second(-x));

        private Lanes Second(Lanes x) => function.Value(Jet.Variable(Jet.Variable(x))).Slope.Slope;
    }
}
