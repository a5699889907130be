using System.Runtime.CompilerServices;

namespace NtkGan.Numerics;

/// <summary>The derivatives of a number by two variables. Jets with them carry the gradient of a kernel, which is a function of two numbers that the first
/// point enters.</summary>
/// <typeparam name="T">The scalar type.</typeparam>
/// <param name="first">The derivative by the first variable.</param>
/// <param name="second">The derivative by the second variable.</param>
internal readonly struct Partials<T>(T first, T second) : ISlope<Partials<T>, T> where T : struct, IScalar<T>
{
    /// <summary>The derivative by the first variable.</summary>
    public readonly T First = first;

    /// <summary>The derivative by the second variable.</summary>
    public readonly T Second = second;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Partials<T> operator +(Partials<T> a, Partials<T> b) => new(a.First + b.First, a.Second + b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Partials<T> operator -(Partials<T> a, Partials<T> b) => new(a.First - b.First, a.Second - b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Partials<T> operator -(Partials<T> a) => new(-a.First, -a.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Partials<T> operator *(T a, Partials<T> b) => new(a * b.First, a * b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Partials<T> operator *(double a, Partials<T> b) => new(a * b.First, a * b.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Partials<T> MultiplyAdd(Partials<T> a, T b, Partials<T> c) =>
        new(T.MultiplyAdd(a.First, b, c.First), T.MultiplyAdd(a.Second, b, c.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Partials<T> Select(T test, Partials<T> positive, Partials<T> otherwise) =>
        new(T.Select(test, positive.First, otherwise.First), T.Select(test, positive.Second, otherwise.Second));
}
