using System.Collections.Concurrent;
using System.Reflection;

namespace NtkGan.Experiments.Configuration;

/// <summary>One constructor parameter of a record as a key of an experiment file.</summary>
/// <param name="Key">The parameter's name in snake_case.</param>
/// <param name="Parameter">The parameter.</param>
/// <param name="Property">The property that gives its value back.</param>
/// <param name="Type">What a value must be, Nullable removed.</param>
/// <param name="MayBeNull">Whether null is a value.</param>
/// <param name="MayBeInfinite">Whether infinity is a value.</param>
internal sealed record Field(string Key, ParameterInfo Parameter, PropertyInfo Property, Type Type, bool MayBeNull, bool MayBeInfinite)
{
    /// <summary>The default value, where there is one.</summary>
    public object? Default => Parameter.DefaultValue is { } value && Type.IsEnum ? Enum.ToObject(Type, value) : Parameter.DefaultValue;
}

/// <summary>What an experiment file sees of a record: the parameters of its longest public constructor.</summary>
internal static class RecordShape
{
    // A list of many items reads its type many times.
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<Field>> Fields = new();
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, Type>> Members = new();
    private static readonly ConcurrentDictionary<Type, string> Names = new();
    private static readonly ConcurrentDictionary<Type, bool> Families = new();

    /// <summary>The constructor that keys fill.</summary>
    public static ConstructorInfo ConstructorOf(Type record) => new Member("", record).Constructor;

    /// <summary>The keys of a record.</summary>
    public static IReadOnlyList<Field> FieldsOf(Type record) =>
        Fields.GetOrAdd(record, type => [.. ConstructorOf(type).GetParameters().Select(parameter => FieldOf(type, parameter))]);

    /// <summary>The member of a family with a name.</summary>
    /// <exception cref="UsageException">No member has it; the message offers the nearest.</exception>
    public static Type MemberOf(Type family, string name) =>
        Members.GetOrAdd(family, type => Catalog.Members(type).ToDictionary(member => member.Name, member => member.Type)).TryGetValue(name, out var member) ? member : Catalog.Find(family, name).Type;

    /// <summary>The name of a member within its family, also of one that another assembly adds.</summary>
    public static string NameOf(Type member) => Names.GetOrAdd(member, Catalog.NameOf);

    /// <summary>True if a type is a family, so that its values are named members.</summary>
    public static bool IsFamily(Type type) => Families.GetOrAdd(type, candidate => candidate.GetCustomAttribute<FamilyAttribute>() is not null);

    /// <summary>The type of the items of a list type, or null.</summary>
    public static Type? ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>) ? type.GetGenericArguments()[0] : null;

    private static Field FieldOf(Type record, ParameterInfo parameter)
    {
        var nullable = Nullable.GetUnderlyingType(parameter.ParameterType);
        var mayBeNull = nullable is not null || new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable;
        var infinite = parameter.GetCustomAttribute<MayBeInfiniteAttribute>() is not null;
        return new(Catalog.SnakeCase(parameter.Name!), parameter, PropertyOf(record, parameter), nullable ?? parameter.ParameterType, mayBeNull, infinite);
    }

    /// <summary>The property with the parameter's name, or else the only one of its type.</summary>
    private static PropertyInfo PropertyOf(Type record, ParameterInfo parameter)
    {
        static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;
        var candidates = record.GetProperties().Where(property => Plain(property.PropertyType) == Plain(parameter.ParameterType)).ToList();
        return candidates.FirstOrDefault(property => string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase))
            ?? (candidates.Count == 1 ? candidates[0] : null)
            ?? throw new InvalidOperationException($"{record} needs a property that gives its parameter '{parameter.Name}' back.");
    }
}
