using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>Uniform in the box, shrunk about its middle: where columns depend on each other its corners are far from all rows, and samples that start there
/// stay.</summary>
/// <param name="Spread">The factor by which the box is shrunk, above 0 and at most 1.</param>
[Named("uniform")]
public sealed record UniformStart(double Spread = 1) : SampleStart
{
    /// <summary>The factor by which the box is shrunk.</summary>
    public double Spread { get; init => field = Portion(value); } = Portion(Spread);

    /// <inheritdoc/>
    public override Matrix Draw(int samples, Matrix real, Bounds bounds, ulong seed, int replica) => SynthesisDescent.UniformSamples(samples, real.Columns, bounds, seed, replica, Spread);

    private static double Portion(double spread) => Require.Positive(spread, nameof(Spread)) <= 1 ? spread : throw new UsageException(FormattableString.Invariant($"spread must be at most 1, not {spread}."));
}
