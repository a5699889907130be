using System.Runtime.CompilerServices;
using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>The operations that do not need the variances, on arrays of q12 and k.</summary>
internal abstract class StateBlock<T>(int capacity, bool withTangent) : KernelState where T : struct, IScalar<T>
{
    private readonly Stack<(T[] Covariance, T[] Tangent)> _spare = new();

    /// <summary>q12, or q11 on the diagonal.</summary>
    public T[] Covariance { get; private set; } = new T[capacity];

    /// <summary>k; not kept up for the NNGP kernel.</summary>
    public T[] Tangent { get; private set; } = new T[capacity];

    /// <summary>How many entries of the arrays are in use.</summary>
    public int Count { get; protected set; }

    protected bool WithTangent { get; } = withTangent;

    private AffineRecursion? Pending { get; set; }

    // Left to the next operation, which has the numbers in its hands anyway.
    public override void Affine(double weightVariance, double biasVariance)
    {
        Settle();
        Pending = new AffineRecursion(weightVariance, biasVariance);
    }

    /// <summary>k, or q12 for the NNGP kernel, with what an affine layer left.</summary>
    public T Result(int i)
    {
        if (Pending is not { } affine) return WithTangent ? Tangent[i] : Covariance[i];
        var covariance = affine.Of(Covariance[i]);
        return WithTangent ? affine.Of(covariance, Tangent[i]) : covariance;
    }

    /// <summary>Carries out what an affine layer left.</summary>
    public void Settle()
    {
        if (TakePending() is not { } affine) return;
        var covariance = Covariance.AsSpan(0, Count);
        var tangent = Tangent.AsSpan(0, Count);
        for (var i = 0; i < covariance.Length; i++) covariance[i] = affine.Of(covariance[i]);
        if (!WithTangent) return;
        for (var i = 0; i < covariance.Length; i++) tangent[i] = affine.Of(covariance[i], tangent[i]);
    }

    public override void AffineStandard(double weightVariance, double biasVariance, bool hasBias)
    {
        Settle();
        for (var i = 0; i < Count; i++)
        {
            Tangent[i] = Features * Covariance[i] + weightVariance * Tangent[i] + (hasBias ? 1 : 0);
            Covariance[i] = weightVariance * Covariance[i] + biasVariance;
        }
    }

    public override void Sum(IReadOnlyList<Layer> branches)
    {
        Settle();
        var features = Features;
        var (input, sum) = (Rent(), Rent());
        Copy((Covariance, Tangent), input);
        for (var branch = 0; branch < branches.Count; branch++)
        {
            Copy(input, (Covariance, Tangent));
            Features = features;
            branches[branch].Propagate(this);
            Settle();
            if (branch == 0) Copy((Covariance, Tangent), sum);
            else
            {
                for (var i = 0; i < Count; i++)
                {
                    sum.Covariance[i] += Covariance[i];
                    sum.Tangent[i] += Tangent[i];
                }
            }
        }

        _spare.Push((Covariance, Tangent));
        _spare.Push(input);
        (Covariance, Tangent) = sum;
    }

    // Networks that read positions have maps of them instead (the namespace Positions).
    public override void Gather(Func<int, AxisWindows> windows) => throw new NotSupportedException();

    public override void Average(Func<int, AxisWindows> windows) => throw new NotSupportedException();

    public override void Flatten()
    {
    }

    /// <summary>What the affine layer before left, for an operation that carries it out itself.</summary>
    protected AffineRecursion? TakePending()
    {
        var pending = Pending;
        Pending = null;
        return pending;
    }

    private (T[] Covariance, T[] Tangent) Rent() => _spare.TryPop(out var pair) ? pair : (new T[capacity], new T[capacity]);

    private void Copy((T[] Covariance, T[] Tangent) from, (T[] Covariance, T[] Tangent) to)
    {
        from.Covariance.AsSpan(0, Count).CopyTo(to.Covariance);
        from.Tangent.AsSpan(0, Count).CopyTo(to.Tangent);
    }
}

/// <summary>An affine layer: q12 &lt;- w q12 + b; k &lt;- q12 + w k.</summary>
/// <param name="Weights">w.</param>
/// <param name="Bias">b.</param>
internal readonly record struct AffineRecursion(double Weights, double Bias)
{
    /// <summary>The new q12.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>(T covariance) where T : struct, IScalar<T> => Weights * covariance + Bias;

    /// <summary>The new k, by the new q12.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>(T covariance, T tangent) where T : struct, IScalar<T> => covariance + Weights * tangent;
}
