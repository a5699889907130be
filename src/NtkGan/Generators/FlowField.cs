using NtkGan.Games;
using NtkGan.Numerics;

namespace NtkGan.Generators;

/// <summary>A discriminator trained against given particles, and what it does to them.</summary>
/// <param name="Trained">f, and how its training ended.</param>
/// <param name="Values">f at the particles, n values.</param>
/// <param name="Velocities">-grad (c o f) at the particles, n x d: the direction of steepest descent of each particle's own cost, without
/// the 1/n.</param>
/// <param name="Cost">C = mean c(f) over the particles.</param>
public sealed record FlowField(TrainedDiscriminator Trained, ValueList<double> Values, Matrix Velocities, double Cost)
{
    /// <summary>f.</summary>
    public Discriminator Discriminator => Trained.Discriminator;
}
