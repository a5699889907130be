using NtkGan.Kernels;
using NtkGan.Metrics;
using NtkGan.Numerics;
using NtkGan.Plots;
using NtkGan.Stability;
using NtkGan.State;

namespace NtkGan.Experiments.Stability;

/// <summary>One game of a simulation under way, with the models beside it and what has been recorded of it.</summary>
internal sealed class SimulatedGame
{
    /// <summary>A record may hold this many coordinates of whole positions; of larger games only their picture is kept.</summary>
    public const int LargestRecord = 4096;

    private const int MostPairs = 250_000;

    private readonly Kick? _kick;
    private readonly HistoryPolicy _policy;
    private readonly GameConfiguration _whole;
    private readonly ReducedSpace _space;
    private readonly Projection? _plane;
    private readonly ValueList<LocalModel> _kinds;
    private readonly SecondMomentModel?[] _models; // null where one has left the finite numbers
    private readonly List<string> _notes = [];
    private readonly bool _hasSecondMoments, _hasTransport;
    private KernelDescentAscent _simulation;
    private Matrix? _last; // of a game that has failed
    private int _updates;

    public SimulatedGame(Variant variant, int trial, StabilitySimulationExperiment settings)
    {
        (Variant, Trial, _kick, _policy) = (variant, trial, settings.Kick, settings.History);
        _whole = variant.Configuration(settings.Seed, trial);

        // A kick leaves the space of the points, and a plane is drawn as it is.
        _space = _kick is null && _whole.Real.Dimension > 2 ? ReducedSpace.Of(_whole) : ReducedSpace.Whole(_whole.Real.Dimension);
        Configuration = _space.Reduced(_whole);
        _simulation = new(Configuration, _policy);
        if (Configuration.Real.Dimension > 2) _plane = Projection.PrincipalPlane(Configuration.Real.Places.Above(Configuration.Generated.Places));
        if (settings.Models.Count > 0 && (_kick is not null || Configuration.Game.DiscriminatorSteps > 1))
            throw new UsageException("models know neither kicks nor several discriminator steps: leave models out, or kick and game.discriminator_steps.");
        _kinds = settings.Models;
        _models = [.. settings.Models.Select(model => ModelOf(model, Configuration))];
        _hasSecondMoments = settings.Models.Contains(LocalModel.SecondMoment);
        var (real, generated) = (Configuration.Real, Configuration.Generated);
        _hasTransport = real.Total > 0 && generated.Total > 0 && (long)real.Count * generated.Count <= MostPairs;
        if (FarPoints.NoteOn(_whole.Game.Kernel, _whole.Generated.Points, _whole.Real.Points, time: 0) is { } far) _notes.Add(far);
        if (!_hasTransport) _notes.Add(FormattableString.Invariant($"W2^2 with masses is not available (NaN in the arrays): it needs mass on both sides, and at most {MostPairs} pairs of points."));
    }

    public Variant Variant { get; }

    public int Trial { get; }

    /// <summary>The game in the coordinates of the space that its points span.</summary>
    public GameConfiguration Configuration { get; }

    /// <summary>The true points as the data gave them.</summary>
    public Matrix Real => _whole.Real.Points;

    /// <summary>The generated points now, in the data's coordinates.</summary>
    public Matrix Generated => _space.Points(_last ?? _simulation.Generated);

    /// <summary>What the reader of the series must know: that the game, or a model of it, ended, and when.</summary>
    public IEnumerable<string> Notes => _notes.Concat(Failure is null ? [] : [Failure]).Select(note => $"{Variant.Name}{TrialName}: {note}");

    /// <summary>Why the game ended before the others, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>One row for each recorded update: update, W2^2 uniform, W2^2 with masses, MMD^2, then W2^2 of each model. NaN is a value that is not available: a distance
    /// that cannot be taken, or a model that has overflowed.</summary>
    public List<double[]> Series { get; } = [];

    /// <summary>Positions at the recorded updates; in the plane of the picture where whole ones are too large.</summary>
    public List<Matrix> Path { get; } = [];

    /// <summary>The true points as they lie beside <see cref="Path"/>.</summary>
    public Matrix Targets => Kept(Configuration.Real.Places);

    /// <summary>True if <see cref="Path"/> holds whole positions.</summary>
    public bool HasWholePath => Configuration.Generated.Count * Configuration.Generated.Dimension <= LargestRecord;

    /// <summary>Whether there are several points in several dimensions, and the second moment model of them.</summary>
    public bool HasSpread => _hasSecondMoments && HasWholePath && Configuration is { Generated.Count: > 1, Real.Dimension: > 1 };

