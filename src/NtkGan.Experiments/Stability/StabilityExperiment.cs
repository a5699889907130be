using NtkGan.Stability;

namespace NtkGan.Experiments.Stability;

/// <summary>An experiment about games of kernel descent-ascent, each of which the linear theory can explain.</summary>
public abstract record StabilityExperiment : Experiment
{
    /// <summary>The games, with their names; of several trials the first.</summary>
    /// <exception cref="UsageException">The settings do not fit together.</exception>
    /// <exception cref="InvalidDataFormatException">Data cannot be used.</exception>
    public abstract IReadOnlyList<NamedGame> Games();
}

/// <summary>A game of an experiment.</summary>
/// <param name="Name">What sets it apart from the others.</param>
/// <param name="Configuration">The whole game.</param>
public sealed record NamedGame(string Name, GameConfiguration Configuration);
