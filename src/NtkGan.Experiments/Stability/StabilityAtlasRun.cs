using NtkGan.Experiments.Distribution;
using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.Stability;
using NtkGan.State;

namespace NtkGan.Experiments.Stability;

/// <summary>An atlas under way: simulations row after row of the coarse grid, a batch a step.</summary>
internal sealed class StabilityAtlasRun : ExperimentRun
{
    private const int NotYet = -1;

    private readonly StabilityAtlasExperiment _settings;
    private readonly PredictionSurface _surface;
    private readonly Lazy<(Matrix Regimes, Matrix Rates)> _prediction;
    private readonly Matrix _expected, _observed, _clear;
    private long _step;

    public StabilityAtlasRun(StabilityAtlasExperiment settings)
    {
        var configuration = settings.Configuration();
        var positions = (double)configuration.Generated.Count * configuration.Generated.Dimension * Math.Min(2.0 * settings.Records, settings.Updates + 1.0);
        MemoryBudget.CheckNumbers(positions * Workers.Count, FormattableString.Invariant($"A simulation with {settings.Records} records on each thread"), "lower records.");
        (_settings, _surface) = (settings, new(configuration));

        // The corners of the map, margins included, tell whether all of it can be played.
        var wide = 1 + settings.Margin;
        foreach (var x in new[] { settings.X.From / wide, settings.X.To * wide })
        {
            foreach (var y in new[] { settings.Y.From / wide, settings.Y.To * wide }) _surface.ConfigurationAt(Numbers(x, y));
        }

        _prediction = new(Predict);
        (_expected, _observed, _clear) = (Coarse(), Coarse(), Coarse());
    }

    public override long Step => _step;

    public override long LastStep => (Cells + (long)_settings.Batch - 1) / _settings.Batch;

    public override double Time => Math.Min(Cells, _step * (double)_settings.Batch);

    public override IReadOnlyList<string> Columns => ["simulations", "agreement", "simulations_clear", "agreement_clear"];

    public override IReadOnlyCollection<string> Notes => _step < LastStep ? [] :
    [
        Summary,
        .. Wrong.GroupBy(cell => (Expected: At(_expected, cell), Observed: At(_observed, cell)))
            .Select(group => FormattableString.Invariant($"predicted {SimulatedGame.Words(group.Key.Expected)}, observed {SimulatedGame.Words(group.Key.Observed)}: {group.Count()} simulations, {group.Count(cell => _clear.Values[cell] == 1)} of them away from the boundaries")),
    ];

    private int Cells => _settings.X.Simulations * _settings.Y.Simulations;

    private IEnumerable<int> Done => Enumerable.Range(0, Cells).Where(cell => _observed.Values[cell] != NotYet);

    private IEnumerable<int> Wrong => Done.Where(cell => _observed.Values[cell] != _expected.Values[cell]);

    private string Summary => FormattableString.Invariant($"{Share(Done):P1} of {Done.Count()} simulations as predicted; {Share(Clear):P1} of the {Clear.Count()} away from the boundaries (by {_settings.Margin:P0} of each number)").Replace(" %", "%", StringComparison.Ordinal);

    private IEnumerable<int> Clear => Done.Where(cell => _clear.Values[cell] == 1);

    public override void Advance()
    {
        var first = (int)(_step * _settings.Batch);
        var count = Math.Min(_settings.Batch, Cells - first);
        if (TaskPool.Present is { Size: > 1 } pool) AtlasCells.Run(pool, _settings, first, first + count, Take);
        else
            Workers.ForBlocks(count, 1, (start, end) =>
            {
                for (var cell = first + start; cell < first + end; cell++) Take(cell, Simulated(cell));
            });
        _step++;
    }

    public override IReadOnlyList<double?> Measure() => _step == 0 ? [0, null, 0, null] : [Done.Count(), Share(Done), Clear.Count(), Clear.Any() ? Share(Clear) : null];

    public override void Draw(string path)
    {
        MapMark Mark(int cell) => new(Place(cell).X, Place(cell).Y, (int)_observed.Values[cell], _observed.Values[cell] == _expected.Values[cell]);
        var map = new RegionMap(_step == 0 ? $"Predicted regimes over {_settings.X.Label} and {_settings.Y.Label}" : $"Regimes over {_settings.X.Label} and {_settings.Y.Label}: areas predicted, marks simulated", _settings.X.Grid.Drawn(_settings.X.Label), _settings.Y.Grid.Drawn(_settings.Y.Label),
            [.. Enum.GetValues<Regime>().Select(SimulatedGame.Words)], _prediction.Value.Regimes, [.. Done.Select(Mark)]);
        _settings.Pictures.Save(map with { Caption = $"{(_step == 0 ? "" : $"{Summary}. ")}{_settings.Caption}" }, path, isResult: _step == LastStep);
    }

