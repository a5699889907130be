using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NtkGan.Data;

/// <summary>A value that is computed from a record when first asked for, and kept as long as the record lives. It is no state of the record, so that
/// records compare by their parameters alone and a copy <c>with</c> other parameters gets a value of its own. A failure is not kept.</summary>
internal sealed class Deferred<TOwner, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(Func<TOwner, T> compute) where TOwner : class
{
    private readonly ConditionalWeakTable<TOwner, Lazy<T>> _values = [];

    /// <summary>The value of a record; threads that ask together wait for one of them.</summary>
    public T Of(TOwner owner)
    {
        var value = _values.GetValue(owner, made => new(() => compute(made)));
        try
        {
            return value.Value;
        }
        catch
        {
            _values.Remove(owner);
            throw;
        }
    }
}
