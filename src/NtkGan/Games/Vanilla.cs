namespace NtkGan.Games;

/// <summary>The original GAN, the logarithm of a sigmoid discriminator: L_D = mean softplus(f(fakes)) + mean softplus(-f(targets)). The
/// generator's cost is the non-saturating softplus(-f) = -log sigmoid(f).</summary>
public sealed record Vanilla : Loss
{
    /// <inheritdoc/>
    public override T Fake<T>(T f) => -Softplus(f);

    /// <inheritdoc/>
    public override T Target<T>(T f) => Softplus(-f);

    /// <inheritdoc/>
    public override T Generator<T>(T f) => Softplus(-f);
}
