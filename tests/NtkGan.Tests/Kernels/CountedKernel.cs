using NtkGan.Kernels;

namespace NtkGan.Tests.Kernels;

/// <summary>How many pairs of points a kernel met.</summary>
internal sealed class PairCounter
{
    public long Pairs;
}

/// <summary>A Gaussian kernel that counts; equal to another of its kind whatever was counted.</summary>
internal sealed record CountedKernel(PairCounter Counter) : PairwiseKernel
{
    public override double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Interlocked.Increment(ref Counter.Pairs);
        return Math.Exp(-Square(x, y) / 2);
    }

    protected override void Gradient(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> gradient)
    {
        var value = Math.Exp(-Square(x, y) / 2);
        for (var k = 0; k < gradient.Length; k++) gradient[k] = (y[k] - x[k]) * value;
    }

    protected override bool IsDefinite => true;

    private static double Square(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++) sum += (x[k] - y[k]) * (x[k] - y[k]);
        return sum;
    }
}
