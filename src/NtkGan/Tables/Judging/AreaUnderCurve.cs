namespace NtkGan.Tables.Judging;

/// <summary>The area under the receiver operating characteristic: the probability that a positive one has a higher score than a negative one, ties counted half.</summary>
internal static class AreaUnderCurve
{
    /// <summary>The area, from 0 to 1; 1/2 where a side is empty.</summary>
    public static double Of(ReadOnlySpan<double> positive, ReadOnlySpan<double> negative)
    {
        if (positive.Length == 0 || negative.Length == 0) return .5;
        var sorted = negative.ToArray();
        Array.Sort(sorted);
        var sum = 0.0;
        foreach (var score in positive) sum += (Before(sorted, score, false) + Before(sorted, score, true)) / 2.0;
        return sum / ((double)positive.Length * negative.Length);
    }

    // How many are below, or not above.
    private static int Before(double[] sorted, double score, bool withEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < score || (withEqual && sorted[middle] == score)) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
