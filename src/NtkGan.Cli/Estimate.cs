using System.Globalization;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>Says once how long work will take, as soon as its first steps have shown their pace, if that is over a minute.</summary>
/// <param name="terminal">Where it is said.</param>
/// <param name="suffix">What follows the number of steps.</param>
/// <param name="noun">What a step is called, many of it.</param>
/// <param name="beforehand">Done before it is said: what else stands on the line is ended.</param>
internal sealed class Estimate(Terminal terminal, string suffix = "", string noun = "steps", Action? beforehand = null)
{
    private static readonly TimeSpan Worth = TimeSpan.FromMinutes(1);
    private bool _isKnown;

    /// <summary>Takes note of a step.</summary>
    public void Show(RunProgress progress)
    {
        if (progress.Left is { } left) Say(left, progress.LastStep - progress.Step);
    }

    /// <summary>Takes note of what is known.</summary>
    /// <param name="left">The time left.</param>
    /// <param name="steps">The steps left.</param>
    public void Say(TimeSpan left, long steps)
    {
        if (_isKnown) return;
        _isKnown = true;
        if (left <= Worth) return;
        beforehand?.Invoke();
        terminal.ErrorOutput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"about {Duration.Words(left)} for {steps:N0} {noun}{suffix}"));
    }
}
