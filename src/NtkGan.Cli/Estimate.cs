using System.Globalization;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>Says once how long a run will take, as soon as its first steps have shown their pace, if that is over a minute.</summary>
/// <param name="terminal">Where it is said.</param>
/// <param name="suffix">What follows the number of steps.</param>
internal sealed class Estimate(Terminal terminal, string suffix = "")
{
    private static readonly TimeSpan Worth = TimeSpan.FromMinutes(1);
    private bool _isKnown;

    /// <summary>Takes note of a step.</summary>
    public void Show(RunProgress progress)
    {
        if (_isKnown || progress.Left is not { } left) return;
        _isKnown = true;
        if (left > Worth) terminal.ErrorOutput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"about {Duration.Words(left)} for {progress.LastStep - progress.Step:N0} steps{suffix}"));
    }
}
