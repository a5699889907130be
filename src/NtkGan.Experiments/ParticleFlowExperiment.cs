using NtkGan.Data;
using NtkGan.Experiments.Configuration;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Metrics;
using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>Generated points flow from a source to a target under a discriminator of infinite width: free particles, the generated distribution
/// of a GAN without a generator network, or the points of a generator (Franceschi et al. 2022).</summary>
/// <param name="Seed">The seed of all random numbers.</param>
/// <param name="Source">Where free particles start, or the latent points of a generator; 2-dimensional standard normal if none is given.</param>
/// <param name="Target">The distribution to reach; eight Gaussians if none is given.</param>
/// <param name="Kernel">The discriminator's kernel; the NTK of a ReLU network of three hidden layers if none is given.</param>
/// <param name="Loss">The adversarial loss; ipm if none is given.</param>
/// <param name="Training">How, and for how long, the discriminator is trained before each move; exactly for the time 1 if not given.</param>
/// <param name="Normalisation">How points are weighted in the discriminator's loss: means over each measure, or one pooled mean.</param>
/// <param name="Flow">How the particles move; with steps meant for 500 free particles if not given.</param>
/// <param name="Log">What is recorded, and when.</param>
/// <param name="Metrics">What is measured; Sinkhorn divergence and energy distance if not given.</param>
/// <param name="Generator">What makes the generated points; free particles if none is given.</param>
/// <param name="Gradient">How the gradient of the game is taken, and of which cost; that of the loss at a discriminator that is held if none is given.</param>
/// <param name="HeldOut">Further real rows of a stored set that only judge the points, as many as the set has.</param>
/// <param name="Figure">How pictures look: width on paper, dpi, letters, colours or greys.</param>
public sealed record ParticleFlowExperiment(ulong Seed = 1, Population? Source = null, Population? Target = null, Kernel? Kernel = null,
    Loss? Loss = null, Training? Training = null, Normalisation Normalisation = Normalisation.PerMeasure, FlowSettings? Flow = null,
    LogSettings? Log = null, ValueList<Metric>? Metrics = null, Generator? Generator = null, GameGradient? Gradient = null, int HeldOut = 256, PlotStyle? Figure = null) : Experiment
{
    /// <inheritdoc/>
    public override ulong Seed { get; } = Seed;

    /// <summary>Where free particles start, or the latent points of a generator.</summary>
    public Population Source { get; } = Source ?? new(new Gaussian());

    /// <summary>The distribution to reach.</summary>
    public Population Target { get; } = Target ?? new(new EightGaussians());

    /// <summary>The discriminator's kernel.</summary>
    public Kernel Kernel { get; } = Kernel ?? new NeuralKernel();

    /// <summary>The adversarial loss.</summary>
    public Loss Loss { get; } = Loss ?? new Ipm();

    /// <summary>How the discriminator is trained.</summary>
    public Training Training { get; } = Training ?? new Exact();

    /// <summary>How the particles move.</summary>
    public FlowSettings Flow { get; } = Flow is not { ReferenceCount: not null } || Generator is null or Particles
        ? Flow ?? new(ReferenceCount: Generator is null or Particles ? 500 : null)
        : throw new UsageException("flow.reference_count is of free particles; the parameters of a generator move by means over its points: set flow.reference_count=null and the step size of a generator, such as flow.method.step_size=1.");

    /// <inheritdoc/>
    public override LogSettings Log { get; } = Log ?? new();

    /// <summary>What is measured.</summary>
    public ValueList<Metric> Metrics { get; } = Metrics ?? [new SinkhornDivergence(), new EnergyDistance()];

    /// <summary>What makes the generated points.</summary>
    public Generator Generator { get; } = Generator ?? new Particles();

    /// <summary>How the gradient of the game is taken.</summary>
    public GameGradient Gradient { get; } = Gradient ?? new Frozen();

    /// <summary>Real rows that judge.</summary>
    public int HeldOut { get; } = Require.AtLeast(0, HeldOut);

    /// <inheritdoc/>
    public override PlotStyle Figure { get; } = Figure ?? PlotStyle.Default;

    /// <inheritdoc/>
    public override string Caption => FormattableString.Invariant($"kernel {Experiments.Brief.Of(Kernel)}, loss {LossWords}, discriminator {Experiments.Brief.Of(Training)}, n = {Source.Size} {(Generator is Particles ? "particles" : $"points of a generator, {Experiments.Brief.Of(Generator)},")} on {Target.Size} targets, {Experiments.Brief.Of(Target.Data)}, mover {Experiments.Brief.Of(Flow.Method)}, seed {Seed}");

    /// <inheritdoc/>
    public override IReadOnlyList<string> Header =>
    [
        $"source {Brief(Source.Data)}, target {Brief(Target.Data)}",
        $"generator {Brief(Generator)}",
        $"kernel {Brief(Kernel)}",
        $"loss {Brief(Loss)}, training {Brief(Training)} (time of the gradient flow on L_D, points weighted {Catalog.SnakeCase(Normalisation.ToString()).Replace('_', ' ')})",
        $"gradient {Brief(Gradient)}",
        $"flow {Brief(Flow.Method)}, {(Flow.ReferenceCount is { } count ? FormattableString.Invariant($"a particle's step carries 1/{count}, whatever n") : Flow.Scaling == StepScaling.Mean ? "a particle's step carries 1/n" : "a particle's step does not carry 1/n")}",
        .. new[] { Source.Data, Target.Data }.OfType<Table>().Distinct().SelectMany(TableSchema.Lines),
    ];

    /// <inheritdoc/>
    public override bool TakesFrame => true;

    /// <inheritdoc/>
    public override ExperimentRun Start() => new ParticleFlowRun(this);

    /// <summary>What is descended, for titles and captions: a loss of GA-NTK takes the place of the adversarial one.</summary>
    internal string LossWords => Gradient switch
    {
        ThroughTraining { Scores: { } scores } => $"{Experiments.Brief.Of(scores)} of GA-NTK",
        ThroughTraining => $"{Experiments.Brief.Of(Loss)} through training",
        _ => Experiments.Brief.Of(Loss),
    };

    private static string Brief<T>(T member) where T : class => YamlWriter.Summary(RecordWriter.Write(member));
}
