using System.Runtime.CompilerServices;

namespace NtkGan.Numerics;

/// <summary>The kernel of a pair of points and its partial derivatives in the two inner products that the first point enters: q12 = &lt;x, y&gt; / d (the covariance) and q11 = &lt;x, x&gt; / d (the variance).</summary>
/// <typeparam name="T">The scalar type of the value and of the derivatives.</typeparam>
/// <param name="value">The value.</param>
/// <param name="covariance">The partial derivative with respect to q12.</param>
/// <param name="variance">The partial derivative with respect to q11.</param>
internal readonly struct PairJet<T>(T value, T covariance, T variance) : IScalar<PairJet<T>> where T : struct, IScalar<T>
{
    /// <summary>The value.</summary>
    public readonly T Value = value;

    /// <summary>The partial derivative with respect to q12.</summary>
    public readonly T Covariance = covariance;

    /// <summary>The partial derivative with respect to q11.</summary>
    public readonly T Variance = variance;

    /// <inheritdoc/>
    public static int Order => T.Order + 1;

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
        new(a.Value * b.Value, T.MultiplyAdd(a.Covariance, b.Value, a.Value * b.Covariance), T.MultiplyAdd(a.Variance, b.Value, a.Value * b.Variance));

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
    public static PairJet<T> MultiplyAdd(PairJet<T> a, PairJet<T> b, PairJet<T> c) =>
        new(T.MultiplyAdd(a.Value, b.Value, c.Value),
            T.MultiplyAdd(a.Covariance, b.Value, T.MultiplyAdd(a.Value, b.Covariance, c.Covariance)),
            T.MultiplyAdd(a.Variance, b.Value, T.MultiplyAdd(a.Value, b.Variance, c.Variance)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> DifferenceOfProducts(PairJet<T> a, PairJet<T> b, PairJet<T> c, PairJet<T> d) =>
        new(T.DifferenceOfProducts(a.Value, b.Value, c.Value, d.Value),
            T.MultiplyAdd(a.Covariance, b.Value, a.Value * b.Covariance) - T.MultiplyAdd(c.Covariance, d.Value, c.Value * d.Covariance),
            T.MultiplyAdd(a.Variance, b.Value, a.Value * b.Variance) - T.MultiplyAdd(c.Variance, d.Value, c.Value * d.Variance));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> SqrtGuarded(PairJet<T> x, PairJet<T> scale)
    {
        var value = T.SqrtGuarded(x.Value, scale.Value);
        var zero = (T)0.0;
        var clear = ClearOfZero(x.Value, scale.Value);
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
    public static PairAngle<PairJet<T>> AngleOf(PairJet<T> q11, PairJet<T> q12, PairJet<T> q22) =>
        PairScale.IsNeeded(Primal(q11), Primal(q22)) ? Rescaled(q11, q12, q22) : Angle(q11, q12, q22);

    // Rare, and kept out of the loops.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PairAngle<PairJet<T>> Rescaled(PairJet<T> q11, PairJet<T> q12, PairJet<T> q22)
    {
        var scale = PairScale.Of(Primal(q11), Primal(q22));
        var pair = Angle(Constant(scale.First) * q11, Constant(scale.Both) * q12, Constant(scale.Second) * q22);
        return new(Constant(scale.Inverse) * pair.Sine, pair.Angle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static PairAngle<PairJet<T>> Angle(PairJet<T> q11, PairJet<T> q12, PairJet<T> q22)
    {
        var pair = T.AngleOf(q11.Value, q12.Value, q22.Value);
        var scale = q11.Value * q22.Value;
        var clear = ClearOfZero(pair.Sine * pair.Sine, scale);
        var inverse = T.Select(clear, (T)1.0 / T.Select(clear, pair.Sine, 1.0), 0.0);
        var ratio = q12.Value / T.Select(clear, scale, 1.0);
        var halfCovariance = 0.5 * T.MultiplyAdd(q11.Covariance, q22.Value, q11.Value * q22.Covariance);
        var halfVariance = 0.5 * T.MultiplyAdd(q11.Variance, q22.Value, q11.Value * q22.Variance);
        return new(
            new(pair.Sine, inverse * (halfCovariance - q12.Value * q12.Covariance), inverse * (halfVariance - q12.Value * q12.Variance)),
            new(pair.Angle, inverse * (ratio * halfCovariance - q12.Covariance), inverse * (ratio * halfVariance - q12.Variance)));
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
    public static PairJet<T> Log1p(PairJet<T> x)
    {
        var value = T.Log1p(x.Value);
        var slope = (T)1.0 / (x.Value + 1);
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

    /// <inheritdoc/>
    public static PairJet<T> Map(Func<double, double> function, PairJet<T> x) => new(T.Map(function, x.Value), 0.0, 0.0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Primal(PairJet<T> x) => T.Primal(x.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairJet<T> Constant(Lanes value) => new(T.Constant(value), 0.0, 0.0);

    // Positive where x > 8 eps scale.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ClearOfZero(T x, T scale) => x - 8 * Math.ScaleB(1, -52) * scale;
}
