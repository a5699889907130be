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

    public override void Affine(double weightVariance, double biasVariance)
    {
        var covariance = Covariance.AsSpan(0, Count);
        var tangent = Tangent.AsSpan(0, Count);
        for (var i = 0; i < covariance.Length; i++) covariance[i] = weightVariance * covariance[i] + biasVariance;
        if (!WithTangent) return;
        for (var i = 0; i < covariance.Length; i++) tangent[i] = covariance[i] + weightVariance * tangent[i];
    }

    public override void AffineStandard(double weightVariance, double biasVariance, bool hasBias)
    {
        for (var i = 0; i < Count; i++)
        {
            Tangent[i] = Features * Covariance[i] + weightVariance * Tangent[i] + (hasBias ? 1 : 0);
            Covariance[i] = weightVariance * Covariance[i] + biasVariance;
        }
    }

    public override void Sum(IReadOnlyList<Layer> branches)
    {
        var features = Features;
        var (input, sum) = (Rent(), Rent());
        Copy((Covariance, Tangent), input);
        for (var branch = 0; branch < branches.Count; branch++)
        {
            Copy(input, (Covariance, Tangent));
            Features = features;
            branches[branch].Propagate(this);
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

    private (T[] Covariance, T[] Tangent) Rent() => _spare.TryPop(out var pair) ? pair : (new T[capacity], new T[capacity]);

    private void Copy((T[] Covariance, T[] Tangent) from, (T[] Covariance, T[] Tangent) to)
    {
        from.Covariance.AsSpan(0, Count).CopyTo(to.Covariance);
        from.Tangent.AsSpan(0, Count).CopyTo(to.Tangent);
    }
}
