using System.Runtime.CompilerServices;

namespace NtkGan.Numerics;

/// <summary>A value and its derivative in one direction (a dual number), over any scalar type: exact derivatives of every generic formula; nested, second derivatives.</summary>
/// <typeparam name="T">The scalar type of the value and of the derivatives.</typeparam>
/// <param name="value">The value.</param>
/// <param name="slope">The derivative.</param>
public readonly struct Jet<T>(T value, T slope) : IScalar<Jet<T>> where T : struct, IScalar<T>
{
    /// <summary>The value.</summary>
    public readonly T Value = value;

    /// <summary>The derivative.</summary>
    public readonly T Slope = slope;

    /// <inheritdoc/>
    public static int Order => T.Order + 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Jet<T>(double value) => new(value, 0.0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> operator +(Jet<T> a, Jet<T> b) => new(a.Value + b.Value, a.Slope + b.Slope);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> operator +(Jet<T> a, double b) => new(a.Value + b, a.Slope);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> operator -(Jet<T> a, Jet<T> b) => new(a.Value - b.Value, a.Slope - b.Slope);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> operator -(double a, Jet<T> b) => new(a - b.Value, -b.Slope);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> operator -(Jet<T> a) => new(-a.Value, -a.Slope);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> operator *(Jet<T> a, Jet<T> b) =>
        new(a.Value * b.Value, T.MultiplyAdd(a.Slope, b.Value, a.Value * b.Slope));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> operator *(double a, Jet<T> b) => new(a * b.Value, a * b.Slope);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> operator /(Jet<T> a, Jet<T> b)
    {
        var inverse = (T)1.0 / b.Value;
        var value = a.Value / b.Value;
        return new(value, inverse * (a.Slope - value * b.Slope));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> MultiplyAdd(Jet<T> a, Jet<T> b, Jet<T> c) =>
        new(T.MultiplyAdd(a.Value, b.Value, c.Value),
            T.MultiplyAdd(a.Slope, b.Value, T.MultiplyAdd(a.Value, b.Slope, c.Slope)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> DifferenceOfProducts(Jet<T> a, Jet<T> b, Jet<T> c, Jet<T> d) =>
        new(T.DifferenceOfProducts(a.Value, b.Value, c.Value, d.Value),
            T.MultiplyAdd(a.Slope, b.Value, a.Value * b.Slope) - T.MultiplyAdd(c.Slope, d.Value, c.Value * d.Slope));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> SqrtGuarded(Jet<T> x, Jet<T> scale)
    {
        var value = T.SqrtGuarded(x.Value, scale.Value);
        var zero = (T)0.0;
        var clear = ClearOfZero(x.Value, scale.Value);
        var slope = T.Select(clear, 0.5 * ((T)1.0 / T.Select(clear, value, 1.0)), zero);
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> Sqrt(Jet<T> x)
    {
        var value = T.Sqrt(x.Value);
        var slope = 0.5 * ((T)1.0 / value);
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairAngle<Jet<T>> AngleOf(Jet<T> q11, Jet<T> q12, Jet<T> q22) =>
        PairScale.IsNeeded(Primal(q11), Primal(q22)) ? Rescaled(q11, q12, q22) : Angle(q11, q12, q22);

    // Rare, and kept out of the loops.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PairAngle<Jet<T>> Rescaled(Jet<T> q11, Jet<T> q12, Jet<T> q22)
    {
        var scale = PairScale.Of(Primal(q11), Primal(q22));
        var pair = Angle(Constant(scale.First) * q11, Constant(scale.Both) * q12, Constant(scale.Second) * q22);
        return new(Constant(scale.Inverse) * pair.Sine, pair.Angle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static PairAngle<Jet<T>> Angle(Jet<T> q11, Jet<T> q12, Jet<T> q22)
    {
        var pair = T.AngleOf(q11.Value, q12.Value, q22.Value);
        var scale = q11.Value * q22.Value;
        var clear = ClearOfZero(pair.Sine * pair.Sine, scale);
        var inverse = T.Select(clear, (T)1.0 / T.Select(clear, pair.Sine, 1.0), 0.0);
        var ratio = q12.Value / T.Select(clear, scale, 1.0);
        var halfSlope = 0.5 * T.MultiplyAdd(q11.Slope, q22.Value, q11.Value * q22.Slope);
        return new(
            new(pair.Sine, inverse * (halfSlope - q12.Value * q12.Slope)),
            new(pair.Angle, inverse * (ratio * halfSlope - q12.Slope)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> Exp(Jet<T> x)
    {
        var value = T.Exp(x.Value);
        var slope = value;
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> Log(Jet<T> x)
    {
        var value = T.Log(x.Value);
        var slope = (T)1.0 / x.Value;
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> Log1p(Jet<T> x)
    {
        var value = T.Log1p(x.Value);
        var slope = (T)1.0 / (x.Value + 1);
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> Sin(Jet<T> x)
    {
        var value = T.Sin(x.Value);
        var slope = T.Cos(x.Value);
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> Cos(Jet<T> x)
    {
        var value = T.Cos(x.Value);
        var slope = -T.Sin(x.Value);
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> Tanh(Jet<T> x)
    {
        var value = T.Tanh(x.Value);
        var slope = 1 - value * value;
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> Erf(Jet<T> x)
    {
        var value = T.Erf(x.Value);
        var slope = 2 / Math.Sqrt(Math.PI) * T.Exp(-(x.Value * x.Value));
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> Atan2(Jet<T> y, Jet<T> x)
    {
        var square = x.Value * x.Value + y.Value * y.Value;
        var inverse = T.Select(square, (T)1.0 / T.Select(square, square, 1.0), 0.0);
        var (along, across) = (inverse * x.Value, inverse * y.Value);
        return new(T.Atan2(y.Value, x.Value), along * y.Slope - across * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> Select(Jet<T> test, Jet<T> positive, Jet<T> otherwise) =>
        new(T.Select(test.Value, positive.Value, otherwise.Value),
            T.Select(test.Value, positive.Slope, otherwise.Slope));

    /// <inheritdoc/>
    public static Jet<T> Map(Func<double, double> function, Jet<T> x) => new(T.Map(function, x.Value), 0.0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Primal(Jet<T> x) => T.Primal(x.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T> Constant(Lanes value) => new(T.Constant(value), 0.0);

    // Positive where x > 8 eps scale.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ClearOfZero(T x, T scale) => x - 8 * Math.ScaleB(1, -52) * scale;
}
