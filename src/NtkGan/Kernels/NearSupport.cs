using NtkGan.Architectures;

namespace NtkGan.Kernels;

/// <summary>Whether all layers of a network keep what tells two almost equal points apart.</summary>
internal sealed class NearSupport : KernelState
{
    private bool _isComplete = true;

    /// <summary>Whether they do.</summary>
    public static bool Of(Layer layers)
    {
        var support = new NearSupport();
        layers.Propagate(support);
        return support._isComplete;
    }

    public override void Affine(double weightVariance, double biasVariance)
    {
    }

    public override void AffineStandard(double weightVariance, double biasVariance, bool hasBias)
    {
    }

    public override void Activate<TFormula>(TFormula formula) => _isComplete &= formula is INearFormula;

    public override void Activate(NumericActivation activation) => _isComplete = false;

    public override void Normalize(double epsilon)
    {
    }

    public override void Sum(IReadOnlyList<Layer> branches)
    {
        foreach (var branch in branches) branch.Propagate(this);
    }

    public override void Gather(Func<int, AxisWindows> windows) => _isComplete = false;

    public override void Average(Func<int, AxisWindows> windows) => _isComplete = false;

    public override void Flatten()
    {
    }
}
