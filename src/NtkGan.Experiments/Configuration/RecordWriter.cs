using System.Collections;
using System.Globalization;

namespace NtkGan.Experiments.Configuration;

/// <summary>Writes records as nodes with every default spelled out; <see cref="RecordReader"/> reads them back to equal records.</summary>
public static class RecordWriter
{
    /// <summary>The mapping of a record, or of a member of a family.</summary>
    /// <typeparam name="T">The record's type, or the family.</typeparam>
    /// <exception cref="UsageException">A member in it has no name, because the catalog does not hold its type.</exception>
    public static MappingNode Write<T>(T record) where T : class =>
        Value(RecordReader.KindOf(typeof(T)), record) switch { MappingNode mapping => mapping, ScalarNode name => MappingNode.OfKind(name), var other => throw new ArgumentException($"{other} is no record.", nameof(record)) };

    /// <summary>The mapping of a record by its description, without the key <c>kind</c>.</summary>
    internal static MappingNode Write(RecordDescription description, object record) => new(ValueList.From(EntriesOf(description, record)), Origin.Default);

    private static Node Value(ValueKind kind, object? value) => value switch
    {
        null => Plain("null"),
        double number => Plain(double.IsInfinity(number) ? number > 0 ? ".inf" : "-.inf" : number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e')),
        bool truth => Plain(truth ? "true" : "false"),
        string text => new ScalarNode(text, IsPlain: false, Origin.Default),
        Enum choice => Plain(Catalog.SnakeCase(choice.ToString())),
        IFormattable number when value.GetType().IsPrimitive => Plain(number.ToString(null, CultureInfo.InvariantCulture)),
        IEnumerable items when kind is ListKind list =>
            new ListNode(ValueList.From(items.Cast<object>().Select(entry => Value(list.Item, entry))), Origin.Default),
        _ => kind is RecordKind record ? Write(record.Description, value) : MemberOf(kind.Type, value),
    };

    private static Node MemberOf(Type family, object member)
    {
        var description = Catalog.Describe(member.GetType()) ?? throw new UsageException(
            $"The {Catalog.FamilyName(family)} {member.GetType()} of the assembly '{member.GetType().Assembly.GetName().Name}' has no name for experiment files: it must be a public sealed record whose parameters are numbers, texts, choices, lists and other such records, built with the source generator of the package NtkGan.");
        var name = Plain(Catalog.NameOf(member.GetType()));
        List<Entry> entries = [.. MappingNode.OfKind(name).Entries, .. EntriesOf(description, member)];
        return entries.Count == 1 ? name : new MappingNode(ValueList.From(entries), Origin.Default);
    }

    private static IEnumerable<Entry> EntriesOf(RecordDescription description, object record) =>
        description.Parameters.Select(parameter => new Entry(parameter.Key, Value(parameter.Kind, parameter.Read(record)), Origin.Default));

    private static ScalarNode Plain(string text) => new(text, IsPlain: true, Origin.Default);
}
