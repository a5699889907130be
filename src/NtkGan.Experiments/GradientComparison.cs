using NtkGan.Data.Files;
using NtkGan.Generators;
using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>What draws the same generated points in several games: each discriminator is trained once, at the start, and every point's velocity read off, with no step done.</summary>
public sealed class GradientComparison
{
    private const int Most = 24, Places = 400;

    private const double Margin = 0.15;

    private readonly IReadOnlyList<Composition> _compositions;
    private readonly Matrix _points, _targets;
    private readonly double[]? _line;
    private readonly List<DrawnGame> _games = [];

    private GradientComparison(IReadOnlyList<Composition> compositions)
    {
        _compositions = compositions;
        (_points, _targets) = Start(compositions[0]);
        foreach (var other in compositions.Skip(1))
        {
            var (points, targets) = Start(other);
            if (!Same(points, _points) || !Same(targets, _targets))
                throw new UsageException($"'{other.Name}' begins at other points than '{compositions[0].Name}': gradients are compared at the same points, so give both the same source, target, generator and seed.");
        }

        if (_points.Columns == 1) _line = AxisRange.Around([.. _points.Values, .. _targets.Values], Margin).Centres(Places);
    }

    /// <summary>How many games there are.</summary>
    public int Count => _compositions.Count;

    /// <summary>What is to be known of the discriminators that were read.</summary>
    internal ValueList<string> Notes { get; private set; } = [];

    /// <summary>Puts games together; nothing is trained.</summary>
    /// <param name="words">Presets, files and key=value settings, as for one experiment; a word with commas stands for one game with each of its parts.</param>
    /// <exception cref="UsageException">A word is wrong, an experiment is no particle flow, or two begin at different points.</exception>
    public static GradientComparison Of(IReadOnlyList<string> words) => new([.. WordCombinations.Of(words, Most, "games").All.Select(combination => Composition.Of([.. combination]))]);

    /// <summary>Trains the discriminators.</summary>
    /// <param name="progress">Told after each game how many are done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="NumericalException">A training diverges.</exception>
    public ValueList<GradientReading> Read(IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        using var ended = Workers.EndBy(cancellation);
        var (readings, notes) = (new List<GradientReading>(), new List<string>());
        _games.Clear();
        foreach (var composition in _compositions)
        {
            var experiment = ExperimentOf(composition);
            var flow = new GeneratorFlow(experiment.Kernel.For(experiment.Target.Data.Shape), experiment.Loss, experiment.Training, experiment.Flow.Method, experiment.Flow.Scaling, experiment.Flow.Cost,
                experiment.Normalisation, seed: experiment.Seed, gradient: experiment.Gradient, share: experiment.Flow.Share);
            var field = flow.Observe(_points, _targets, cancellation);
            var said = new TrainingNotes();
            said.Add(field.Trained);
            notes.AddRange(said.Texts.Select(text => $"{composition.Name}: {text}"));
            if (FarPoints.NoteOn(experiment, experiment.Kernel.For(experiment.Target.Data.Shape), _points, _targets) is { } far) notes.Add($"{composition.Name}: {far}");
            double[] lengths = [.. Enumerable.Range(0, _points.Rows).Select(i => Length(field.Velocities.Row(i)))];
            var first = _games.Count > 0 ? _games[0].Velocities : field.Velocities;
            readings.Add(new(composition.Name, field.Cost, lengths.Average(), lengths.Max(), Cosine(first, field.Velocities)));
            _games.Add(_line is null ? new(composition.Name, field.Velocities) : OnLine(composition.Name, flow, field, _line));
            progress?.Report(_games.Count);
        }

        Notes = ValueList.From(notes);
        return [.. readings];
    }

