namespace NtkGan.Numerics;

/// <summary>Asks, before work begins, whether it fits into the memory that this process may use: that of the machine, or of its container.</summary>
internal static class MemoryBudget
{
    private const int BytesOfNumber = sizeof(double);

    /// <summary>Bytes that this process may use in all.</summary>
    public static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Bytes of matrices of one size.</summary>
    /// <param name="rows">Rows of each.</param>
    /// <param name="columns">Columns of each.</param>
    /// <param name="copies">How many there are at once.</param>
    public static double OfMatrices(double rows, double columns, double copies = 1) => BytesOfNumber * rows * columns * copies;

    /// <summary>Refuses what does not fit.</summary>
    /// <param name="bytes">What it needs at its peak.</param>
    /// <param name="work">What needs it, as the subject of a sentence.</param>
    /// <param name="advice">What to do instead, an order.</param>
    /// <exception cref="UsageException">It needs more than there is.</exception>
    public static void Check(double bytes, string work, string advice) => Check(bytes, Available, work, advice);

    /// <summary>Refuses matrices that do not fit, or of which one alone has more numbers than an array holds.</summary>
    /// <param name="rows">Rows of each.</param>
    /// <param name="columns">Columns of each.</param>
    /// <param name="copies">How many there are at once.</param>
    /// <param name="work">What needs them, as the subject of a sentence.</param>
    /// <param name="advice">What to do instead, an order.</param>
    /// <exception cref="UsageException">They do not fit.</exception>
    public static void CheckMatrices(double rows, double columns, double copies, string work, string advice) => CheckMatrices(rows, columns, copies, Available, work, advice);

    /// <summary>Refuses matrices that do not fit into a given number of bytes.</summary>
    internal static void CheckMatrices(double rows, double columns, double copies, long available, string work, string advice)
    {
        Check(OfMatrices(rows, columns, copies), available, work, advice);
        if (rows * columns > Array.MaxLength)
            throw new UsageException(FormattableString.Invariant($"{work} needs a matrix of {rows:N0} x {columns:N0} numbers, and the largest has {Array.MaxLength:N0}: {advice}"));
    }

    /// <summary>Refuses a list of numbers that does not fit, or is longer than an array may be.</summary>
    /// <param name="count">How many numbers.</param>
    /// <param name="work">What needs them, as the subject of a sentence.</param>
    /// <param name="advice">What to do instead, an order.</param>
    /// <exception cref="UsageException">They do not fit.</exception>
    public static void CheckNumbers(double count, string work, string advice)
    {
        Check(BytesOfNumber * count, work, advice);
        if (count > Array.MaxLength) throw new UsageException(FormattableString.Invariant($"{work} needs {Size(BytesOfNumber * count)} of memory in one array, and the largest has {Size(BytesOfNumber * (double)Array.MaxLength)}: {advice}"));
    }

    /// <summary>Refuses what does not fit into a given number of bytes.</summary>
    internal static void Check(double bytes, long available, string work, string advice)
    {
        if (!(bytes <= available))
            throw new UsageException(FormattableString.Invariant($"{work} needs about {Size(bytes)} of memory, and there are {Size(available)}: {advice}"));
    }

    internal static string Size(double bytes) => bytes < 1L << 30 ? FormattableString.Invariant($"{bytes / (1 << 20):N0} MiB") : FormattableString.Invariant($"{bytes / (1L << 30):N1} GiB");
}
