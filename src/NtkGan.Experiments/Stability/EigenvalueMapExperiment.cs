using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.Stability;
using NtkGan.State;

namespace NtkGan.Experiments.Stability;

/// <summary>Maps of the local rate of convergence over kernel width and regularisation, one for each step size: the squared modulus max |rho|^2 of the closed
/// forms of "Local Convergence of Gradient Descent-Ascent for Training Generative Adversarial Networks" (2023), simultaneous updates. A step of the run is
/// one map.</summary>
/// <param name="Seed">Has no effect: nothing is random.</param>
/// <param name="RealMass">p above 0.</param>
/// <param name="GeneratedMass">q above 0.</param>
/// <param name="Ratio">mu = eta_g/eta_d above 0.</param>
/// <param name="Rates">Values of eta_d, each above 0; 0.1, 0.01 and 0.001 if not given.</param>
/// <param name="Width">Values of sigma, above 0; 100 from 0.01 to 1 if not given.</param>
/// <param name="Regularisation">Values of lambda, above 0; 100 from 0.01 to 10 if not given.</param>
/// <param name="Log">What is recorded, and when.</param>
/// <param name="Figure">How pictures look: width on paper, dpi, letters, colours or greys.</param>
public sealed record EigenvalueMapExperiment(ulong Seed = 1, double RealMass = 1, double GeneratedMass = .8, double Ratio = 1, ValueList<double>? Rates = null,
    GridAxis? Width = null, GridAxis? Regularisation = null, LogSettings? Log = null, PlotStyle? Figure = null) : Experiment
{
    /// <inheritdoc/>
    public override ulong Seed { get; } = Seed;

    /// <summary>p.</summary>
    public double RealMass { get; } = Require.Positive(RealMass);

    /// <summary>q.</summary>
    public double GeneratedMass { get; } = Require.Positive(GeneratedMass);

    /// <summary>mu.</summary>
    public double Ratio { get; } = Require.Positive(Ratio);

    /// <summary>Values of eta_d.</summary>
    public ValueList<double> Rates { get; } = ValueList.From((Rates is { Count: 0 } ? throw new UsageException("rates must not be empty.") : Rates ?? [.1, .01, .001])
        .Select(rate => Require.Positive(rate, nameof(Rates))));

    /// <summary>Values of sigma.</summary>
    public GridAxis Width { get; } = Positive(Width ?? new(.01, 1), "width.from");

    /// <summary>Values of lambda.</summary>
    public GridAxis Regularisation { get; } = Positive(Regularisation ?? new(.01, 10), "regularisation.from");

    /// <inheritdoc/>
    public override LogSettings Log { get; } = OwnPictures.Only(Log) ?? new(Every: 1, FramesEvery: 100_000, CheckpointEvery: 1);

    /// <inheritdoc/>
    public override PlotStyle Figure { get; } = Figure ?? PlotStyle.Default;

    /// <inheritdoc/>
    public override string Caption => FormattableString.Invariant($"simultaneous updates, masses p = {RealMass}, q = {GeneratedMass}, \u03bc = \u03b7g/\u03b7d = {Ratio}, {Width.Count} x {Regularisation.Count} points");

    /// <inheritdoc/>
    public override IReadOnlyList<string> Header => [FormattableString.Invariant($"max |rho|^2 of simultaneous updates, p {RealMass}, q {GeneratedMass}, mu {Ratio}; above 1 it diverges")];

    /// <inheritdoc/>
    public override ExperimentRun Start()
    {
        MemoryBudget.CheckNumbers(2.0 * Rates.Count * Width.Count * Regularisation.Count, FormattableString.Invariant($"{Rates.Count} maps of {Width.Count} x {Regularisation.Count} cells"), "lower width.count or regularisation.count.");
        return new Run(this);
    }

    private static GridAxis Positive(GridAxis axis, string name)
    {
        Require.Positive(axis.From, name);
        return axis;
    }

    private sealed class Run(EigenvalueMapExperiment settings) : ExperimentRun
    {
        // A cell on the edge is not beyond it.
        private const double Rounding = 1e-12;

        private long _step;

        public override long Step => _step;

        public override long LastStep => settings.Rates.Count;

        public override double Time => _step;

        public override IReadOnlyList<string> Columns => ["unstable_cells", "best", "best_width", "best_regularisation"];

        public override void Advance() => _step++;

        public override IReadOnlyList<double?> Measure()
        {
            if (_step == 0) return [null, null, null, null];
            var map = MapOf(settings.Rates[(int)_step - 1]);
            var (unstable, best) = (0, 0);
            for (var cell = 0; cell < map.Values.Values.Length; cell++)
            {
                if (map.Values.Values[cell] > 1 + Rounding) unstable++;
                if (map.Values.Values[cell] < map.Values.Values[best]) best = cell;
            }

            return [unstable, map.Values.Values[best], settings.Width[best % settings.Width.Count], settings.Regularisation[best / settings.Width.Count]];
        }

        public override void Draw(string path)
        {
            if (_step == 0) return;
            var field = new EigenvalueField("Leading eigenvalue of the linearised game, squared modulus", settings.Width.Drawn("kernel width \u03c3"), settings.Regularisation.Drawn("regularisation \u03bb"), "max |\u03c1|\u00b2",
                [.. settings.Rates.Take((int)_step).Select(MapOf)]);
            settings.Pictures.Save(field, path, isResult: _step == LastStep);
        }

        public override void Save(StateWriter state)
        {
        }

        public override void Restore(long step, StateReader state) => _step = step >= 0 && step <= LastStep ? step
            : throw new InvalidDataFormatException("The checkpoint belongs to another experiment: its step lies outside the run.");

        public override IReadOnlyDictionary<string, Matrix> Results()
        {
            var results = new Dictionary<string, Matrix>
            {
                ["width"] = Matrix.Column([.. Enumerable.Range(0, settings.Width.Count).Select(j => settings.Width[j])]),
                ["regularisation"] = Matrix.Column([.. Enumerable.Range(0, settings.Regularisation.Count).Select(i => settings.Regularisation[i])]),
                ["rates"] = Matrix.Column([.. settings.Rates]),
            };
            for (var k = 0; k < settings.Rates.Count; k++) results[FormattableString.Invariant($"squared_modulus_{k + 1}")] = MapOf(settings.Rates[k]).Values;
            return results;
        }

        private EigenvaluePanel MapOf(double rate)
        {
            var (values, oscillates) = (new Matrix(settings.Regularisation.Count, settings.Width.Count), new Matrix(settings.Regularisation.Count, settings.Width.Count));
            for (var i = 0; i < values.Rows; i++)
            {
                for (var j = 0; j < values.Columns; j++)
                {
                    var local = new LocalConvergence(settings.Width[j], settings.Regularisation[i], rate, settings.Ratio, settings.RealMass, settings.GeneratedMass);
                    (values[i, j], oscillates[i, j]) = (local.Rate * local.Rate, local.Oscillates ? 1 : 0);
                }
            }

            return new(FormattableString.Invariant($"\u03b7 = {rate}"), values, oscillates);
        }
    }
}
