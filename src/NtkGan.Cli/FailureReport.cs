using System.Globalization;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>What ends a command: one sentence and an exit code for each failure, and for one that nobody foresaw also a file with all that is known of it.</summary>
public static class FailureReport
{
    /// <summary>The exit code and the sentence of a failure.</summary>
    public static (int Code, string Sentence) Of(Exception failure, IReadOnlyList<string> args) => failure switch
    {
        UsageException => (Application.Usage, failure.Message),
        InvalidDataFormatException or IOException or UnauthorizedAccessException => (Application.BadData, failure.Message),
        NumericalException => (Application.NumericalFailure, failure.Message),
        OperationCanceledException => (Application.Interrupted, "Interrupted."),
        OutOfMemoryException => (Application.NumericalFailure, $"There is not enough memory for this: {Available} may be used. Take fewer points, smaller networks or maps, or another machine."),
        AggregateException { InnerExceptions: [var first, ..] } => Of(first, args),
        _ when MissingLibrary(failure) is { } library => (Application.NumericalFailure, $"This needs {library}, which cannot be loaded here: `ntkgan doctor` says what to do."),
        _ => (Application.Fault, $"A fault of the program: {failure.GetBaseException().GetType().Name}, {failure.GetBaseException().Message.TrimEnd('.')}. {Written(failure, args)}"),
    };

    /// <summary>One sentence on what went wrong, if there is still somewhere to say it.</summary>
    internal static void Say(Terminal terminal, string sentence)
    {
        try
        {
            terminal.Error(sentence);
        }
        catch (IOException)
        {
        }
    }

    private static string Available => string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):F1} GiB");

    // The natives load when the first type that needs them does.
    private static string? MissingLibrary(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is not (DllNotFoundException or TypeInitializationException or FileNotFoundException or FileLoadException or BadImageFormatException or EntryPointNotFoundException)) continue;
            var text = cause.ToString();
            if (text.Contains("TorchSharp", StringComparison.OrdinalIgnoreCase)) return "libtorch";
            if (text.Contains("OnnxRuntime", StringComparison.OrdinalIgnoreCase)) return "the ONNX runtime";
            if (text.Contains("Skia", StringComparison.OrdinalIgnoreCase) || text.Contains("HarfBuzz", StringComparison.OrdinalIgnoreCase)) return "the picture library SkiaSharp";
        }

        return null;
    }

    private static string Written(Exception failure, IReadOnlyList<string> args)
    {
        var path = Path.Combine(Path.GetTempPath(), $"ntkgan-fault-{Guid.NewGuid():N}.txt");
        try
        {
            var environment = RunEnvironment.Here(0, args);
            File.WriteAllText(path, $"{environment.Program}\n{environment.System}, {environment.Runtime}\nntkgan {string.Join(' ', args)}\n\n{failure}\n");
            return $"Please report it, with the file {path}, which says where it happened.";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "Please report it.";
        }
    }
}
