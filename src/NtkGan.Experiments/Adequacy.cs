using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Numerics;

namespace NtkGan.Experiments;

/// <summary>How adequate the infinite-width discriminator is: finite networks of an experiment, trained once on its source against its target,
/// beside the same training at infinite width. Plain gradient descent is compared with Euler steps of the same size, any other optimiser with
/// gradient flow for the same time.</summary>
public sealed class Adequacy
{
    private const int MeasuredSteps = 3;

    private readonly ParticleFlowExperiment _experiment;
    private readonly NetworkTraining _training;
    private readonly NeuralKernel _kernel;
    private readonly Lazy<GeneratorFlow> _limit;
    private readonly TrainingNotes _notes = new();

    /// <summary>Takes the source, target, kernel, loss and training of an experiment.</summary>
    /// <param name="experiment">Its training is of a network, its kernel the NTK of one.</param>
    /// <exception cref="UsageException">Another training or kernel.</exception>
    public Adequacy(ParticleFlowExperiment experiment)
    {
        _experiment = experiment;
        _training = experiment.Training as NetworkTraining
            ?? throw new UsageException($"Adequacy compares finite networks: set training.kind=network instead of '{Catalog.NameOf(experiment.Training.GetType())}'.");
        _kernel = (experiment.Kernel.For(experiment.Target.Data.Shape) with { Summation = experiment.Flow.Summation }) as NeuralKernel
            ?? throw new UsageException($"Adequacy needs the kernel of a network: set kernel.kind=neural instead of '{Catalog.NameOf(experiment.Kernel.GetType())}'.");
        (Inputs, Targets) = (experiment.Source.Draw(experiment.Seed, "source"), experiment.Target.Draw(experiment.Seed, "target"));
        if (Inputs.Columns != Targets.Columns)
            throw new UsageException($"The source has {Inputs.Columns} dimensions and the target {Targets.Columns}: set source.data.dimension={Targets.Columns}.");
        if (_training.Optimizer.Rate is not { } rate)
            throw new UsageException($"{Catalog.NameOf(_training.Optimizer.GetType())} finds the sizes of its steps itself, so that they take no time that could be compared: take sgd, or adam.");
        var time = _training.Rates().Sum();
        _limit = new(() => Flow(_kernel, _training.Optimizer is Sgd { Momentum: 0 } or ExplicitEuler or GradientDescent ? new Euler(time, rate) : new Exact(time), experiment.Seed));
    }

    /// <summary>The generated points, n x d.</summary>
    public Matrix Inputs { get; }

    /// <summary>The targets, m x d.</summary>
    public Matrix Targets { get; }

    /// <summary>What is to be known of the points, and of the trainings so far.</summary>
    internal IReadOnlyList<string> Notes => [.. FarPoints.NoteOn(_experiment, _kernel, Inputs, Targets) is { } far ? [far] : (string[])[], .. _notes.Texts];

    /// <summary>The discriminator of infinite width.</summary>
    public AdequacyReading Limit(Matrix queries) => Read(_limit.Value, queries);

    /// <summary>A finite discriminator.</summary>
    /// <param name="width">Neurons of a hidden layer; null for the architecture's own.</param>
    /// <param name="seed">The seed of its weights.</param>
    /// <param name="queries">Where c(f) is asked, q x d.</param>
    public AdequacyReading Finite(int? width, ulong seed, Matrix queries) => Finite(width, seed, queries, _training);

    /// <summary>What a finite network will take to train, from a few steps that are measured.</summary>
    /// <param name="width">Neurons of a hidden layer; null for the architecture's own.</param>
    /// <param name="time">The clock; the system's if not given.</param>
    /// <param name="ofFew">Whether to measure where it has hardly more steps than are measured; else that is zero.</param>
    public TimeSpan Estimate(int? width, TimeProvider? time = null, bool ofFew = false)
    {
        var (clock, steps) = (time ?? TimeProvider.System, _training.Rates().LongCount());
        if (!ofFew && steps <= 10 * MeasuredSteps) return TimeSpan.Zero;
        _ = Steps(1); // compiles
        var start = clock.GetTimestamp();
        var measured = (int)Math.Min(MeasuredSteps, steps);
        _ = Steps(measured);
        return clock.GetElapsedTime(start) / measured * steps;

        AdequacyReading Steps(int count) => Finite(width, _experiment.Seed, Inputs, new(_training.Time, _training.Optimizer, count, _training.Antisymmetric,
            _training.Reset, _training.GradientPenalty, _training.SpectralNormalization, _training.Precision));
    }