    /// <summary>Writes the picture of the games that were read as .png, .svg and .pdf, if points lie on a line or in the plane, and in any case the numbers as .npz: inputs, targets, of each
    /// game velocities_1, velocities_2 ..., and on a line its places, cost_1 ... and drive_1 ....</summary>
    /// <param name="path">A path; each file adds its ending.</param>
    /// <returns>Whether there is a picture.</returns>
    public bool Save(string path)
    {
        var arrays = new Dictionary<string, NumpyArray> { ["inputs"] = NumpyArray.Of(_points), ["targets"] = NumpyArray.Of(_targets) };
        if (_line is not null) arrays["line"] = NumpyArray.Of(Matrix.Column(_line));
        foreach (var (game, index) in _games.Select((game, index) => (game, index + 1)))
        {
            void Add(string name, Matrix values) => arrays[FormattableString.Invariant($"{name}_{index}")] = NumpyArray.Of(values);
            Add("velocities", game.Velocities);
            if (game is { Costs: { } costs, Drives: { } drives }) (arrays[FormattableString.Invariant($"cost_{index}")], arrays[FormattableString.Invariant($"drive_{index}")]) = (NumpyArray.Of(Matrix.Column([.. costs])), NumpyArray.Of(Matrix.Column([.. drives])));
        }

        NumpyArchive.Write($"{path}.npz", arrays);
        if (_points.Columns > 2) return false;
        var experiment = ExperimentOf(_compositions[0]);
        var caption = FormattableString.Invariant($"{_points.Rows} points on {_targets.Rows} targets, seed {experiment.Seed}; ") + string.Join("; ", _compositions.Select(ExperimentOf).Select(game =>
            $"{Brief.Of(game.Kernel)}, {(game.Gradient is ThroughTraining { Scores: not null } ? "" : $"{Brief.Of(game.Loss)}, ")}{Brief.Of(game.Training)}, gradient {Brief.Of(game.Gradient)}").Distinct());
        new PictureWriter(experiment.Figure, caption.Length <= LongestCaption ? caption : FormattableString.Invariant($"{_points.Rows} points on {_targets.Rows} targets, seed {experiment.Seed}"))
            .Save(new GradientSheet("How generated points are drawn", _points, _targets, [.. _games], _line), path);
        return true;
    }

    private const int LongestCaption = 400;

    private static DrawnGame OnLine(string name, GeneratorFlow flow, FlowField field, double[] line)
    {
        var (values, slopes) = (new double[line.Length], new Matrix(line.Length, 1));
        field.Discriminator.Evaluate(Matrix.Column(line), values, slopes);
        var costs = values.Select(flow.CostAt).ToList();
        return new(name, field.Velocities, [.. costs.Select(cost => cost.Value)], [.. costs.Select((cost, i) => -cost.Slope * slopes[i, 0])]);
    }

    private static ParticleFlowExperiment ExperimentOf(Composition composition) => composition.Experiment as ParticleFlowExperiment
        ?? throw new UsageException($"'{composition.Name}' is a {Catalog.NameOf(composition.Experiment.GetType())}: gradients are those of a particle_flow.");

    private static (Matrix Points, Matrix Targets) Start(Composition composition)
    {
        var experiment = ExperimentOf(composition);
        var (points, targets) = (experiment.Source.Draw(experiment.Seed, "source"), experiment.Target.Draw(experiment.Seed, "target"));
        var (map, parameters) = experiment.Generator.Start(points, targets.Columns, experiment.Seed);
        points = map.Points(parameters);
        return points.Columns == targets.Columns ? (points, targets)
            : throw new UsageException($"The source has {points.Columns} dimensions and the target {targets.Columns}: set source.data.dimension={targets.Columns}.");
    }

    private static bool Same(Matrix first, Matrix second) => (first.Rows, first.Columns) == (second.Rows, second.Columns) && first.Values.SequenceEqual(second.Values);

    private static double Length(ReadOnlySpan<double> vector) => Math.Sqrt(DotProduct.Of(vector, vector));

    private static double? Cosine(Matrix first, Matrix second)
    {
        var lengths = Length(first.Values) * Length(second.Values);
        return lengths > 0 ? DotProduct.Of(first.Values, second.Values) / lengths : null;
    }
}

/// <summary>How one game draws the points.</summary>
/// <param name="Name">The game.</param>
/// <param name="Cost">C, the mean cost over the generated points.</param>
/// <param name="MeanLength">The mean of |v_i|, v_i = -grad (c o f)(x_i) or, through training, -n dL/dx_i.</param>
/// <param name="LargestLength">The largest of them.</param>
/// <param name="Cosine">The cosine of the angle between all velocities as one vector, n d numbers, and those of the first game; null where either is 0.</param>
public sealed record GradientReading(string Name, double Cost, double MeanLength, double LargestLength, double? Cosine);
