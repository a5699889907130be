using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>How numbers of a pair enter its scalar type: q12 and q11 of the inputs are the two variables, or others in their place.</summary>
internal interface IPairScalar<T> where T : struct, IScalar<T>
{
    /// <summary>A number with its derivatives by the two variables that the first point enters.</summary>
    static abstract T Of(Lanes value, Lanes byFirst, Lanes bySecond);
}

/// <summary>The same for two groups of pairs side by side.</summary>
internal interface IPairScalar<T, TWide> : IPairScalar<T>
    where T : struct, IScalar<T>
    where TWide : struct, IScalar<TWide>
{
    /// <summary>The numbers of one group and of the next.</summary>
    static abstract TWide Join(T lower, T upper);

    /// <summary>A number of both groups with its derivatives.</summary>
    static abstract TWide Of(WideLanes value, WideLanes byFirst, WideLanes bySecond);

    /// <summary>The numbers of the first group.</summary>
    static abstract T Lower(TWide both);

    /// <summary>The numbers of the second group.</summary>
    static abstract T Upper(TWide both);
}

/// <summary>Values alone.</summary>
internal readonly struct PairValues : IPairScalar<Lanes, WideLanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Of(Lanes value, Lanes byFirst, Lanes bySecond) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Of(WideLanes value, WideLanes byFirst, WideLanes bySecond) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes Join(Lanes lower, Lanes upper) => WideLanes.Join(lower, upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Lower(WideLanes both) => both.Lower;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Upper(WideLanes both) => both.Upper;
}

