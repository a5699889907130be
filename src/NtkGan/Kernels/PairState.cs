using System.Runtime.CompilerServices;
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

/// <summary>Values alone.</summary>
internal readonly struct PairValues : IPairScalar<Lanes>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Of(Lanes value, Lanes byFirst, Lanes bySecond) => value;
}

/// <summary>Values and the two derivatives that the gradient in the first point needs: by q12 and by q11 of the inputs.</summary>
internal readonly struct PairDerivatives : IPairScalar<Jet<Lanes, Partials<Lanes>>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Jet<Lanes, Partials<Lanes>> Of(Lanes value, Lanes byFirst, Lanes bySecond) => new(value, new(byFirst, bySecond));
}

/// <summary>The state of one first point with a block of second points.</summary>
/// <typeparam name="T">The scalar type.</typeparam>
/// <typeparam name="TPair">How variances enter it.</typeparam>
/// <param name="capacity">Lanes of a block.</param>
/// <param name="withTangent">Whether to keep k.</param>
/// <param name="inputFeatures">Input dimension.</param>
/// <param name="nodes">The variances of the points of both sets throughout the network.</param>
/// <param name="secondOffset">Where the second set begins in them: at whole lanes.</param>
internal sealed class PairState<T, TPair>(int capacity, bool withTangent, int inputFeatures, IReadOnlyList<NodeVariances> nodes, int secondOffset)
    : StateBlock<T>(capacity, withTangent)
    where T : struct, IScalar<T>
    where TPair : struct, IPairScalar<T>
{
    private readonly SeriesPairs?[] _series = new SeriesPairs?[nodes.Count];
    private int _node, _first, _secondStart;

    /// <summary>Begins with point i against points start, start + 1, ...; q12 of the inputs in <paramref name="covariances"/>.</summary>
    public void Start(int i, int start, ReadOnlySpan<Lanes> covariances)
    {
        (_node, _first, _secondStart, Features, Count) = (0, i, secondOffset + start, inputFeatures, covariances.Length);
        for (var b = 0; b < covariances.Length; b++)
        {
            Covariance[b] = TPair.Of(covariances[b], 1.0, 0.0);
            Tangent[b] = 0.0;
        }
    }

    public override void Activate<TFormula>(TFormula formula)
    {
        var q11 = Next(out var second);
        var covariance = Covariance.AsSpan(0, Count);
        var tangent = Tangent.AsSpan(0, WithTangent ? Count : 0);

        // One copy of the formula in this method: a second loop without k would exceed what the compiler inlines of a long formula's jets.
        for (var b = 0; b < covariance.Length; b++)
        {
            var dual = formula.Dual(q11, covariance[b], Second(second, b));
            covariance[b] = dual.Covariance;
            if (b < tangent.Length) tangent[b] = dual.Derivative * tangent[b];
        }
    }

    public override void Activate(NumericActivation activation)
    {
        var series = _series[_node] ??= new SeriesPairs(nodes[_node].Series!);
        series.Start(_first);
        var q11 = Next(out var seconds);
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
        var q11 = Next(out var second);
        for (var b = 0; b < Count; b++)
        {
            var scale = T.Sqrt((q11 + epsilon) * (Second(second, b) + epsilon));
            Covariance[b] /= scale;
            Tangent[b] /= scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Second(ReadOnlySpan<double> values, int lane) =>
        TPair.Of(new(Vector256.Create(values.Slice(lane * Lanes.Count, Lanes.Count))), 0.0, 0.0);

    /// <summary>The first point's variance at the next place of the network, and those of the block's second points.</summary>
    private T Next(out ReadOnlySpan<double> seconds)
    {
        var node = nodes[_node++];
        seconds = node.Values.AsSpan(_secondStart);
        return TPair.Of(node.Values[_first], 0.0, node.Slopes[_first]);
    }
}
