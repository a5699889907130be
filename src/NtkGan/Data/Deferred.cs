using System.Diagnostics.CodeAnalysis;

namespace NtkGan.Data;

/// <summary>A value that a record computes from its parameters when first asked for it. It equals every other, so that records compare by their
/// parameters alone.</summary>
internal sealed class Deferred<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(Func<T> compute) // as Lazy asks
{
    private readonly Lazy<T> _value = new(compute);

    public T Value => _value.Value;

    public override bool Equals(object? other) => other is Deferred<T>;

    public override int GetHashCode() => 0;
}
