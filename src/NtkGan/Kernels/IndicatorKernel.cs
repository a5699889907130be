namespace NtkGan.Kernels;

/// <summary>No architecture at all: 1 where x = y, 0 elsewhere. A discriminator under it is trained at each point by itself and says nothing of any other place: it is 0 in between, and its
/// gradient is 0 away from the points and does not exist at them; 0 stands for it.</summary>
public sealed record IndicatorKernel : PairwiseKernel
{
    /// <inheritdoc/>
    protected override bool IsDefinite => true;

    /// <inheritdoc/>
    public override double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => x.SequenceEqual(y) ? 1 : 0;

    /// <inheritdoc/>
    protected override void Gradient(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> gradient) => gradient.Clear();
}
