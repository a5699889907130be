using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NtkGan.Numerics;

/// <summary>Four doubles side by side in a SIMD register: the hot path, one pair of points a lane.</summary>
/// <param name="vector">The register.</param>
public readonly struct Lanes(Vector256<double> vector) : IRegister<Lanes>
{
    /// <summary>Number of lanes.</summary>
    public const int Count = 4;

    private const double NearTanh = 0.55;

    /// <summary>The register.</summary>
    public readonly Vector256<double> Vector = vector;

    /// <inheritdoc/>
    public static int Order => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lanes(double value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator +(Lanes a, Lanes b) => new(a.Vector + b.Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator +(Lanes a, double b) => new(a.Vector + Vector256.Create(b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator -(Lanes a, Lanes b) => new(a.Vector - b.Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator -(double a, Lanes b) => new(Vector256.Create(a) - b.Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator -(Lanes a) => new(-a.Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator *(Lanes a, Lanes b) => new(a.Vector * b.Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator *(double a, Lanes b) => new(Vector256.Create(a) * b.Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes operator /(Lanes a, Lanes b) => new(a.Vector / b.Vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes MultiplyAdd(Lanes a, Lanes b, Lanes c) => new(Vector256.FusedMultiplyAdd(a.Vector, b.Vector, c.Vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes DifferenceOfProducts(Lanes a, Lanes b, Lanes c, Lanes d)
    {
        var less = -(c.Vector * d.Vector);
        return new(Vector256.FusedMultiplyAdd(a.Vector, b.Vector, less) - Vector256.FusedMultiplyAdd(c.Vector, d.Vector, less));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Sqrt(Lanes x) => new(Vector256.Sqrt(x.Vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes SqrtGuarded(Lanes x, Lanes scale) => Sqrt(WithoutNegatives(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairAngle<Lanes> AngleOf(Lanes q11, Lanes q12, Lanes q22) =>
        PairScale.IsNeeded(q11, q22) ? Rescaled(q11, q12, q22) : RegisterAngle.OfPair(q11, q12, q22);

    // Rare, and kept out of the loops.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PairAngle<Lanes> Rescaled(Lanes q11, Lanes q12, Lanes q22)
    {
        var scale = PairScale.Of(q11, q22);
        var (first, both, second) = (scale.First * q11, scale.Both * q12, scale.Second * q22);
        var sine = Sqrt(WithoutNegatives(DifferenceOfProducts(first, second, both, both)));
        return new(scale.Inverse * sine, RegisterAngle.Of(sine, both));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Exp(Lanes x) => new(VectorFunctions.Exp(x.Vector));

    /// <inheritdoc/>
    public static Lanes Log(Lanes x) => new(VectorFunctions.Log(x.Vector));

    /// <inheritdoc/>
    public static Lanes Log1p(Lanes x)
    {
        // Kahan's quotient: what rounding adds to 1 + x is divided out again.
        var one = Vector256<double>.One;
        var sum = one + x.Vector;
        var exact = sum - one;
        var none = Vector256.Equals(exact, Vector256<double>.Zero);
        var ratio = x.Vector / Vector256.ConditionalSelect(none, one, exact);
        return new(Vector256.ConditionalSelect(none, x.Vector, Log(new(sum)).Vector * ratio));
    }

    /// <inheritdoc/>
    public static Lanes Sin(Lanes x) => new(VectorFunctions.Sin(x.Vector));

    /// <inheritdoc/>
    public static Lanes Cos(Lanes x) => new(VectorFunctions.Cos(x.Vector));

    /// <inheritdoc/>
    public static Lanes Tanh(Lanes x)
    {
        var size = Vector256.Abs(x.Vector);
        var decay = VectorFunctions.Exp(-2 * size);
        var far = (Vector256<double>.One - decay) / (Vector256<double>.One + decay);

        // Near 0, where that cancels: eight levels of Lambert's continued fraction, error below 1e-17 relative.
        var u = Vector256.Min(x.Vector * x.Vector, Vector256.Create(NearTanh * NearTanh));
        var above = Vector256.FusedMultiplyAdd(u, Vector256.FusedMultiplyAdd(u, Vector256.FusedMultiplyAdd(u,
            Vector256.Create(36.0), Vector256.Create(6930.0)), Vector256.Create(270270.0)), Vector256.Create(2027025.0));
        var below = Vector256.FusedMultiplyAdd(u, Vector256.FusedMultiplyAdd(u, Vector256.FusedMultiplyAdd(u, u + Vector256.Create(630.0),
            Vector256.Create(51975.0)), Vector256.Create(945945.0)), Vector256.Create(2027025.0));
        return new(Vector256.ConditionalSelect(Vector256.LessThan(size, Vector256.Create(NearTanh)),
            x.Vector * (above / below), Vector256.CopySign(far, x.Vector)));
    }

    /// <inheritdoc/>
    public static Lanes Erf(Lanes x) => NormalTails.Erf(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Atan2(Lanes y, Lanes x)
    {
        var angle = RegisterAngle.Of(Abs(y), x);
        return SelectLess(y, 0.0, -angle, angle);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Select(Lanes test, Lanes positive, Lanes otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(test.Vector, Vector256<double>.Zero), positive.Vector, otherwise.Vector));

    /// <inheritdoc/>
    public static Lanes Map(Func<double, double> function, Lanes x) =>
        new(Vector256.Create(function(x.Vector[0]), function(x.Vector[1]), function(x.Vector[2]), function(x.Vector[3])));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Primal(Lanes x) => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Constant(Lanes value) => value;

    // Explicit, for the public type is a scalar and no more.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes IRegister<Lanes>.Abs(Lanes x) => Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes IRegister<Lanes>.AtLeast(Lanes x, double least) => new(Vector256.Max(x.Vector, Vector256.Create(least)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes IRegister<Lanes>.WithoutNegatives(Lanes x) => WithoutNegatives(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes IRegister<Lanes>.SelectLess(Lanes a, Lanes b, Lanes then, Lanes otherwise) => SelectLess(a, b, then, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes IRegister<Lanes>.ArcTangentQuotient(Lanes u) => new(ArcTangentSeries.Of(u.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes Abs(Lanes x) => new(Vector256.Abs(x.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes WithoutNegatives(Lanes x) => new(Vector256.AndNot(x.Vector, Vector256.LessThan(x.Vector, Vector256<double>.Zero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes SelectLess(Lanes a, Lanes b, Lanes then, Lanes otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(a.Vector, b.Vector), then.Vector, otherwise.Vector));
}
