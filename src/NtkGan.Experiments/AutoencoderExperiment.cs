using NtkGan.Autoencoders;
using NtkGan.Data;
using NtkGan.Movers;
using NtkGan.Plots;

namespace NtkGan.Experiments;

/// <summary>Trains an autoencoder on data, for what works in its latent coordinates afterwards: the run leaves autoencoder.npz, which the data set <c>latents</c> reads
/// (Zhang et al. 2022, synthesis in the latent space of an autoencoder).</summary>
/// <param name="Seed">The seed of all random numbers.</param>
/// <param name="Data">The data; 8 x 8 digits if none are given.</param>
/// <param name="Rows">Rows that take part, drawn once, at least 1; of a stored set all that are not held out, and 5000 of an endless one, if no number is given.</param>
/// <param name="HeldOut">Further rows that only judge, as many as the data have.</param>
/// <param name="Autoencoder">The networks; dense ones on 16 latent coordinates if none are given.</param>
/// <param name="Reconstruction">What is minimised: the mean of the squared differences if not given.</param>
/// <param name="Optimizer">How the parameters move; Adam with the rate 0.01 if not given.</param>
/// <param name="Batch">Rows of one step, in shuffled epochs, at least 1.</param>
/// <param name="Iterations">Steps, at least 0.</param>
/// <param name="Log">What is recorded, and when; pictures show rows as they come back beside the real row nearest to each.</param>
/// <param name="Figure">How pictures look: width on paper, dpi, letters, colours or greys.</param>
public sealed record AutoencoderExperiment(ulong Seed = 1, DataSet? Data = null, int? Rows = null, int HeldOut = 256, Autoencoder? Autoencoder = null,
    ReconstructionLoss? Reconstruction = null, Mover? Optimizer = null, int Batch = 128, int Iterations = 1000, LogSettings? Log = null, PlotStyle? Figure = null) : Experiment
{
    private const double UsualRate = 0.01;
    private const int UsualRows = 5000;

    /// <inheritdoc/>
    public override ulong Seed { get; } = Seed;

    /// <summary>The data.</summary>
    public DataSet Data { get; } = Data ?? new Digits();

    /// <summary>Rows that take part, or null.</summary>
    public int? Rows { get; } = Require.AtLeast(1, Rows);

    /// <summary>Rows that judge.</summary>
    public int HeldOut { get; } = Require.AtLeast(0, HeldOut);

    /// <summary>The networks.</summary>
    public Autoencoder Autoencoder { get; } = Autoencoder ?? new();

    /// <summary>What is minimised.</summary>
    public ReconstructionLoss Reconstruction { get; } = Reconstruction ?? new SquaredError();

    /// <summary>How the parameters move.</summary>
    public Mover Optimizer { get; } = (Optimizer ?? new Adam()).WithUsualRate(UsualRate);

    /// <summary>Rows of one step.</summary>
    public int Batch { get; } = Require.AtLeast(1, Batch);

    /// <summary>Steps.</summary>
    public int Iterations { get; } = Require.AtLeast(0, Iterations);

    /// <inheritdoc/>
    public override LogSettings Log { get; } = Log ?? new(Every: 50, FramesEvery: 500, CheckpointEvery: 200);

    /// <inheritdoc/>
    public override PlotStyle Figure { get; } = Figure ?? PlotStyle.Default;

    /// <inheritdoc/>
    public override bool TakesFrame => true;

    /// <inheritdoc/>
    public override string Caption => FormattableString.Invariant($"encoder {Brief.Of(Autoencoder.Encoder)}, decoder {Brief.Of(Autoencoder.Decoder)}, loss {Brief.Of(Reconstruction)}, {Brief.Of(Data)}, optimiser {Brief.Of(Optimizer)}, seed {Seed}");

    /// <inheritdoc/>
    public override IReadOnlyList<string> Header =>
    [
        $"data {Brief.Of(Data)}, batches of {Batch}",
        $"encoder {Brief.Of(Autoencoder.Encoder)}, decoder {Brief.Of(Autoencoder.Decoder)}",
        $"loss {Brief.Of(Reconstruction)}, optimiser {Brief.Of(Optimizer)}",
    ];

    /// <summary>Rows that take part.</summary>
    internal int Count => Rows ?? (Data.Size is { } size ? Math.Max(1, size - Math.Min(HeldOut, size / 5)) : UsualRows);

    /// <inheritdoc/>
    public override ExperimentRun Start() => new AutoencoderRun(this);
}
