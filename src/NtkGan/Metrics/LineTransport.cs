namespace NtkGan.Metrics;

/// <summary>Optimal transport on a line, where it is the monotone one.</summary>
internal static class LineTransport
{
    /// <summary>The squared 2-Wasserstein distance of two sorted samples with uniform weights, of equal sizes or not: the integral of the
    /// squared difference of their quantile functions. Masses are counted in whole units of 1/(n m), so no breakpoint is rounded. O(n + m).</summary>
    public static double SquaredWasserstein(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        long here = y.Length, there = x.Length;
        for (int i = 0, j = 0; i < x.Length && j < y.Length;)
        {
            var mass = Math.Min(here, there);
            sum += mass * ((x[i] - y[j]) * (x[i] - y[j]));
            here -= mass;
            there -= mass;
            if (here == 0) (i, here) = (i + 1, y.Length);
            if (there == 0) (j, there) = (j + 1, x.Length);
        }

        return sum / ((double)x.Length * y.Length);
    }
}
