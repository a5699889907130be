using System.Runtime.CompilerServices;

namespace NtkGan.Numerics;

/// <summary>A number type on which a formula can run. A formula is written once, generic over T, and runs on doubles (<see cref="Real"/>),
/// SIMD lanes (<see cref="Lanes"/>) and jets over either (<see cref="Jet{T, TSlope}"/>: exact derivatives). A scalar is also a derivative of itself.
/// Every operation acts lane by lane and is defined, with a finite derivative, wherever the kernels evaluate it.</summary>
/// <typeparam name="T">The type itself.</typeparam>
public interface IScalar<T> : ISlope<T, T> where T : struct, IScalar<T>
{
    /// <summary>How many derivatives the type carries: 0 for numbers, one more than its inner type for a jet.</summary>
    static abstract int Order { get; }

    /// <summary>Whether variances are known to be level, so that <see cref="AngleOf"/> need not look (<see cref="PairScale.IsLevel"/>).</summary>
    internal static virtual bool AreLevel => false;

    /// <summary>The constant, with zero derivatives.</summary>
    static abstract implicit operator T(double value);

    /// <summary>a + b for a constant b.</summary>
    static abstract T operator +(T a, double b);

    /// <summary>a - b for a constant a.</summary>
    static abstract T operator -(double a, T b);

    /// <summary>a / b.</summary>
    static abstract T operator /(T a, T b);

    /// <summary>a b - c d without cancellation beyond that of the exact inputs (Kahan's algorithm, two fused multiply-adds).</summary>
    static abstract T DifferenceOfProducts(T a, T b, T c, T d);

    /// <summary>sqrt(x) for x > 0.</summary>
    static abstract T Sqrt(T x);

    /// <summary>sqrt(max(x, 0)), with slope 0 where x &lt;= 8 eps scale: there x counts as zero up to rounding, and the
    /// average of the one-sided slopes of the cone |x - p| is taken.</summary>
    static abstract T SqrtGuarded(T x, T scale);

    /// <summary>s = sqrt(q11 q22 - q12^2) and theta = atan2(s, q12) in [0, pi], theta = pi/2 where all are 0: the sine and the angle of a pair of
    /// Gaussians, up to the scale sqrt(q11 q22). With P = q11 q22, ds = (dP/2 - q12 dq12)/s and dtheta = (q12 dP/(2P) - dq12)/s; both slopes are
    /// 0 where s^2 &lt;= 8 eps P, that is, at coincident points, where the average of the one-sided slopes is taken, and at zero vectors. Homogeneous:
    /// variances may be of any size.</summary>
    static abstract PairAngle<T> AngleOf(T q11, T q12, T q22);

    /// <summary>1/r and atan2(y, r) for the root r = sqrt(square) of a number above 0, with slopes -dsquare/(2 r^3) and (square dy - y dsquare/2)/(r (square + y^2)): as two
    /// functions one after the other they would take twice as long on jets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual RootAngle<T> RootAngleOf(T square, T y)
    {
        var root = T.Sqrt(square);
        return new((T)1.0 / root, T.Atan2(y, root));
    }

    /// <summary>e^x.</summary>
    static abstract T Exp(T x);

    /// <summary>The natural logarithm, x > 0.</summary>
    static abstract T Log(T x);

    /// <summary>log(1 + x), x > -1, right for small x too.</summary>
    static abstract T Log1p(T x);

    /// <summary>sin x.</summary>
    static abstract T Sin(T x);

    /// <summary>cos x.</summary>
    static abstract T Cos(T x);

    /// <summary>tanh x.</summary>
    static abstract T Tanh(T x);

    /// <summary>The error function, 2/sqrt(pi) times the integral of exp(-s^2) from 0 to x.</summary>
    static abstract T Erf(T x);

    /// <summary>The angle of the point (x, y) in (-pi, pi]; pi/2 with slope 0 at the origin.</summary>
    static abstract T Atan2(T y, T x);

    /// <summary>A function known by its values alone, at the value of x: a constant, without derivatives. With the function's derivatives,
    /// mapped likewise, it becomes a Taylor polynomial of degree <see cref="Order"/>.</summary>
    static abstract T Map(Func<double, double> function, T x);

    /// <summary>The value without its derivatives; a single double in every lane. With <see cref="Constant"/> it brings functions known on
    /// lanes alone to every scalar type, as a Taylor polynomial of degree <see cref="Order"/> around it.</summary>
    static abstract Lanes Primal(T x);

    /// <summary>The constant, with zero derivatives; of lanes, the first where T is a single number.</summary>
    static abstract T Constant(Lanes value);
}
