using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NtkGan.Experiments.Stability;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Cli;

/// <summary>The command <c>stability</c>: what becomes of a game of points against a kernel discriminator.</summary>
internal static class StabilityCommand
{
    private static readonly JsonSerializerOptions JsonFormat = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static Command Make(Terminal terminal, string[] args, CancellationToken cancellation) =>
        new("stability", "Predicts, simulates and maps when training converges, oscillates, collapses, freezes or diverges.")
        {
            Predict(terminal),
            RunCommands.Run(terminal, args, cancellation, "simulate", "Plays the games of a stability_simulation exactly and leaves a run folder with curves, paths and an animation.", typeof(StabilitySimulationExperiment)),
            RunCommands.Run(terminal, args, cancellation, "atlas", "Maps the regimes over two parameters, predicted and simulated, and leaves a run folder.", typeof(StabilityAtlasExperiment)),
        };

    private static Command Predict(Terminal terminal)
    {
        var what = SharedOptions.Words("what", "A preset or experiment file of a stability_simulation or stability_atlas, and key=value settings.", ArgumentArity.OneOrMore);
        var (threads, json) = (SharedOptions.Threads(), SharedOptions.Json());
        var command = new Command("predict", "Explains in words and numbers what the linear theory says of each game.") { what, threads, json };
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            var composition = RunCommands.Compose(parsed.GetRequiredValue(what), typeof(StabilityExperiment), typeof(StabilitySimulationExperiment));
            var games = Predictions(((StabilityExperiment)composition.Experiment).Games());
            if (parsed.GetValue(json)) terminal.Output.WriteLine(JsonSerializer.Serialize(games.Select(game => Described(game.Name, game.Prediction)), JsonFormat));
            else if (games.Length == 1) terminal.Table(games[0].Prediction.Explain().Select(sentence => new[] { sentence }));
            else terminal.Table([["game", "verdict", "what it rests on"], .. games.Select(game => Row(terminal, game.Name, game.Prediction))]);
        });
        return command;
    }

    private static (string Name, StabilityPrediction Prediction)[] Predictions(IReadOnlyList<NamedGame> games)
    {
        var predictions = new (string, StabilityPrediction)[games.Count];
        Workers.ForBlocks(games.Count, 1, (start, end) =>
        {
            for (var g = start; g < end; g++)
            {
                predictions[g] = (games[g].Name, StabilityPrediction.Of(games[g].Configuration));
                _ = predictions[g].Item2.Verdict;
            }
        });
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

    private static object Described(string name, StabilityPrediction prediction) => new
    {
        Name = name,
        Regime = RegimeOf(prediction),
        Basis = Catalog.SnakeCase(prediction.Verdict.Basis.ToString()),
        prediction.Verdict.Updates,
        Reason = prediction.Obstacle ?? prediction.Verdict.Reason,
        LinearTheory = prediction.Outcome is { } outcome ? Catalog.SnakeCase(outcome.Regime.ToString()) : null,
        prediction.RatePerUpdate,
        prediction.RatePerTime,
        Regions = prediction.Regions.Select(region => new
        {
            Real = region.Region.Real,
            Generated = region.Region.Generated,
            region.Region.RealMass,
            region.Region.GeneratedMass,
            region.Region.Imbalance,
            Regime = Catalog.SnakeCase(region.Outcome.Regime.ToString()),
            Destination = Catalog.SnakeCase(region.Outcome.Destination.ToString()),
            region.Outcome.Rate,
            region.Outcome.Offsets,
            Modes = region.Outcome.Modes.Select(mode => new { Kind = Catalog.SnakeCase(mode.Kind.ToString()), mode.Eigenvalue.Real, mode.Eigenvalue.Imaginary, mode.Modulus, mode.Multiplicity }),
            Conditions = region.Conditions.Select(condition => new { Kind = Catalog.SnakeCase(condition.Kind.ToString()), condition.Margin, condition.Holds }),
            region.ValidityRadius,
            region.StartRadius,
            region.Obstacle,
        }),
        Advice = prediction.Advice.Select(advice => new
        {
            Parameter = Catalog.SnakeCase(advice.Parameter.ToString()),
            advice.Current,
            advice.Safe,
            Regime = Catalog.SnakeCase(advice.Regime.ToString()),
            Advised = Described(advice.Advised),
            WorseBelow = Described(advice.WorseBelow),
            WorseAbove = Described(advice.WorseAbove),
        }),
        Explanation = prediction.Explain(),
    };

    private static object? Described(ParameterBoundary? boundary) => boundary is null ? null : new { boundary.Value, Regime = Catalog.SnakeCase(boundary.Regime.ToString()) };
}
