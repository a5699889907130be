namespace NtkGan.Games;

/// <summary>The attraction of the integral probability metric alone: L_D = -mean f(targets), so that f_t = f_0 + t mean_j k(., y_j) and fakes
/// do not repel each other. The generator's cost is -f.</summary>
public sealed record ExternalIpm : Loss
{
    /// <inheritdoc/>
    public override T Fake<T>(T f) => 0.0;

    /// <inheritdoc/>
    public override T Target<T>(T f) => -f;

    /// <inheritdoc/>
    public override T Generator<T>(T f) => -f;

    /// <inheritdoc/>
    public override AffineForces? Affine => new(0, 0, 1);
}
