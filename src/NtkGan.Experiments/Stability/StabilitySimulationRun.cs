using NtkGan.Numerics;
using NtkGan.Stability;
using NtkGan.State;

namespace NtkGan.Experiments.Stability;

/// <summary>Games under way, all at the same update.</summary>
internal sealed class StabilitySimulationRun : ExperimentRun
{
    private const int MostGames = 10_000;

    private readonly StabilitySimulationExperiment _settings;
    private readonly IReadOnlyList<Variant> _variants;
    private readonly List<SimulatedGame> _games;
    private long _step;

    public StabilitySimulationRun(StabilitySimulationExperiment settings)
    {
        (_settings, _variants) = (settings, settings.Variants());
        if ((long)_variants.Count * settings.Trials > MostGames) throw new UsageException(FormattableString.Invariant($"{_variants.Count} games with {settings.Trials} trials each are too many: at most {MostGames} in all."));
        _games = [.. from variant in _variants from trial in Enumerable.Range(0, settings.Trials) select new SimulatedGame(variant, trial, settings)];
        CheckMemory();
        Record();
    }

    public override long Step => _step;

    public override long LastStep => _settings.Updates;

    public override double Time => _step;

    public override IReadOnlyList<string> Columns => _variants.Count > 1 ? [.. _variants.Select((_, k) => FormattableString.Invariant($"w2_{k + 1}"))]
        : ["w2", "w2_masses", "mmd2", .. _settings.Models.Select(model => $"w2_{Catalog.SnakeCase(model.ToString())}")];

    public override IReadOnlyCollection<string> Notes =>
        [.. _games.SelectMany(game => game.Notes), .. _step == LastStep ? _games.Select(game => game.Verdict()) : []];

    public override void Advance()
    {
        Workers.ForBlocks(_games.Count, 1, (start, end) =>
        {
            for (var g = start; g < end; g++) _games[g].Advance();
        });
        _step++;
        if (_games.All(game => game.Failure is not null)) throw new NumericalException(_games[0].Failure!);
        if (_step % _settings.Log.Every == 0 || _step == LastStep) Record();
    }

    public override IReadOnlyList<double?> Measure() => _variants.Count > 1
        ? [.. _variants.Select(variant => Mean(_games.Where(game => game.Variant == variant), 1))]
        : [.. Enumerable.Range(1, Columns.Count).Select(column => Mean(_games, column))];

    /// <summary>Draws the games so far. A picture shows all times until now, so that the many early ones of a flow are of no use here.</summary>
    public override void Draw(string path)
    {
        if (_step == LastStep || _step % _settings.Log.FramesEvery == 0)
            new SimulationPictures(_settings, _variants, _games).Save(path, withAnimation: _step == LastStep && _step > 0);
    }

    public override void Save(StateWriter state)
    {
        for (var g = 0; g < _games.Count; g++) _games[g].Save(state.Scope(Game(g)));
    }

    public override void Restore(long step, StateReader state)
    {
        if (step < 0 || step > LastStep) throw new InvalidDataFormatException("The checkpoint belongs to another experiment: its step lies outside the run.");
        for (var g = 0; g < _games.Count; g++) _games[g].Restore(state.Scope(Game(g)));
        _step = step;
    }

    public override IReadOnlyDictionary<string, Matrix> Results()
    {
        var results = new Dictionary<string, Matrix>();
        for (var g = 0; g < _games.Count; g++)
        {
            var (game, name) = (_games[g], _games.Count == 1 ? "" : FormattableString.Invariant($"_{g + 1}"));
            results[$"series{name}"] = new(game.Series.Count, game.Series[0].Length, [.. game.Series.SelectMany(row => row)]);
            results[$"path{name}"] = new(game.Path.Count, game.Path[0].Values.Length, [.. game.Path.SelectMany(points => points.Values.ToArray())]);
            results[$"path_real{name}"] = game.Targets;
            results[$"real{name}"] = game.Real;
            results[$"generated{name}"] = game.Generated;
            results[$"real_masses{name}"] = Matrix.Column([.. game.Configuration.Real.Masses]);
            results[$"generated_masses{name}"] = Matrix.Column([.. game.Configuration.Generated.Masses]);
        }

        return results;
    }

    // What is not available in one trial is not in the mean; the reason is among the notes.
    private static double? Mean(IEnumerable<SimulatedGame> games, int column) =>
        games.Average(game => game.Failure is null ? game.Series[^1][column] : double.NaN) is var mean && double.IsNaN(mean) ? null : mean;

    private void CheckMemory()
    {
        var records = 2 + (_settings.Updates / (double)_settings.Log.Every);
        var numbers = 0.0;
        foreach (var game in _games)
        {
            var points = game.Configuration.Generated;
            var kept = Math.Min((double)points.Count * points.Dimension, SimulatedGame.LargestRecord) + 4 + _settings.Models.Count;
            numbers += (2 * records * kept) + (_settings.History is ExactHistory ? (double)_settings.Updates * points.Count * (points.Dimension + 1) : 0);
        }

        MemoryBudget.CheckNumbers(numbers, FormattableString.Invariant($"A simulation of {_games.Count} games over {_settings.Updates} updates, with its records and its past,"), "lower updates, raise log.every, or choose history: bounded.");
    }

    private static string Game(int number) => FormattableString.Invariant($"game_{number + 1}");

    private void Record()
    {
        Workers.ForBlocks(_games.Count, 1, (start, end) =>
        {
            for (var g = start; g < end; g++) _games[g].Record(_step);
        });
    }
}
