namespace NtkGan.Mpi;

/// <summary>Failures on the way from one process to another.</summary>
internal static class Failure
{
    private static readonly (char Letter, Type Type, Func<string, Exception> Make)[] Known =
    [
        ('u', typeof(UsageException), sentence => new UsageException(sentence)),
        ('d', typeof(InvalidDataFormatException), sentence => new InvalidDataFormatException(sentence)),
        ('n', typeof(NumericalException), sentence => new NumericalException(sentence)),
        ('c', typeof(OperationCanceledException), sentence => new OperationCanceledException(sentence)),
        ('m', typeof(OutOfMemoryException), sentence => new OutOfMemoryException(sentence)),
        ('i', typeof(IOException), sentence => new IOException(sentence)),
    ];

    /// <summary>A failure as a text that does not begin with a plus.</summary>
    public static string Write(Exception failure)
    {
        var known = Known.FirstOrDefault(one => one.Type.IsInstanceOfType(failure));
        return known.Type is null ? $"x{failure}" : $"{known.Letter}{failure.Message}";
    }

    /// <summary>The failure of a text.</summary>
    public static Exception Of(string text)
    {
        var known = Known.FirstOrDefault(one => one.Letter == text[0]);
        return known.Type is null ? new InvalidOperationException($"A task failed in another process: {text[1..]}") : known.Make(text[1..]);
    }
}
