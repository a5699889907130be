using NtkGan.Data;
using NtkGan.Experiments.Configuration;
using NtkGan.Kernels;
using NtkGan.Metrics;
using NtkGan.Movers;
using NtkGan.Plots;
using NtkGan.Synthesis;

namespace NtkGan.Experiments;

/// <summary>GA-NTK (Zhang et al. 2022): noise becomes data by one minimisation over the samples themselves, against a discriminator of infinite width that
/// is trained in closed form at every step. Large lambda drives the samples to copies of the pool, small lambda lets them drift together.</summary>
/// <param name="Seed">The seed of all random numbers.</param>
/// <param name="Data">The data; 8 x 8 digits if none are given.</param>
/// <param name="Pool">Real rows that take part, drawn once; of fewer data all but a fifth, which is held out if anything is.</param>
/// <param name="HeldOut">Further real rows that only judge the samples, as many as the data have.</param>
/// <param name="Samples">Samples of a replica, at least 1.</param>
/// <param name="Replicas">Independent sets of samples against the same batches, all together the result.</param>
/// <param name="Objective">Kernels with their lambda, loss and batches; the NTK of a ReLU network with two hidden layers, lambda 10 over the median
/// eigenvalue, and the authors' cross-entropy if not given.</param>
/// <param name="Optimizer">How the samples descend; L-BFGS if none is given.</param>
/// <param name="Bounds">The box in which samples start and stay; from black to white for images, else the range of the pool, if none is given.</param>
/// <param name="Beginning">Where samples start; uniformly in the box if not given.</param>
/// <param name="Perturbation">Noise in every step; none if not given.</param>
/// <param name="Stopping">When to stop before the last step; never if not given.</param>
/// <param name="Iterations">Steps, at least 0.</param>
/// <param name="Log">What is recorded, and when.</param>
/// <param name="Metrics">What is measured; average maximum similarity and the copy alarm if not given.</param>
/// <param name="Audit">Says in the result how many samples are copies of rows of the pool.</param>
/// <param name="Files">Also writes every sample as a PNG of its own.</param>
/// <param name="Figure">How pictures look: width on paper, dpi, letters, colours or greys.</param>
public sealed record SynthesisExperiment(ulong Seed = 1, DataSet? Data = null, int Pool = 256, int HeldOut = 256, int Samples = 64, int Replicas = 1,
    SynthesisProblem? Objective = null, Mover? Optimizer = null, Bounds? Bounds = null, SampleStart? Beginning = null, Perturbation? Perturbation = null,
    StoppingRule? Stopping = null, int Iterations = 200, LogSettings? Log = null, ValueList<Metric>? Metrics = null, bool Audit = true, bool Files = false, PlotStyle? Figure = null) : Experiment
{
    /// <inheritdoc/>
    public override ulong Seed { get; } = Seed;

    /// <summary>The data.</summary>
    public DataSet Data { get; } = Data ?? new Digits();

    /// <summary>Real rows that take part.</summary>
    public int Pool { get; } = Require.AtLeast(1, Pool);

    /// <summary>Real rows that judge.</summary>
    public int HeldOut { get; } = Require.AtLeast(0, HeldOut);

    /// <summary>Samples of a replica.</summary>
    public int Samples { get; } = Require.AtLeast(1, Samples);

    /// <summary>Independent sets of samples.</summary>
    public int Replicas { get; } = Require.AtLeast(1, Replicas);

    /// <summary>What is minimised.</summary>
    public SynthesisProblem Objective { get; } = Objective ?? new([new SynthesisTerm(new NeuralKernel(), new SpectrumLambda(10))]);

    /// <summary>How the samples descend.</summary>
    public Mover Optimizer { get; } = (Optimizer ?? new Lbfgs()).WithUsualRate(SynthesisDescent.UsualRate);

    /// <summary>Where samples start.</summary>
    public SampleStart Beginning { get; } = Beginning ?? new UniformStart();

    /// <summary>Noise in every step.</summary>
    public Perturbation Perturbation { get; } = Perturbation ?? new NoPerturbation();

    /// <summary>When to stop.</summary>
    public StoppingRule Stopping { get; } = Stopping ?? new();

    /// <summary>Steps.</summary>
    public int Iterations { get; } = Require.AtLeast(0, Iterations);

    /// <inheritdoc/>
    public override LogSettings Log { get; } = Log ?? new(Every: 10, FramesEvery: 50, CheckpointEvery: 25);

    /// <summary>What is measured.</summary>
    public ValueList<Metric> Metrics { get; } = Metrics ?? [new AverageMaximumSimilarity(), new CopyAlarm()];

    /// <inheritdoc/>
    public override PlotStyle Figure { get; } = Figure ?? PlotStyle.Default;

    /// <inheritdoc/>
    public override string Caption => FormattableString.Invariant($"kernel {string.Join(" + ", Objective.Terms.Select(term => Experiments.Brief.Of(term.Kernel)))}, loss {Experiments.Brief.Of(Objective.Loss)}, {Replicas * (long)Samples} samples against {Pool} real rows, {Experiments.Brief.Of(Data)}, optimiser {Experiments.Brief.Of(Optimizer)}, seed {Seed}");

    /// <inheritdoc/>
    public override IReadOnlyList<string> Header =>
    [
        $"data {Brief(Data)}, pool {Pool}, {Samples} samples{(Replicas > 1 ? $" in each of {Replicas} replicas" : "")}",
        $"loss {Brief(Objective.Loss)}, {(Objective.Loss is Norm ? "the paper's convention" : "the authors' code's convention")}: at every step the discriminator is trained for lambda from 0",
        .. Objective.Terms.Select(term => $"kernel {Brief(term.Kernel)}, lambda {Brief(term.Lambda)}{(term.Pooling > 1 ? $", images pooled by {term.Pooling}" : "")}"),
        $"batches {Brief(Objective.Batching)}, optimiser {Brief(Optimizer)}",
        .. Data is Table table ? TableSchema.Lines(table) : [],
    ];

    /// <inheritdoc/>
    public override bool TakesFrame => true;

    /// <inheritdoc/>
    public override ExperimentRun Start() => new SynthesisRun(this);

    private static string Brief<T>(T member) where T : class => YamlWriter.Summary(RecordWriter.Write(member));
}
