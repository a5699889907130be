using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Experiments.Stability;

/// <summary>One simulation of an atlas.</summary>
internal static class AtlasCell
{
    /// <summary>What a game does at given numbers.</summary>
    /// <param name="settings">The atlas.</param>
    /// <param name="surface">The surface through its game.</param>
    /// <param name="numbers">The numbers wanted.</param>
    public static Regime Observe(StabilityAtlasExperiment settings, PredictionSurface surface, GameParameters numbers)
    {
        var (game, width) = (surface.ConfigurationAt(numbers), surface.Start.Width);
        var simulation = new KernelDescentAscent(game, settings.History);
        var stride = Math.Max(1, settings.Updates / settings.Records);
        var path = new List<Matrix>(settings.Updates / stride + 1);
        try
        {
            for (var k = 0; ; k++)
            {
                if (k % stride == 0) path.Add(simulation.Generated);
                if (k == settings.Updates) break;
                settings.Kick?.Apply(simulation, width);
                simulation.Advance();
            }
        }
        catch (NumericalException)
        {
            return Regime.Diverges;
        }

        return ObservedRegime.Classify(game, path).Regime;
    }
}