/// <summary>Values and the two derivatives that the gradient in the first point needs: by q12 and by q11 of the inputs.</summary>
internal readonly struct PairDerivatives : IPairScalar<Jet<Lanes, Partials<Lanes>>, Jet<WideLanes, Partials<WideLanes>>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<Lanes, Partials<Lanes>> Of(Lanes value, Lanes byFirst, Lanes bySecond) => new(value, new(byFirst, bySecond));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<WideLanes, Partials<WideLanes>> Of(WideLanes value, WideLanes byFirst, WideLanes bySecond) => new(value, new(byFirst, bySecond));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<WideLanes, Partials<WideLanes>> Join(Jet<Lanes, Partials<Lanes>> lower, Jet<Lanes, Partials<Lanes>> upper) => new(
        WideLanes.Join(lower.Value, upper.Value),
        new(WideLanes.Join(lower.Slope.First, upper.Slope.First), WideLanes.Join(lower.Slope.Second, upper.Slope.Second)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<Lanes, Partials<Lanes>> Lower(Jet<WideLanes, Partials<WideLanes>> both) =>
        new(both.Value.Lower, new(both.Slope.First.Lower, both.Slope.Second.Lower));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<Lanes, Partials<Lanes>> Upper(Jet<WideLanes, Partials<WideLanes>> both) =>
        new(both.Value.Upper, new(both.Slope.First.Upper, both.Slope.Second.Upper));
}

/// <summary>The state of one first point with a block of second points.</summary>
/// <typeparam name="T">The scalar type.</typeparam>
/// <typeparam name="TWide">The scalar type of two groups of pairs.</typeparam>
/// <typeparam name="TPair">How variances enter them.</typeparam>
/// <param name="capacity">Lanes of a block.</param>
/// <param name="withTangent">Whether to keep k.</param>
/// <param name="inputFeatures">Input dimension.</param>
/// <param name="nodes">The variances of the points of both sets throughout the network.</param>
/// <param name="secondOffset">Where the second set begins in them: at whole lanes.</param>
internal sealed class PairState<T, TWide, TPair>(int capacity, bool withTangent, int inputFeatures, IReadOnlyList<NodeVariances> nodes, int secondOffset)
    : StateBlock<T>(capacity, withTangent)
    where T : struct, IScalar<T>
    where TWide : struct, IScalar<TWide>
    where TPair : struct, IPairScalar<T, TWide>
{
    private readonly SeriesPairs?[] _series = new SeriesPairs?[nodes.Count];
    private int _node, _first, _secondStart;

    /// <summary>Begins with point i against points start, start + 1, ...; q12 of the inputs in <paramref name="covariances"/>.</summary>
    public void Start(int i, int start, ReadOnlySpan<Lanes> covariances)
    {
        TakePending();
        (_node, _first, _secondStart, Features, Count) = (0, i, secondOffset + start, inputFeatures, covariances.Length);
        for (var b = 0; b < covariances.Length; b++)
        {
            Covariance[b] = TPair.Of(covariances[b], 1.0, 0.0);
            Tangent[b] = 0.0;
        }
    }

    public override void Activate<TFormula>(TFormula formula)
    {
        var (node, affine) = (nodes[_node++], TakePending());
        var wide = WideLanes.IsSupported && formula is IWideFormula && IsLevel(node) ? Count / 2 : 0;
        if (wide > 0) ActivateWide(formula, node, affine, wide);
        if (2 * wide < Count) ActivateNarrow(formula, node, affine, 2 * wide);
    }

    // One copy of the formula in this method: a second loop without k would exceed what the compiler inlines of a long formula's jets.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ActivateNarrow<TFormula>(TFormula formula, NodeVariances node, AffineRecursion? affine, int start) where TFormula : struct, IPairFormula
    {
        var q11 = First(node);
        var seconds = Seconds(node);
        var covariance = Covariance.AsSpan(0, Count);
        var tangent = Tangent.AsSpan(0, WithTangent ? Count : 0);
        var (hasAffine, step) = (affine.HasValue, affine.GetValueOrDefault());
        for (var b = start; b < covariance.Length; b++)
        {
            var q12 = hasAffine ? step.Of(covariance[b]) : covariance[b];
            var dual = formula.Dual(q11, q12, Second(seconds, b));
            covariance[b] = dual.Covariance;
            if (b < tangent.Length) tangent[b] = dual.Derivative * (hasAffine ? step.Of(q12, tangent[b]) : tangent[b]);
        }
    }

    // Not compiled beforehand, as nothing is for registers that not all machines have: so at its best at once.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void ActivateWide<TFormula>(TFormula formula, NodeVariances node, AffineRecursion? affine, int count) where TFormula : struct, IPairFormula
    {
        var q11 = TPair.Of((WideLanes)node.Values[_first], 0.0, node.Slopes[_first]);
        var seconds = MemoryMarshal.Cast<double, WideLanes>(Seconds(node))[..count];
        var covariance = Covariance.AsSpan(0, 2 * count);
        var tangent = Tangent.AsSpan(0, WithTangent ? 2 * count : 0);
        var (hasAffine, step) = (affine.HasValue, affine.GetValueOrDefault());
        for (var b = 0; b < seconds.Length; b++)
        {
            var (lower, upper) = (2 * b, 2 * b + 1);
            var q12 = TPair.Join(covariance[lower], covariance[upper]);
            if (hasAffine) q12 = step.Of(q12);
            var dual = formula.Dual(q11, q12, TPair.Of(seconds[b], 0.0, 0.0));
            (covariance[lower], covariance[upper]) = (TPair.Lower(dual.Covariance), TPair.Upper(dual.Covariance));
            if (upper >= tangent.Length) continue;
            var k = TPair.Join(tangent[lower], tangent[upper]);
            if (hasAffine) k = step.Of(q12, k);
            k = dual.Derivative * k;
            (tangent[lower], tangent[upper]) = (TPair.Lower(k), TPair.Upper(k));
        }
    }

    public override void Activate(NumericActivation activation)
    {
        var series = _series[_node] ??= new SeriesPairs(nodes[_node].Series!);
        series.Start(_first);
        Settle();
        var node = nodes[_node++];
        var q11 = First(node);
        var seconds = Seconds(node);
        var group = _secondStart / Lanes.Count;
        for (var b = 0; b < Count; b++)
        {
            var q22 = Second(seconds, b);
            var (own, both, other) = (T.Primal(q11), T.Primal(Covariance[b]), T.Primal(q22));
            var moments = series.Covers(group + b)
                ? series.Moments(group + b, own, both, other, T.Order > 0)
                : activation.Moments(own, both, other, T.Order > 0);
            var dual = moments.At(q11, Covariance[b], q22);
            Covariance[b] = dual.Covariance;
            if (WithTangent) Tangent[b] = dual.Derivative * Tangent[b];
        }
    }

    public override void Normalize(double epsilon)
    {
        Settle();
        var node = nodes[_node++];
        var q11 = First(node);
        var seconds = Seconds(node);
        for (var b = 0; b < Count; b++)
        {
            var scale = T.Sqrt((q11 + epsilon) * (Second(seconds, b) + epsilon));
            Covariance[b] /= scale;
            Tangent[b] /= scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Second(ReadOnlySpan<double> values, int lane) =>
        TPair.Of(new Lanes(Vector256.Create(values.Slice(lane * Lanes.Count, Lanes.Count))), 0.0, 0.0);

    /// <summary>The first point's variance.</summary>
    private T First(NodeVariances node) => TPair.Of((Lanes)node.Values[_first], 0.0, node.Slopes[_first]);

    /// <summary>The variances of the second points from the block's first on.</summary>
    private ReadOnlySpan<double> Seconds(NodeVariances node) => node.Values.AsSpan(_secondStart);

    private bool IsLevel(NodeVariances node) =>
        node.AreLevel || (PairScale.IsLevel(node.Values.AsSpan(_first, 1)) && PairScale.IsLevel(node.Values.AsSpan(_secondStart, Count * Lanes.Count)));
}
