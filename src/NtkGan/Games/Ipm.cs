namespace NtkGan.Games;

/// <summary>Integral probability metric: L_D = mean f(fakes) - mean f(targets). The forces are constant, so f grows linearly in time along the
/// witness of the maximum mean discrepancy and never converges. The generator's cost is -f.</summary>
public sealed record Ipm : Loss
{
    /// <inheritdoc/>
    public override T Fake<T>(T f) => -f;

    /// <inheritdoc/>
    public override T Target<T>(T f) => -f;

    /// <inheritdoc/>
    public override T Generator<T>(T f) => -f;

    /// <inheritdoc/>
    public override AffineForces? Affine => new(0, -1, 1);
}
