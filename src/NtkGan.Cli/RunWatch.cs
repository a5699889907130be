using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>Says of a run how long it will take, and shows how far it is.</summary>
/// <param name="estimate">Says the one.</param>
/// <param name="line">Shows the other.</param>
internal sealed class RunWatch(Estimate estimate, ProgressLine line) : IProgress<RunProgress>
{
    /// <inheritdoc/>
    public void Report(RunProgress value)
    {
        estimate.Show(value);
        line.Show(value);
    }
}
