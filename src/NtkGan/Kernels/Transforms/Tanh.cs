namespace NtkGan.Kernels.Transforms;

/// <summary>T(x) = tanh x: unbounded coordinates to (-1, 1).</summary>
public sealed record Tanh : InputTransform
{
    /// <inheritdoc/>
    public override T Value<T>(T x) => T.Tanh(x);
}
