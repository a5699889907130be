using NtkGan.Architectures;

namespace NtkGan.Kernels;

/// <summary>The biases before the first nonlinear layer, in units of the input: that layer sees b/w + &lt;x, y&gt;/d times a weight w, as if points lay sqrt(b/w) away from
/// the origin in one more coordinate.</summary>
internal sealed class FirstBias : KernelState
{
    private double _weight = 1, _bias, _least = double.PositiveInfinity;
    private bool _isOver;

    /// <summary>b/w; of several branches the least, and 0 where there is no nonlinear layer.</summary>
    public static double Of(Layer layers)
    {
        var state = new FirstBias();
        layers.Propagate(state);
        return double.IsFinite(state._least) ? state._least : 0;
    }

    public override void Affine(double weightVariance, double biasVariance) => (_weight, _bias) = (weightVariance * _weight, weightVariance * _bias + biasVariance);

    public override void AffineStandard(double weightVariance, double biasVariance, bool hasBias) => Affine(weightVariance, biasVariance);

    public override void Activate<TFormula>(TFormula formula) => End();

    public override void Activate(NumericActivation activation) => End();

    public override void Normalize(double epsilon) => End();

    public override void Sum(IReadOnlyList<Layer> branches)
    {
        var start = (_weight, _bias, _isOver);
        foreach (var branch in branches)
        {
            (_weight, _bias, _isOver) = start;
            branch.Propagate(this);
        }

        _isOver = true;
    }

    public override void Gather(Func<int, AxisWindows> windows)
    {
    }

    public override void Average(Func<int, AxisWindows> windows)
    {
    }

    public override void Flatten()
    {
    }

    private void End()
    {
        if (!_isOver) _least = _weight > 0 ? Math.Min(_least, _bias / _weight) : 0;
        _isOver = true;
    }
}
