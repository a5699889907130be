namespace NtkGan.Experiments.Stability;

/// <summary>Experiments whose pictures follow from what they compute.</summary>
internal static class OwnPictures
{
    /// <summary>The settings, if they name no picture.</summary>
    /// <exception cref="UsageException">They do.</exception>
    public static LogSettings? Only(LogSettings? log) =>
        log?.Frame is null ? log : throw new UsageException("log.frame has no effect here, where the kind of experiment says what is drawn: leave it out.");
}