    public void Advance()
    {
        if (Failure is not null) return;
        try
        {
            _kick?.Apply(_simulation);
            _simulation.Advance();
        }
        catch (NumericalException failure)
        {
            (Failure, _last) = (failure.Message, _simulation.Generated);
            return;
        }

        _updates++;
        AdvanceModels(1);
    }

    /// <summary>Notes the present state; the same state once.</summary>
    public void Record(long update)
    {
        if (Failure is not null || (Series.Count > 0 && Series[^1][0] >= update)) return;
        var (real, generated) = (Configuration.Real, _simulation.Generated);
        var masses = Configuration.Generated.Masses;
        Series.Add([update, Uniform(generated, real.Places),
            _hasTransport ? Wasserstein.Squared(generated, masses, real.Places, real.Masses) : double.NaN,
            MaximumMeanDiscrepancy.Squared(Configuration.Game.Kernel, generated, masses, real.Places, real.Masses), .. _models.Select(model => model?.MeanSquare ?? double.NaN)]);
        Path.Add(Kept(generated));
    }

    /// <summary>Whether <see cref="Shown"/> gives coordinates of a plane of principal components.</summary>
    public bool IsProjected => _plane is not null;

    /// <summary>Points of <see cref="Path"/> or <see cref="Targets"/> as a picture shows them, in at most two dimensions.</summary>
    public Matrix Shown(Matrix kept) => kept.Columns > 2 ? InPlane(kept) : kept;

    /// <summary>The spread of the points and of the second moment model at the recorded updates.</summary>
    public IReadOnlyList<SpreadMoments> Moments()
    {
        var (model, moments) = (ModelOf(LocalModel.SecondMoment, Configuration), new List<SpreadMoments>());
        foreach (var (row, points) in Series.Zip(Path))
        {
            try
            {
                model.Advance((int)row[0] - model.Updates);
            }
            catch (NumericalException)
            {
                break;
            }

            moments.Add(new(row[0], SpreadOf(ModelOf(LocalModel.SecondMoment, Configuration, points)), SpreadOf(model)));
        }

        return moments;

        static Spread SpreadOf(SecondMomentModel state) => new(state.Mean.ToArray(), state.Covariance);
    }

    public void Save(StateWriter state)
    {
        state.Set("updates", _updates);
        state.Set("series", Rows(Series));
        state.Set("path", Rows([.. Path.Select(points => points.Values.ToArray())]));
        if (Failure is null)
        {
            _simulation.Save(state.Scope("simulation"));
            return;
        }

        state.Set("failure", Failure);
        state.Set("last", _last!);
    }

    /// <summary>Takes up a saved state; the models, which are quick, are computed again.</summary>
    public void Restore(StateReader state)
    {
        var generated = Configuration.Generated;
        var updates = state.Count("updates");
        var series = state.Matrix("series", null, 4 + _models.Length, StateNumbers.Any);
        var path = state.Matrix("path", series.Rows, Targets.Columns * generated.Count);
        Failure = state.Has("failure") ? state.Text("failure") : null;
        if (Failure is null) _simulation = KernelDescentAscent.Restore(Configuration, state.Scope("simulation"), _policy);
        else _last = state.Matrix("last", generated.Count, generated.Dimension);
        Series.Clear();
        Path.Clear();
        for (var k = 0; k < series.Rows; k++)
        {
            Series.Add(series.Row(k).ToArray());
            Path.Add(new(Configuration.Generated.Count, Targets.Columns, path.Row(k).ToArray()));
        }

        _updates = updates;
        AdvanceModels(_updates);
    }

    /// <summary>What the linear theory says and what was seen, in one line.</summary>
    public string Verdict()
    {
        // Outside the space of the points lie directions that the theory counts.
        var prediction = StabilityPrediction.Of(_whole);
        var foreseen = prediction.Outcome is { } outcome ? Words(outcome.Regime) : "nothing (no linear theory for this kernel)";
        var (seen, obstacle) = (Seen(prediction), prediction.Regions.Select(region => region.Obstacle).FirstOrDefault(obstacle => obstacle is not null));
        var balance = prediction.Regions.Any(region => region.Outcome.IsUndisturbed) ? " (an unstable balance, which nothing disturbs)" : "";
        return $"{Variant.Name}{TrialName}: predicted {foreseen}{balance}, observed {seen}{(obstacle is null || seen == foreseen ? "" : $" (the linear theory does not decide this start: {obstacle})")}.";
    }

    /// <summary>The regime seen, the kernel and the parameters, for a picture.</summary>
    public string Title => FormattableString.Invariant($"{Capital(RegimeInWords)}: {(Variant.Scene.Name.Length > 0 ? $"{Variant.Scene.Name}, " : "")}{Variation.NameOf(Variant.Game.Kernel)}, \u03b7d {Variant.Game.DiscriminatorRate}, \u03b7g {Variant.Game.GeneratorRate}, \u03bb {Variant.Game.Regularisation}");

