namespace NtkGan.Games;

/// <summary>Hinge: L_D = mean max(0, 1 + f(fakes)) + mean max(0, 1 - f(targets)). The generator's cost is -f. Exact training follows the
/// piecewise linear path from event to event, an event being a point that reaches its margin.</summary>
public sealed record Hinge : Loss
{
    /// <inheritdoc/>
    public override T Fake<T>(T f) => -PositivePart(f + 1.0);

    /// <inheritdoc/>
    public override T Target<T>(T f) => PositivePart(1.0 - f);

    /// <inheritdoc/>
    public override T Generator<T>(T f) => -f;
}