    public override void Save(StateWriter state)
    {
        foreach (var (name, cells) in Saved) state.Set(name, cells);
    }

    public override void Restore(long step, StateReader state)
    {
        if (step < 0 || step > LastStep) throw new InvalidDataFormatException("The checkpoint belongs to another experiment: its step lies outside the run.");
        foreach (var (name, cells) in Saved)
        {
            var saved = state.Matrix(name, cells.Rows, cells.Columns);
            if (saved.Values.ToArray().Any(value => !(value >= NotYet && value < Enum.GetValues<Regime>().Length && value == Math.Floor(value))))
                throw new InvalidDataFormatException($"In the saved state '{name}' holds a number that stands for no regime.");
            saved.Values.CopyTo(cells.Values);
        }

        _step = step;
    }

    private IEnumerable<(string Name, Matrix Cells)> Saved => [("observed", _observed), ("expected", _expected), ("clear", _clear)];

    public override IReadOnlyDictionary<string, Matrix> Results() => new Dictionary<string, Matrix>
    {
        ["x"] = Matrix.Column([.. Enumerable.Range(0, _settings.X.Count).Select(i => _settings.X.Grid[i])]),
        ["y"] = Matrix.Column([.. Enumerable.Range(0, _settings.Y.Count).Select(i => _settings.Y.Grid[i])]),
        ["predicted"] = _prediction.Value.Regimes,
        ["rate"] = _prediction.Value.Rates,
        ["simulated_x"] = Matrix.Column([.. Enumerable.Range(0, _settings.X.Simulations).Select(_settings.X.Simulated)]),
        ["simulated_y"] = Matrix.Column([.. Enumerable.Range(0, _settings.Y.Simulations).Select(_settings.Y.Simulated)]),
        ["observed"] = _observed,
        ["expected"] = _expected,
        ["clear"] = _clear,
    };

    /// <summary>The regimes expected and observed at a cell, and whether it lies away from the boundaries (1) or not (0).</summary>
    internal double[] Simulated(int cell)
    {
        var (x, y) = Place(cell);
        Regime Foreseen(double xFactor, double yFactor) => _surface.At(Numbers(xFactor * x, yFactor * y)).Regime;
        var (expected, wide) = (Foreseen(1, 1), 1 + _settings.Margin);
        double[] factors = [1 / wide, 1, wide];
        return [(int)expected, (int)AtlasCell.Observe(_settings, _surface, Numbers(x, y)), factors.All(fx => factors.All(fy => Foreseen(fx, fy) == expected)) ? 1 : 0];
    }

    private void Take(int cell, double[] simulated) => (_expected.Values[cell], _observed.Values[cell], _clear.Values[cell]) = (simulated[0], simulated[1], simulated[2]);

    private (double X, double Y) Place(int cell) => (_settings.X.Simulated(cell % _settings.X.Simulations), _settings.Y.Simulated(cell / _settings.X.Simulations));

    private GameParameters Numbers(double x, double y) => _surface.Start.With(_settings.X.Parameter, x).With(_settings.Y.Parameter, y);

    private (Matrix Regimes, Matrix Rates) Predict()
    {
        var (regimes, rates) = (new Matrix(_settings.Y.Count, _settings.X.Count), new Matrix(_settings.Y.Count, _settings.X.Count));

        // By columns: what a width determines is found once.
        Workers.ForBlocks(_settings.X.Count, 4, (start, end) =>
        {
            for (var j = start; j < end; j++)
            {
                for (var i = 0; i < _settings.Y.Count; i++)
                {
                    var outcome = _surface.At(Numbers(_settings.X.Grid[j], _settings.Y.Grid[i]));
                    (regimes[i, j], rates[i, j]) = ((int)outcome.Regime, outcome.Rate);
                }
            }
        });
        return (regimes, rates);
    }

    private Matrix Coarse()
    {
        var cells = new Matrix(_settings.Y.Simulations, _settings.X.Simulations);
        cells.Values.Fill(NotYet);
        return cells;
    }

    private double Share(IEnumerable<int> cells) => cells.Select(cell => _observed.Values[cell] == _expected.Values[cell] ? 1.0 : 0).DefaultIfEmpty(1).Average();

    private static Regime At(Matrix matrix, int cell) => (Regime)(int)matrix.Values[cell];
}