    /// <summary>The regime seen.</summary>
    public string RegimeInWords => Seen(StabilityPrediction.Of(_whole));

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private string TrialName => Trial > 0 ? FormattableString.Invariant($", trial {Trial + 1}") : "";

    public static string Words(Regime regime) => Catalog.SnakeCase(regime.ToString());

    private string Seen(StabilityPrediction prediction)
    {
        var regular = Evenly();
        if (Failure is not null) return "an overflow";
        if (!HasWholePath || regular.Count < 8) return "too little to tell";
        var observed = ObservedRegime.Classify(Configuration, regular);
        if (observed is { Regime: Regime.Collapses, IsSettled: false }) return FormattableString.Invariant($"slow motion that {_simulation.Updates} updates do not decide");
        var swings = prediction.Regions.Select(region => region.Outcome.Dominant).OfType<Mode>().Where(mode => mode.Alternates).ToList();
        return Words(observed.Regime) + (observed.Regime == Regime.Converges && prediction.Outcome?.Regime == Regime.Oscillates && swings.Count > 0
            ? FormattableString.Invariant($" (a swing takes {swings.Max(mode => mode.Period) * Configuration.Game.DiscriminatorSteps:G3} of the {_simulation.Updates} updates)") : "");
    }

    // The last record may come early.
    private List<Matrix> Evenly() => Series.Count > 2 && Series[^1][0] - Series[^2][0] != Series[1][0] - Series[0][0] ? Path[..^1] : Path;

    // A model may leave the finite numbers where the game itself does not: its curve ends there.
    private void AdvanceModels(int updates)
    {
        for (var m = 0; m < _models.Length; m++)
            for (var k = 0; k < updates && _models[m] is { } model; k++)
                if (!IsAdvanced(model)) End(m);
    }

    private static bool IsAdvanced(SecondMomentModel model)
    {
        try
        {
            model.Advance();
            return double.IsFinite(model.MeanSquare);
        }
        catch (NumericalException)
        {
            return false;
        }
    }

    private void End(int m)
    {
        _notes.Add(FormattableString.Invariant($"the {Catalog.SnakeCase(_kinds[m].ToString()).Replace('_', ' ')} model overflows at update {_models[m]!.Updates}; from there on its values are not available (NaN in the arrays)."));
        _models[m] = null;
    }

    private Matrix Kept(Matrix points) => HasWholePath ? points : InPlane(points);

    private Matrix InPlane(Matrix points) => _plane?.Apply(points) ?? points;

    private static Matrix Rows(IReadOnlyList<double[]> rows) => new(rows.Count, rows.Count == 0 ? 0 : rows[0].Length, [.. rows.SelectMany(row => row)]);

    private static double Uniform(Matrix generated, Matrix real)
    {
        var value = new Wasserstein().Measure(new MetricInput(generated, real))[0];
        return value.Status == MetricStatus.Unavailable ? double.NaN : value.Value;
    }

    // The model that starts from the given points, or from the game's own start.
    private static SecondMomentModel ModelOf(LocalModel kind, GameConfiguration configuration, Matrix? points = null)
    {
        var (real, generated, curvature) = (configuration.Real, configuration.Generated, KernelCurvature.Of(configuration.Game.Kernel));
        if (real.Count != 1) throw new UsageException($"models describe one true point, not {real.Count}: leave models out, or give one true point.");
        if (generated.Masses.Distinct().Count() > 1) throw new UsageException("models describe generated points of equal mass: leave models out, or choose masses: uniform.");
        if (!double.IsFinite(curvature.Kappa)) throw new UsageException("models need a kernel whose fourth derivative stays within the range of floating-point numbers: take lengths nearer to 1, or leave models out.");
        if (!curvature.HasKappa && kind == LocalModel.SecondMoment) throw new UsageException("models: second_moment needs a kernel with four derivatives at distance 0, such as gaussian.");
        var region = RegionModel.Of(configuration.Game, curvature.Gamma, kind == LocalModel.Linear ? 0 : curvature.Kappa, real.Masses[0], generated.Masses[0], generated.Count);
        if (kind == LocalModel.Linear) region = new(region.Gamma, 0, region.RealMass, region.PointMass, region.Count, region.DiscriminatorRate, region.GeneratorRate, region.Regularisation, region.Order);
        var relative = (points ?? generated.Places).Clone();
        for (var j = 0; j < relative.Rows; j++) DotProduct.Add(-1, real.Places.Row(0), relative.Row(j));
        return SecondMomentModel.Of(region, relative);
    }
}
