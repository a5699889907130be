using System.Runtime.CompilerServices;

namespace NtkGan.Numerics;

/// <summary>Makes jets.</summary>
public static class Jet
{
    /// <summary>The variable itself: x with slope 1. Of a variable again, a variable with second derivatives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, T> Variable<T>(T x) where T : struct, IScalar<T> => new(x, 1.0);
}

/// <summary>A value and its derivatives (a dual number), over any scalar type: exact derivatives of every generic formula. With TSlope = T the derivative in
/// one direction; nested, second derivatives. Derivatives in several directions are a type of their own, and cost the value once.</summary>
/// <typeparam name="T">The scalar type of the value.</typeparam>
/// <typeparam name="TSlope">The type of the derivatives.</typeparam>
/// <param name="value">The value.</param>
/// <param name="slope">The derivatives.</param>
public readonly struct Jet<T, TSlope>(T value, TSlope slope) : IScalar<Jet<T, TSlope>>
    where T : struct, IScalar<T>
    where TSlope : struct, ISlope<TSlope, T>
{
    // 8 eps = 2^-49.
    private const double Rounding = 1.7763568394002505e-15;

    /// <summary>The value.</summary>
    public readonly T Value = value;

    /// <summary>The derivatives.</summary>
    public readonly TSlope Slope = slope;

    /// <inheritdoc/>
    public static int Order => T.Order + 1;

    static bool IScalar<Jet<T, TSlope>>.AreLevel => T.AreLevel;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Jet<T, TSlope>(double value) => new(value, default);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> operator +(Jet<T, TSlope> a, Jet<T, TSlope> b) => new(a.Value + b.Value, a.Slope + b.Slope);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> operator +(Jet<T, TSlope> a, double b) => new(a.Value + b, a.Slope);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> operator -(Jet<T, TSlope> a, Jet<T, TSlope> b) => new(a.Value - b.Value, a.Slope - b.Slope);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> operator -(double a, Jet<T, TSlope> b) => new(a - b.Value, -b.Slope);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> operator -(Jet<T, TSlope> a) => new(-a.Value, -a.Slope);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> operator *(Jet<T, TSlope> a, Jet<T, TSlope> b) =>
        new(a.Value * b.Value, TSlope.MultiplyAdd(a.Slope, b.Value, a.Value * b.Slope));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> operator *(double a, Jet<T, TSlope> b) => new(a * b.Value, a * b.Slope);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> operator /(Jet<T, TSlope> a, Jet<T, TSlope> b)
    {
        var inverse = (T)1.0 / b.Value;
        var value = a.Value / b.Value;
        return new(value, inverse * (a.Slope - value * b.Slope));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> MultiplyAdd(Jet<T, TSlope> a, Jet<T, TSlope> b, Jet<T, TSlope> c) =>
        new(T.MultiplyAdd(a.Value, b.Value, c.Value),
            TSlope.MultiplyAdd(a.Slope, b.Value, TSlope.MultiplyAdd(b.Slope, a.Value, c.Slope)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> DifferenceOfProducts(Jet<T, TSlope> a, Jet<T, TSlope> b, Jet<T, TSlope> c, Jet<T, TSlope> d) =>
        new(T.DifferenceOfProducts(a.Value, b.Value, c.Value, d.Value),
            TSlope.MultiplyAdd(a.Slope, b.Value, a.Value * b.Slope) - TSlope.MultiplyAdd(c.Slope, d.Value, c.Value * d.Slope));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> SqrtGuarded(Jet<T, TSlope> x, Jet<T, TSlope> scale)
    {
        var value = T.SqrtGuarded(x.Value, scale.Value);
        var zero = (T)0.0;
        var clear = ClearOfZero(x.Value, scale.Value);
        var slope = T.Select(clear, 0.5 * ((T)1.0 / T.Select(clear, value, 1.0)), zero);
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> Sqrt(Jet<T, TSlope> x)
    {
        var value = T.Sqrt(x.Value);
        var slope = 0.5 * ((T)1.0 / value);
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairAngle<Jet<T, TSlope>> AngleOf(Jet<T, TSlope> q11, Jet<T, TSlope> q12, Jet<T, TSlope> q22) =>
        !T.AreLevel && PairScale.IsNeeded(Primal(q11), Primal(q22)) ? Rescaled(q11, q12, q22) : Angle(q11, q12, q22);

    // Rare, and kept out of the loops.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PairAngle<Jet<T, TSlope>> Rescaled(Jet<T, TSlope> q11, Jet<T, TSlope> q12, Jet<T, TSlope> q22)
    {
        var scale = PairScale.Of(Primal(q11), Primal(q22));
        var pair = Angle(Constant(scale.First) * q11, Constant(scale.Both) * q12, Constant(scale.Second) * q22);
        return new(Constant(scale.Inverse) * pair.Sine, pair.Angle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static PairAngle<Jet<T, TSlope>> Angle(Jet<T, TSlope> q11, Jet<T, TSlope> q12, Jet<T, TSlope> q22)
    {
        var pair = T.AngleOf(q11.Value, q12.Value, q22.Value);
        var scale = q11.Value * q22.Value;
        var clear = ClearOfZero(pair.Sine * pair.Sine, scale);

        // 1/(s P), and 0 where the slopes are.
        var both = (T)1.0 / T.Select(clear, pair.Sine * scale, double.PositiveInfinity);
        var inverse = both * scale;
        var ratio = q12.Value * (both * pair.Sine);
        var halfSlope = 0.5 * TSlope.MultiplyAdd(q11.Slope, q22.Value, q11.Value * q22.Slope);
        return new(
            new(pair.Sine, inverse * (halfSlope - q12.Value * q12.Slope)),
            new(pair.Angle, inverse * (ratio * halfSlope - q12.Slope)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RootAngle<Jet<T, TSlope>> RootAngleOf(Jet<T, TSlope> square, Jet<T, TSlope> y)
    {
        var pair = T.RootAngleOf(square.Value, y.Value);
        var half = 0.5 * square.Slope;
        var across = pair.Inverse / T.MultiplyAdd(y.Value, y.Value, square.Value);
        return new(
            new(pair.Inverse, -(pair.Inverse * pair.Inverse * pair.Inverse) * half),
            new(pair.Angle, across * square.Value * y.Slope - across * y.Value * half));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> Exp(Jet<T, TSlope> x)
    {
        var value = T.Exp(x.Value);
        var slope = value;
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> Log(Jet<T, TSlope> x)
    {
        var value = T.Log(x.Value);
        var slope = (T)1.0 / x.Value;
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> Log1p(Jet<T, TSlope> x)
    {
        var value = T.Log1p(x.Value);
        var slope = (T)1.0 / (x.Value + 1);
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> Sin(Jet<T, TSlope> x)
    {
        var value = T.Sin(x.Value);
        var slope = T.Cos(x.Value);
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> Cos(Jet<T, TSlope> x)
    {
        var value = T.Cos(x.Value);
        var slope = -T.Sin(x.Value);
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> Tanh(Jet<T, TSlope> x)
    {
        var value = T.Tanh(x.Value);
        var slope = 1 - value * value;
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> Erf(Jet<T, TSlope> x)
    {
        var value = T.Erf(x.Value);
        var slope = 2 / Math.Sqrt(Math.PI) * T.Exp(-(x.Value * x.Value));
        return new(value, slope * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> Atan2(Jet<T, TSlope> y, Jet<T, TSlope> x)
    {
        var square = x.Value * x.Value + y.Value * y.Value;
        var inverse = T.Select(square, (T)1.0 / T.Select(square, square, 1.0), 0.0);
        var (along, across) = (inverse * x.Value, inverse * y.Value);
        return new(T.Atan2(y.Value, x.Value), along * y.Slope - across * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> Select(Jet<T, TSlope> test, Jet<T, TSlope> positive, Jet<T, TSlope> otherwise) =>
        new(T.Select(test.Value, positive.Value, otherwise.Value),
            TSlope.Select(test.Value, positive.Slope, otherwise.Slope));

    /// <inheritdoc/>
    public static Jet<T, TSlope> Map(Func<double, double> function, Jet<T, TSlope> x) => new(T.Map(function, x.Value), default);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Primal(Jet<T, TSlope> x) => T.Primal(x.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<T, TSlope> Constant(Lanes value) => new(T.Constant(value), default);

    // Positive where x > 8 eps scale.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ClearOfZero(T x, T scale) => x - Rounding * scale;
}
