using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NtkGan.Numerics;

/// <summary>Two groups of lanes side by side, for hardware with registers of 512 bits: lane by lane the same bits as <see cref="Lanes"/>. Variances of pairs
/// must be level (<see cref="PairScale.IsLevel"/>).</summary>
/// <param name="vector">The register.</param>
internal readonly struct WideLanes(Vector512<double> vector) : IRegister<WideLanes>
{
    /// <summary>Number of lanes.</summary>
    public const int Count = 2 * Lanes.Count;

    /// <summary>The register.</summary>
    public readonly Vector512<double> Vector = vector;

    /// <summary>One group and the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Join(Lanes lower, Lanes upper) => new(Vector512.Create(lower.Vector, upper.Vector));

    /// <summary>Whether the hardware has such registers.</summary>
    public static bool IsSupported => Vector512.IsHardwareAccelerated;

    /// <summary>The first group.</summary>
    public Lanes Lower
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector.GetLower());
    }

    /// <summary>The second group.</summary>
    public Lanes Upper
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector.GetUpper());
    }

    public static int Order => 0;

    static bool IScalar<WideLanes>.AreLevel => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator WideLanes(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator +(WideLanes a, WideLanes b) => new(a.Vector + b.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator +(WideLanes a, double b) => new(a.Vector + Vector512.Create(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator -(WideLanes a, WideLanes b) => new(a.Vector - b.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator -(double a, WideLanes b) => new(Vector512.Create(a) - b.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator -(WideLanes a) => new(-a.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator *(WideLanes a, WideLanes b) => new(a.Vector * b.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator *(double a, WideLanes b) => new(Vector512.Create(a) * b.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes operator /(WideLanes a, WideLanes b) => new(a.Vector / b.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes MultiplyAdd(WideLanes a, WideLanes b, WideLanes c) => new(Vector512.FusedMultiplyAdd(a.Vector, b.Vector, c.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes DifferenceOfProducts(WideLanes a, WideLanes b, WideLanes c, WideLanes d)
    {
        var less = -(c.Vector * d.Vector);
        return new(Vector512.FusedMultiplyAdd(a.Vector, b.Vector, less) - Vector512.FusedMultiplyAdd(c.Vector, d.Vector, less));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Sqrt(WideLanes x) => new(Vector512.Sqrt(x.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes SqrtGuarded(WideLanes x, WideLanes scale) => Sqrt(WithoutNegatives(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairAngle<WideLanes> AngleOf(WideLanes q11, WideLanes q12, WideLanes q22) => RegisterAngle.OfPair(q11, q12, q22);

    public static WideLanes Exp(WideLanes x) => Join(Lanes.Exp(x.Lower), Lanes.Exp(x.Upper));

    public static WideLanes Log(WideLanes x) => Join(Lanes.Log(x.Lower), Lanes.Log(x.Upper));

    public static WideLanes Log1p(WideLanes x) => Join(Lanes.Log1p(x.Lower), Lanes.Log1p(x.Upper));

    public static WideLanes Sin(WideLanes x) => Join(Lanes.Sin(x.Lower), Lanes.Sin(x.Upper));

    public static WideLanes Cos(WideLanes x) => Join(Lanes.Cos(x.Lower), Lanes.Cos(x.Upper));

    public static WideLanes Tanh(WideLanes x) => Join(Lanes.Tanh(x.Lower), Lanes.Tanh(x.Upper));

    public static WideLanes Erf(WideLanes x) => Join(Lanes.Erf(x.Lower), Lanes.Erf(x.Upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Atan2(WideLanes y, WideLanes x)
    {
        var angle = RegisterAngle.Of(Abs(y), x);
        return SelectLess(y, 0.0, -angle, angle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Select(WideLanes test, WideLanes positive, WideLanes otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(test.Vector, Vector512<double>.Zero), positive.Vector, otherwise.Vector));

    public static WideLanes Map(Func<double, double> function, WideLanes x) => Join(Lanes.Map(function, x.Lower), Lanes.Map(function, x.Upper));

    /// <summary>Not defined: eight lanes are not four.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Lanes Primal(WideLanes x) => throw new NotSupportedException();

    /// <summary>Not defined, for the same reason.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static WideLanes Constant(Lanes value) => throw new NotSupportedException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Abs(WideLanes x) => new(Vector512.Abs(x.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes AtLeast(WideLanes x, double least) => new(Vector512.Max(x.Vector, Vector512.Create(least)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes WithoutNegatives(WideLanes x) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(x.Vector, Vector512<double>.Zero), Vector512<double>.Zero, x.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes SelectLess(WideLanes a, WideLanes b, WideLanes then, WideLanes otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a.Vector, b.Vector), then.Vector, otherwise.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes ArcTangentQuotient(WideLanes u) => new(ArcTangentSeries.Of(u.Vector));
}
