using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Tests.Extending;

/// <summary>A polynomial kernel: k(x, y) = (c + &lt;x, y&gt;)^p.</summary>
/// <param name="Degree">The degree p, at least 1.</param>
/// <param name="Constant">The constant c, at least 0.</param>
public sealed record PolynomialKernel(int Degree = 3, double Constant = 1) : PairwiseKernel
{
    /// <inheritdoc/>
    public override double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Math.Pow(Constant + DotProduct.Of(x, y), Degree);

    /// <inheritdoc/>
    protected override void Gradient(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> gradient)
    {
        var slope = Degree * Math.Pow(Constant + DotProduct.Of(x, y), Degree - 1);
        for (var c = 0; c < gradient.Length; c++) gradient[c] = slope * y[c];
    }

    /// <inheritdoc/>
    protected override bool IsDefinite => true;
}
