using NtkGan.Numerics;

namespace NtkGan.Generators;

/// <summary>Free particles: the generated points are the parameters, each moving by itself (the limit k_g = identity of a generator network).</summary>
public sealed record Particles : Generator
{
    /// <summary>The points as a function of themselves.</summary>
    public static GeneratorMap Map { get; } = new Identity();

    /// <inheritdoc/>
    public override (GeneratorMap Map, Matrix Parameters) Start(Matrix latents, int dimension, ulong seed) => latents.Columns == dimension ? (Map, latents.Clone())
        : throw new UsageException($"The source has {latents.Columns} dimensions and the target {dimension}: draw a source of {dimension}.");

    private sealed class Identity : GeneratorMap
    {
        public override Matrix Points(Matrix parameters, int[]? rows = null) => rows is null ? parameters.Clone() : parameters.Take(rows);

        public override Matrix Pull(Matrix parameters, Matrix velocities, int[]? rows = null) => Spread(velocities, parameters.Rows, rows);

        public override Matrix At(Matrix parameters, Matrix latents) =>
            throw new UsageException("Free particles are no function of latent points: take a generator of infinite width to draw new samples.");

        public override double TimePerStep(int count) => 1;
    }
}
