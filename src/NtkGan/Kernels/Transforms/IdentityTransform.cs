namespace NtkGan.Kernels.Transforms;

/// <summary>No change: T(x) = x.</summary>
[Named("identity")]
public sealed record IdentityTransform : InputTransform
{
    /// <inheritdoc/>
    public override T Value<T>(T x) => x;
}
