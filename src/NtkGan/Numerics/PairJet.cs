using System.Runtime.CompilerServices;

namespace NtkGan.Numerics;

/// <summary>The kernel of a pair of points and its partial derivatives in the two inner products that the first point enters: q12 = &lt;x, y&gt; / d (the covariance) and q11 = &lt;x, x&gt; / d (the variance).</summary>
/// <typeparam name="T">The scalar type of the value and of the derivatives.</typeparam>
/// <param name="value">The value.</param>
/// <param name="covariance">The partial derivative with respect to q12.</param>
/// <param name="variance">The partial derivative with respect to q11.</param>
public readonly struct PairJet<T>(T value, T covariance, T variance) : IScalar<PairJet<T>> where T : struct, IScalar<T>
{
    /// <summary>The value.</summary>
    public readonly T Value = value;

    /// <summary>The partial derivative with respect to q12.</summary>
    public readonly T Covariance = covariance;

    /// <summary>The partial derivative with respect to q11.</summary>
    public readonly T Variance = variance;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator PairJet<T>(double value) => new(value, 0.0, 0.0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> operator +(PairJet<T> a, PairJet<T> b) => new(a.Value + b.Value, a.Covariance + b.Covariance, a.Variance + b.Variance);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> operator +(PairJet<T> a, double b) => new(a.Value + b, a.Covariance, a.Variance);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> operator -(PairJet<T> a, PairJet<T> b) => new(a.Value - b.Value, a.Covariance - b.Covariance, a.Variance - b.Variance);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> operator -(double a, PairJet<T> b) => new(a - b.Value, -b.Covariance, -b.Variance);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> operator -(PairJet<T> a) => new(-a.Value, -a.Covariance, -a.Variance);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> operator *(PairJet<T> a, PairJet<T> b) =>
        new(a.Value * b.Value, a.Covariance * b.Value + a.Value * b.Covariance, a.Variance * b.Value + a.Value * b.Variance);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> operator *(double a, PairJet<T> b) => new(a * b.Value, a * b.Covariance, a * b.Variance);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> operator /(PairJet<T> a, PairJet<T> b)
    {
        var inverse = (T)1.0 / b.Value;
        var value = a.Value / b.Value;
        return new(value, inverse * (a.Covariance - value * b.Covariance), inverse * (a.Variance - value * b.Variance));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> DifferenceOfProducts(PairJet<T> a, PairJet<T> b, PairJet<T> c, PairJet<T> d) =>
        new(T.DifferenceOfProducts(a.Value, b.Value, c.Value, d.Value),
            a.Covariance * b.Value + a.Value * b.Covariance - (c.Covariance * d.Value + c.Value * d.Covariance),
            a.Variance * b.Value + a.Value * b.Variance - (c.Variance * d.Value + c.Value * d.Variance));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> SqrtGuarded(PairJet<T> x, PairJet<T> scale)
    {
        var value = T.SqrtGuarded(x.Value, scale.Value);
        var zero = (T)0.0;
        var guard = 8 * Math.ScaleB(1, -52) * scale.Value;
        var clear = T.Select(x.Value + -1e-30, x.Value - guard, zero);
        var slope = T.Select(clear, 0.5 * ((T)1.0 / T.Select(clear, value, 1.0)), zero);
        return new(value, slope * x.Covariance, slope * x.Variance);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> Sqrt(PairJet<T> x)
    {
        var value = T.Sqrt(x.Value);
        var slope = 0.5 * ((T)1.0 / value);
        return new(value, slope * x.Covariance, slope * x.Variance);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> Exp(PairJet<T> x)
    {
        var value = T.Exp(x.Value);
        var slope = value;
        return new(value, slope * x.Covariance, slope * x.Variance);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> Log(PairJet<T> x)
    {
        var value = T.Log(x.Value);
        var slope = (T)1.0 / x.Value;
        return new(value, slope * x.Covariance, slope * x.Variance);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> Sin(PairJet<T> x)
    {
        var value = T.Sin(x.Value);
        var slope = T.Cos(x.Value);
        return new(value, slope * x.Covariance, slope * x.Variance);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> Cos(PairJet<T> x)
    {
        var value = T.Cos(x.Value);
        var slope = -T.Sin(x.Value);
        return new(value, slope * x.Covariance, slope * x.Variance);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> Tanh(PairJet<T> x)
    {
        var value = T.Tanh(x.Value);
        var slope = 1 - value * value;
        return new(value, slope * x.Covariance, slope * x.Variance);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> Erf(PairJet<T> x)
    {
        var value = T.Erf(x.Value);
        var slope = 2 / Math.Sqrt(Math.PI) * T.Exp(-(x.Value * x.Value));
        return new(value, slope * x.Covariance, slope * x.Variance);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> Atan2(PairJet<T> y, PairJet<T> x)
    {
        var square = x.Value * x.Value + y.Value * y.Value;
        var inverse = T.Select(square, (T)1.0 / T.Select(square, square, 1.0), 0.0);
        var (along, across) = (inverse * x.Value, inverse * y.Value);
        return new(T.Atan2(y.Value, x.Value), along * y.Covariance - across * x.Covariance, along * y.Variance - across * x.Variance);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> Select(PairJet<T> test, PairJet<T> positive, PairJet<T> otherwise) =>
        new(T.Select(test.Value, positive.Value, otherwise.Value),
            T.Select(test.Value, positive.Covariance, otherwise.Covariance),
            T.Select(test.Value, positive.Variance, otherwise.Variance));
}