    /// <summary>The root mean square over seeds and queries of the distance between c(f) at a width and its limit.</summary>
    /// <param name="width">Neurons of a hidden layer.</param>
    /// <param name="seeds">Networks drawn, with seeds 1, 2, ...; at least 1.</param>
    /// <param name="queries">Where, q x d.</param>
    /// <param name="progress">Told after each network how many are done.</param>
    /// <param name="cancellation">Ends the work.</param>
    public WidthError Error(int width, int seeds, Matrix queries, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        using var ended = Workers.EndBy(cancellation);
        var limit = Limit(queries).Costs;
        var squares = new double[Require.AtLeast(1, seeds)];
        for (var seed = 1; seed <= seeds; seed++)
        {
            squares[seed - 1] = Finite(width, (ulong)seed, queries).Costs.Zip(limit, (value, exact) => (value - exact) * (value - exact)).Average();
            progress?.Report(seed);
        }

        var mean = squares.Average();
        return new(width, Math.Sqrt(mean), [.. squares.Select(Math.Sqrt)], seeds == 1 ? null : Math.Sqrt(squares.Sum(square => (square - mean) * (square - mean)) / (seeds * (seeds - 1.0))) / (2 * mean));
    }

    /// <summary>The law of large widths: the least-squares slope of log error against log width tends to it where the limit is the right one.</summary>
    public const double Law = -0.5;

    /// <summary>The least-squares slope of log error against log width, and its standard error from those of the errors; null where an error has none.</summary>
    /// <exception cref="UsageException">There are fewer than two widths.</exception>
    public static (double Slope, double? StandardError) Slope(IReadOnlyList<WidthError> errors)
    {
        if (errors.Select(error => error.Width).Distinct().Count() < 2) throw new UsageException("A slope needs at least two widths.");
        double[] x = [.. errors.Select(error => Math.Log(error.Width))];
        var mean = x.Average();
        var weights = x.Select(a => (a - mean) / x.Sum(b => (b - mean) * (b - mean))).ToList();
        var variances = weights.Zip(errors, (weight, error) => weight * weight * error.RelativeStandardError * error.RelativeStandardError).ToList();
        return (weights.Zip(errors, (weight, error) => weight * Math.Log(error.Value)).Sum(), variances.Contains(null) ? null : Math.Sqrt(variances.Sum()!.Value));
    }

    private AdequacyReading Finite(int? width, ulong seed, Matrix queries, NetworkTraining training) =>
        Read(Flow(width is { } neurons ? new NeuralKernel(_kernel.Architecture.OfWidth(neurons), _kernel.Variant, _kernel.Shape) : _kernel, training, seed), queries);

    private GeneratorFlow Flow(Kernel kernel, Training training, ulong seed) => new(kernel, _experiment.Loss, training, _experiment.Flow.Method,
        _experiment.Flow.Scaling, _experiment.Flow.Cost, _experiment.Normalisation, seed: seed);

    private AdequacyReading Read(GeneratorFlow flow, Matrix queries)
    {
        var field = flow.Observe(Inputs, Targets);
        _notes.Add(field.Trained);
        return new([.. field.Discriminator.Values(queries).Select(f => flow.CostAt(f).Value)], field.Velocities);
    }
}

/// <summary>A trained discriminator, read.</summary>
/// <param name="Costs">c(f) at the queries.</param>
/// <param name="Velocities">-grad (c o f) at the inputs, n x d.</param>
public sealed record AdequacyReading(ValueList<double> Costs, Matrix Velocities);

/// <summary>How far networks of a width are from their limit.</summary>
/// <param name="Width">Neurons of a hidden layer.</param>
/// <param name="Value">The root mean square error over networks and queries.</param>
/// <param name="Each">The root mean square error over queries of each network.</param>
/// <param name="RelativeStandardError">The standard error of its logarithm from the spread of the networks, to first order; null for one network.</param>
public sealed record WidthError(int Width, double Value, ValueList<double> Each, double? RelativeStandardError);
