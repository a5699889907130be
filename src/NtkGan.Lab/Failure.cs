using System.Text.Json;
using NtkGan.Experiments.Configuration;

namespace NtkGan.Lab;

/// <summary>What a page is told of a failure.</summary>
internal static class Failure
{
    // Where the words of an experiment come from; a page has no command line.
    private const string Words = $"{Overrides.Source}: ";

    /// <summary>One sentence.</summary>
    public static string SentenceOf(Exception failure) => failure switch
    {
        UsageException or InvalidDataFormatException or NumericalException => failure.Message.StartsWith(Words, StringComparison.Ordinal) ? failure.Message[Words.Length..] : failure.Message,
        JsonException => "What the page sent cannot be read.",
        OperationCanceledException => "The work was given up for something else.",
        OutOfMemoryException => "There is not enough memory for this: take fewer points.",
        AggregateException { InnerExceptions: [var first, ..] } => SentenceOf(first),
        _ => $"A fault of the program: {failure.GetType().Name}, {failure.Message}",
    };

    /// <summary>Whether the page, and not the program, is at fault.</summary>
    public static bool IsOfInput(Exception failure) => failure is UsageException or InvalidDataFormatException or NumericalException or JsonException or OperationCanceledException or OutOfMemoryException;
}
