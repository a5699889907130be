namespace NtkGan.Kernels.Transforms;

/// <summary>No change: T(x) = x.</summary>
public sealed record Identity : InputTransform
{
    /// <inheritdoc/>
    public override T Value<T>(T x) => x;
}
