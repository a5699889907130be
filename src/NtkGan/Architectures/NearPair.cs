using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>A pair of Gaussians that are almost equal, as features of two points that lie much nearer to each other than to the origin. What tells them
/// apart is not a difference of their variances and covariance, which has no digits left, but a number of its own.</summary>
/// <typeparam name="T">The scalar type.</typeparam>
/// <param name="q11">The variance of u.</param>
/// <param name="q12">The covariance.</param>
/// <param name="q22">The variance of v.</param>
/// <param name="squaredDistance">E[(u - v)^2] = q11 + q22 - 2 q12.</param>
/// <param name="squaredRejection">The mean square of what of v is not along u, q22 - q12^2/q11.</param>
internal readonly struct NearPair<T>(T q11, T q12, T q22, T squaredDistance, T squaredRejection) where T : struct, IScalar<T>
{
    // Below this angle the series of sin x - x cos x is right to the last digit.
    private const double Small = 0.125;

    public readonly T Q11 = q11;
    public readonly T Q12 = q12;
    public readonly T Q22 = q22;
    public readonly T SquaredDistance = squaredDistance;
    public readonly T SquaredRejection = squaredRejection;

    /// <summary>sqrt(q11 q22).</summary>
    public T Scale => Root(Q11) * Root(Q22);

    /// <summary>theta = atan2(sqrt(rejection), q12/sqrt(q11)), with slope 0 where nothing is rejected.</summary>
    public T Angle => T.Atan2(T.SqrtGuarded(SquaredRejection, 0.0), Q12 / Root(Q11));

    /// <summary>sqrt(q11 q22) (sin theta - theta cos theta), by its series for small theta = <see cref="Angle"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public T Segment(T angle)
    {
        var square = angle * angle;
        var series = square * (square * (square * (1.0 / 840 - square * (1.0 / 45360 - 1.0 / 3991680 * square)) + -1.0 / 30) + 1.0 / 3) * angle;
        return T.Select(Small - angle, Scale * series, Root(Q11) * T.SqrtGuarded(SquaredRejection, 0.0) - angle * Q12);
    }

    private static T Root(T x) => T.Sqrt(T.Select(x, x, 1.0));
}

/// <summary>What an activation makes of a pair that is almost equal: the dual moments, and the numbers that tell the pair apart.</summary>
/// <typeparam name="T">The scalar type.</typeparam>
/// <param name="covariance">N = E[phi(u) phi(v)].</param>
/// <param name="derivative">D = E[phi'(u) phi'(v)].</param>
/// <param name="squaredDistance">E[(phi(u) - phi(v))^2], with the relative precision of the pair's own.</param>
/// <param name="squaredRejection">E[phi(v)^2] - N^2/E[phi(u)^2].</param>
internal readonly struct NearMoments<T>(T covariance, T derivative, T squaredDistance, T squaredRejection) where T : struct, IScalar<T>
{
    public readonly T Covariance = covariance;
    public readonly T Derivative = derivative;
    public readonly T SquaredDistance = squaredDistance;
    public readonly T SquaredRejection = squaredRejection;
}

/// <summary>An activation formula that knows what becomes of pairs that are almost equal. Without it a kernel loses digits of points that lie far from
/// the origin: (|x|/|x - y|)^2 times those that rounding takes.</summary>
internal interface INearFormula
{
    /// <summary>The moments and distances of a pair.</summary>
    NearMoments<T> Near<T>(NearPair<T> pair) where T : struct, IScalar<T>;

    /// <summary>Shows itself as a struct: visitor.Visit(this).</summary>
    void Visit(INearVisitor visitor);
}

/// <summary>Something to be done with a formula for pairs that are almost equal.</summary>
internal interface INearVisitor
{
    /// <summary>Does it.</summary>
    void Visit<TFormula>(TFormula formula) where TFormula : struct, INearFormula;
}
