using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.Stability;
using NtkGan.State;

namespace NtkGan.Experiments.Stability;

/// <summary>The second moment model in continuous time beside its bounds (Becker et al. 2025): the variance about a true point by explicit Euler, one bound for
/// each epsilon, and the least of many. The run has one step.</summary>
/// <param name="Seed">Has no effect: nothing is random.</param>
/// <param name="Model">The model and its parameters.</param>
/// <param name="Step">Length of an Euler step, above 0.</param>
/// <param name="Steps">Number of Euler steps, at least 1.</param>
/// <param name="Epsilons">Each above 0; 0.5, 0.1, 0.05 and 0.01 if not given.</param>
/// <param name="PiecewiseEpsilons">How many epsilons, evenly up to 1, the piecewise bound has, at least 1.</param>
/// <param name="Log">What is recorded, and when.</param>
/// <param name="Figure">How pictures look: width on paper, dpi, letters, colours or greys.</param>
public sealed record SecondMomentBoundExperiment(ulong Seed = 1, SecondMomentBound? Model = null, double Step = 1e-3, int Steps = 100_000,
    ValueList<double>? Epsilons = null, int PiecewiseEpsilons = 100, LogSettings? Log = null, PlotStyle? Figure = null) : Experiment
{
    private const int Drawn = 400;

    /// <inheritdoc/>
    public override ulong Seed { get; } = Seed;

    /// <summary>The model.</summary>
    public SecondMomentBound Model { get; } = Model ?? new();

    /// <summary>Length of an Euler step.</summary>
    public double Step { get; } = Require.Positive(Step);

    /// <summary>Number of Euler steps.</summary>
    public int Steps { get; } = Require.AtLeast(1, Steps);

    /// <summary>The epsilons with a curve of their own.</summary>
    public ValueList<double> Epsilons { get; } = ValueList.From((Epsilons ?? [.5, .1, .05, .01]).Select(epsilon => Require.Positive(epsilon, nameof(Epsilons))));

    /// <summary>How many epsilons the piecewise bound has.</summary>
    public int PiecewiseEpsilons { get; } = Require.AtLeast(1, PiecewiseEpsilons);

    /// <inheritdoc/>
    public override LogSettings Log { get; } = OwnPictures.Only(Log) ?? new(Every: 1, FramesEvery: 100_000, CheckpointEvery: 1);

    /// <inheritdoc/>
    public override PlotStyle Figure { get; } = Figure ?? PlotStyle.Default;

    /// <inheritdoc/>
    public override string Caption => FormattableString.Invariant($"second moment model, {Experiments.Brief.Of(Model)}, Euler steps of {Step}, {Steps} of them");

    /// <inheritdoc/>
    public override IReadOnlyList<string> Header => ["variance of the generated points about a true point, and bounds that hold at every time"];

    /// <inheritdoc/>
    public override ExperimentRun Start()
    {
        MemoryBudget.CheckNumbers(Steps + 1.0, FormattableString.Invariant($"A path of {Steps} steps"), "lower steps.");
        MemoryBudget.CheckNumbers((double)PiecewiseEpsilons * (Drawn + 1), FormattableString.Invariant($"A bound of {PiecewiseEpsilons} pieces at {Drawn + 1} times"), "lower piecewise_epsilons.");
        return new Run(this);
    }

    private sealed class Run : ExperimentRun
    {
        private readonly SecondMomentBoundExperiment _settings;
        private readonly double[] _times, _variances;
        private readonly double[][] _bounds;
        private readonly double[] _piecewise;
        private long _step;

        public Run(SecondMomentBoundExperiment settings)
        {
            _settings = settings;
            var path = settings.Model.Integrate(settings.Step, settings.Steps);
            int[] places = [.. Enumerable.Range(0, Drawn + 1).Select(i => (int)((long)i * settings.Steps / Drawn)).Distinct()];
            _times = [.. places.Select(place => place * settings.Step)];
            _variances = [.. places.Select(place => path[place])];
            _bounds = [.. settings.Epsilons.Select(epsilon => _times.Select(time => settings.Model.At(time, epsilon)).ToArray())];
            double[] many = [.. Enumerable.Range(1, settings.PiecewiseEpsilons).Select(i => (double)i / settings.PiecewiseEpsilons)];
            _piecewise = [.. _times.Select(time => settings.Model.Piecewise(time, many))];
        }

        public override long Step => _step;

        public override long LastStep => 1;

        public override double Time => _step == 0 ? 0 : _times[^1];

        public override IReadOnlyList<string> Columns => ["variance", "piecewise_bound", "largest_excess"];

        public override void Advance() => _step = 1;

        public override IReadOnlyList<double?> Measure()
        {
            var last = _step == 0 ? 0 : _times.Length - 1;
            return [_variances[last], _piecewise[last], _variances.Zip(_piecewise, (v, bound) => v - bound).Max()];
        }

        public override void Draw(string path)
        {
            var sheet = new CurveSheet("Variance about a true point, and its bounds", "time", "variance", [new("",
            [
                new("model", _times, _variances, 6),
                .. _bounds.Select((bound, i) => new PlacedCurve(FormattableString.Invariant($"bound, \u03b5 = {_settings.Epsilons[i]}"), _times, bound, i, Model: 1)),
                new("least bound", _times, _piecewise, 5),
            ])]);
            _settings.Pictures.Save(sheet, path, isResult: _step == LastStep);
        }

        public override void Save(StateWriter state)
        {
        }

        public override void Restore(long step, StateReader state) => _step = step is 0 or 1 ? step
            : throw new InvalidDataFormatException("The checkpoint belongs to another experiment: its step lies outside the run.");

        public override IReadOnlyDictionary<string, Matrix> Results()
        {
            var results = new Dictionary<string, Matrix> { ["time"] = Matrix.Column(_times), ["variance"] = Matrix.Column(_variances), ["piecewise_bound"] = Matrix.Column(_piecewise), ["epsilons"] = Matrix.Column([.. _settings.Epsilons]) };
            for (var i = 0; i < _bounds.Length; i++) results[FormattableString.Invariant($"bound_{i + 1}")] = Matrix.Column(_bounds[i]);
            return results;
        }
    }
}
