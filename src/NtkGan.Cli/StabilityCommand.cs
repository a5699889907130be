using System.CommandLine;
using System.Globalization;
using NtkGan.Experiments;
using NtkGan.Experiments.Stability;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Cli;

/// <summary>The command <c>stability</c>: what becomes of a game of points against a kernel discriminator.</summary>
internal static class StabilityCommand
{
    public static Command Make(Terminal terminal, string[] args, CancellationToken cancellation) =>
        new("stability", "Predicts, simulates and maps when training converges, oscillates, collapses, freezes or diverges.")
        {
            Predict(terminal),
            RunCommands.Run(terminal, args, cancellation, "simulate", "Plays the games of a stability_simulation exactly and leaves a run folder with curves, paths and an animation.", typeof(StabilitySimulationExperiment)),
            RunCommands.Run(terminal, args, cancellation, "atlas", "Maps the regimes over two parameters, predicted and simulated, and leaves a run folder.", typeof(StabilityAtlasExperiment)),
        };

    private const int MeasuredGames = 4;

    private static Command Predict(Terminal terminal)
    {
        var what = SharedOptions.Words("what", "A preset or experiment file of a stability_simulation or stability_atlas, and key=value settings.", ArgumentArity.OneOrMore);
        var (estimate, threads, quiet, json) = (SharedOptions.Estimate(), SharedOptions.Threads(), SharedOptions.Quiet(), SharedOptions.Json());
        var command = new Command("predict", "Explains in words and numbers what the linear theory says of each game.") { what, estimate, threads, quiet, json };
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            var composition = RunCommands.Compose(parsed.GetRequiredValue(what), typeof(StabilityExperiment), typeof(StabilitySimulationExperiment));
            var named = ((StabilityExperiment)composition.Experiment).Games();
            if (parsed.GetValue(estimate))
            {
                // Some games, spread over all, stand for the others; threads share them.
                NamedGame[] some = [.. Enumerable.Range(0, Math.Min(MeasuredGames, named.Count)).Select(g => named[(int)((g + .5) * named.Count / Math.Min(MeasuredGames, named.Count))])];
                SharedOptions.Tell(terminal, CostEstimate.OfParts(() => Predictions(some, null), (double)named.Count / some.Length), parsed.GetValue(json));
                return;
            }

            var games = Predictions(named, parsed.GetValue(quiet) ? null : terminal);
            if (parsed.GetValue(json)) terminal.Json([.. games.Select(game => StabilityReport.Of(game.Name, game.Prediction))], CommandJson.Indented.IReadOnlyListStabilityReport);
            else if (games.Length == 1) terminal.Table(games[0].Prediction.Explain().Select(sentence => new[] { sentence }));
            else terminal.Table([["game", "verdict", "what it rests on"], .. games.Select(game => Row(terminal, game.Name, game.Prediction))]);
        });
        return command;
    }

    private static (string Name, StabilityPrediction Prediction)[] Predictions(IReadOnlyList<NamedGame> games, Terminal? terminal)
    {
        var work = new CountedWork(terminal, games.Count, "games");
        var predictions = new (string, StabilityPrediction)[games.Count];
        Workers.ForBlocks(games.Count, 1, (start, end) =>
        {
            for (var g = start; g < end; g++)
            {
                predictions[g] = (games[g].Name, StabilityPrediction.Of(games[g].Configuration));
                _ = predictions[g].Item2.Verdict;
                work.Done();
            }
        });
        work.Finish();
        return predictions;
    }

    private static string[] Row(Terminal terminal, string name, StabilityPrediction prediction) =>
    [
        name, RegimeOf(prediction) ?? "cannot tell", prediction.Verdict.Basis switch
        {
            VerdictBasis.Predicted => prediction.RatePerUpdate is { } rate ? $"predicted, {terminal.Number(rate)} an update" : "predicted",
            VerdictBasis.Observed => string.Create(CultureInfo.InvariantCulture, $"observed in {prediction.Verdict.Updates} updates{(prediction.Obstacle is null ? "" : ", no linear theory")}"),
            _ => prediction.Obstacle is null ? "--json says why" : "no linear theory; --json says why",
        },
    ];

    private static string? RegimeOf(StabilityPrediction prediction) => prediction.Regime is { } regime ? Catalog.SnakeCase(regime.ToString()) : null;
}
