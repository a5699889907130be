namespace NtkGan.Tests.Data;

/// <summary>How hostile input must be refused: by one sentence that names the file, in bounded memory.</summary>
internal static class Refused
{
    /// <summary>What a refusal may allocate: buffers and a message, whatever the file announces.</summary>
    public const long Allowance = 2 << 20;

    /// <summary>Runs the action, which must throw bad-data with all the words, and allocate no more than allowed on this thread.</summary>
    public static void AsBadData(Action action, long allowance, params string[] words)
    {
        Assert.ThrowsAny<Exception>(action); // once before, so that compiling and first uses do not count
        var before = GC.GetAllocatedBytesForCurrentThread();
        var failure = Assert.Throws<InvalidDataFormatException>(action);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, allowance);
        Sentence(failure, words);
    }

    public static void AsUsage(Action action, params string[] words) => Sentence(Assert.Throws<UsageException>(action), words);

    private static void Sentence(Exception failure, string[] words)
    {
        foreach (var word in words) Assert.Contains(word, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.InRange(failure.Message.Length, 10, 500);
    }
}
