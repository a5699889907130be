namespace NtkGan.Kernels.Transforms;

/// <summary>T(x) = tanh x: unbounded coordinates to (-1, 1).</summary>
[Named("tanh")]
public sealed record TanhTransform : InputTransform
{
    /// <inheritdoc/>
    public override T Value<T>(T x) => T.Tanh(x);
}
