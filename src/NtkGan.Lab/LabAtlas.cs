using NtkGan.Experiments.Stability;
using NtkGan.Stability;

namespace NtkGan.Lab;

/// <summary>The regimes around a game: the prediction part of <c>ntkgan stability atlas</c>.</summary>
internal static class LabAtlas
{
    private const int Cells = 48;
    private const double Reach = 10, LeastRegularisation = 0.01;

    /// <summary>A decade of the width and of the regularisation around those of a game.</summary>
    /// <exception cref="UsageException">The kernel has no curvature, so that no linear theory applies.</exception>
    public static AtlasMessage Around(StabilitySimulationExperiment experiment)
    {
        var start = new PredictionSurface(experiment.Games()[0].Configuration).Start;
        var middle = Math.Max(start.Regularisation, LeastRegularisation * Reach);
        var atlas = new StabilityAtlasExperiment(experiment.Seed, experiment.Real, experiment.Generated, experiment.Game,
            new(GameParameter.Width, start.Width / Reach, start.Width * Reach, Cells, 1), new(GameParameter.Regularisation, middle / Reach, middle * Reach, Cells, 1));
        var results = atlas.Start().Results();
        return new([.. results["x"].Values], [.. results["y"].Values], [.. Enum.GetValues<Regime>().Select(SimulatedGame.Words)],
            [.. results["predicted"].Values.ToArray().Select(regime => (int)regime)], start.Width, start.Regularisation);
    }
}
