using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NtkGan.Numerics;

/// <summary>Four doubles side by side in a SIMD register: the hot path, one pair of points a lane.</summary>
/// <param name="vector">The register.</param>
public readonly struct Lanes(Vector256<double> vector) : IScalar<Lanes>
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
        var product = c.Vector * d.Vector;
        var error = Vector256.FusedMultiplyAdd(-c.Vector, d.Vector, product);
        return new(Vector256.FusedMultiplyAdd(a.Vector, b.Vector, -product) + error);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Sqrt(Lanes x) => new(Vector256.Sqrt(x.Vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes SqrtGuarded(Lanes x, Lanes scale) => new(Vector256.Sqrt(Vector256.Max(x.Vector, Vector256<double>.Zero)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairAngle<Lanes> AngleOf(Lanes q11, Lanes q12, Lanes q22) =>
        PairScale.IsNeeded(q11, q22) ? Rescaled(q11, q12, q22) : Angle(q11, q12, q22);

    // Rare, and kept out of the loops.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PairAngle<Lanes> Rescaled(Lanes q11, Lanes q12, Lanes q22)
    {
        var scale = PairScale.Of(q11, q22);
        var pair = Angle(scale.First * q11, scale.Both * q12, scale.Second * q22);
        return new(scale.Inverse * pair.Sine, pair.Angle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static PairAngle<Lanes> Angle(Lanes q11, Lanes q12, Lanes q22)
    {
        var sine = SqrtGuarded(DifferenceOfProducts(q11, q22, q12, q12), 0.0);

        // The sine is not negative, so the angle lies in [0, pi] and Atan2's test of its sign falls away.
        return new(sine, new(Angle(sine.Vector, Vector256.Abs(q12.Vector), q12.Vector)));
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
    public static Lanes Erf(Lanes x)
    {
        var v = x.Vector;
        return new(Vector256.Create(ErrorFunction.Erf(v[0]), ErrorFunction.Erf(v[1]), ErrorFunction.Erf(v[2]), ErrorFunction.Erf(v[3])));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Atan2(Lanes y, Lanes x)
    {
        var angle = Angle(Vector256.Abs(y.Vector), Vector256.Abs(x.Vector), x.Vector);
        return new(Vector256.ConditionalSelect(Vector256.LessThan(y.Vector, Vector256<double>.Zero), -angle, angle));
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

    // The angle in [0, pi] of the point (x, height), height >= 0, width = |x|.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Angle(Vector256<double> height, Vector256<double> width, Vector256<double> x)
    {
        var steep = Vector256.GreaterThanOrEqual(height, width);
        var small = Vector256.ConditionalSelect(steep, width, height);
        var large = Vector256.Max(Vector256.ConditionalSelect(steep, height, width), Vector256.Create(double.Epsilon));
        var ratio = small / large;
        var angle = ratio * ArcTangent(ratio * ratio);
        angle = Vector256.ConditionalSelect(steep, Vector256.Create(Math.PI / 2) - angle, angle);
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<double>.Zero), Vector256.Create(Math.PI) - angle, angle);
    }

    // atan(t)/t as a polynomial in u = t^2 on [0, 1]: interpolation at 21 Chebyshev nodes, computed with 70 digits; error 5.3e-18.
    // Estrin's scheme: pairs, then u^2, u^4, ...
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ArcTangent(Vector256<double> u)
    {
        var u2 = u * u;
        var u4 = u2 * u2;
        var u8 = u4 * u4;
        var a = Four(u, u2, 1.0, -0.3333333333333286, 0.19999999999929946, -0.14285714281592693);
        var b = Four(u, u2, 0.11111110982087126, -0.09090906605656898, 0.0769227555520563, -0.06666371187721098);
        var c = Four(u, u2, 0.05880342002401543, -0.052527255573225747, 0.04719723992321112, -0.042125723963855326);
        var d = Four(u, u2, 0.03651081352721035, -0.02970071773623423, 0.021740213830758134, -0.013674139288399478);
        var e = Vector256.FusedMultiplyAdd(u4, Vector256.Create(1.2631178430477426e-05),
            Four(u, u2, 0.007038646202989813, -0.0028047655531701315, 0.0008033604181626027, -0.00014617088163625013));
        var low = Vector256.FusedMultiplyAdd(u4, b, a);
        var middle = Vector256.FusedMultiplyAdd(u4, d, c);
        return Vector256.FusedMultiplyAdd(u8, Vector256.FusedMultiplyAdd(u8, e, middle), low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Four(Vector256<double> u, Vector256<double> u2, double c0, double c1, double c2, double c3) =>
        Vector256.FusedMultiplyAdd(u2,
            Vector256.FusedMultiplyAdd(u, Vector256.Create(c3), Vector256.Create(c2)),
            Vector256.FusedMultiplyAdd(u, Vector256.Create(c1), Vector256.Create(c0)));
}
