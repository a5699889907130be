namespace NtkGan.Experiments.Stability;

/// <summary>Refuses what cannot fit before it is begun.</summary>
internal static class RequiredMemory
{
    private const double LargestArray = 1 << 30;

    /// <summary>Checks a number of double-precision numbers against the memory there is, and the length that one array may have.</summary>
    /// <param name="numbers">How many.</param>
    /// <param name="what">What they are, for the sentence.</param>
    /// <param name="remedy">What to do, for the sentence.</param>
    /// <exception cref="UsageException">They do not fit.</exception>
    public static void Check(double numbers, string what, string remedy)
    {
        var (needed, available) = (8 * numbers, (double)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (numbers > LargestArray || needed > available)
            throw new UsageException(FormattableString.Invariant($"{what} would need about {needed / (1 << 30):F1} GiB of memory in arrays of at most {8 * LargestArray / (1 << 30):F1} GiB, and there are {available / (1 << 30):F1} GiB: {remedy}."));
    }
}
