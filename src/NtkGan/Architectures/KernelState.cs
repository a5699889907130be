using NtkGan.Architectures.Layers;

namespace NtkGan.Architectures;

/// <summary>The infinite-width reading of a network as a set of operations on the state of many pairs of inputs at once: q12 (covariance)
/// and k (tangent kernel), with the variances q11 and q22 of the two inputs known at every layer. A layer says which operations it is;
/// how they are carried out (doubles, lanes, jets, with or without k) is the state's affair.</summary>
internal abstract class KernelState
{
    /// <summary>An affine layer with weights of its own, onto the given number of features.</summary>
    public void Affine(int width, double weightDeviation, double? biasDeviation, Parameterization parameterization)
    {
        var (weights, bias) = (weightDeviation * weightDeviation, biasDeviation is { } deviation ? deviation * deviation : 0);
        if (parameterization == Parameterization.NeuralTangent) Affine(weights, bias);
        else AffineStandard(weights, bias, biasDeviation is not null);
        Features = width;
    }

    /// <summary>The number of features of the signal: the fan-in of the next layer (standard parameterisation only).</summary>
    public int Features { get; set; }

    /// <summary>q12 &lt;- w q12 + b; k &lt;- q12 + w k.</summary>
    public abstract void Affine(double weightVariance, double biasVariance);

    /// <summary>q12 &lt;- w q12 + b; k &lt;- fan-in q12(before) + w k + 1 (the 1 with a bias only).</summary>
    public abstract void AffineStandard(double weightVariance, double biasVariance, bool hasBias);

    /// <summary>q12 &lt;- N; k &lt;- D k, of an activation E[phi phi] and E[phi' phi'] k.</summary>
    public abstract void Activate<TFormula>(TFormula formula) where TFormula : struct, IPairFormula;

    /// <summary>The same for an activation without a closed form.</summary>
    public abstract void Activate(NumericActivation activation);

    /// <summary>q12, k &lt;- q12, k / sqrt((q11 + eps)(q22 + eps)).</summary>
    public abstract void Normalize(double epsilon);

    /// <summary>Each branch from the present state; q12 and k are the sums of the branches' results.</summary>
    public abstract void Sum(IReadOnlyList<Layer> branches);

    /// <summary>q12, k &lt;- their means over what both positions' windows read, the two moved alike: what a window reads becomes the features of its
    /// position. Zeros are counted.</summary>
    public abstract void Gather(Func<int, AxisWindows> windows);

    /// <summary>q12, k &lt;- their means over all pairs of a place in the one position's window and a place in the other's.</summary>
    public abstract void Average(Func<int, AxisWindows> windows);

    /// <summary>q12, k &lt;- their means over equal positions: positions and features become the features of one position.</summary>
    public abstract void Flatten();
}
