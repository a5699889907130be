using System.Collections;
using System.Globalization;

namespace NtkGan.Experiments.Configuration;

/// <summary>Writes records as nodes with every default spelled out; <see cref="RecordReader"/> reads them back to equal records.</summary>
public static class RecordWriter
{
    /// <summary>The mapping of a record, or of a member of a family.</summary>
    /// <typeparam name="T">The record's type, or the family.</typeparam>
    public static MappingNode Write<T>(T record) where T : class =>
        Value(typeof(T), record) switch { MappingNode mapping => mapping, ScalarNode name => MappingNode.OfKind(name), var other => throw new ArgumentException($"{other} is no record.", nameof(record)) };

    private static Node Value(Type type, object? value) => value switch
    {
        null => Plain("null"),
        double number => Plain(double.IsInfinity(number) ? number > 0 ? ".inf" : "-.inf" : number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e')),
        bool truth => Plain(truth ? "true" : "false"),
        string text => new ScalarNode(text, IsPlain: false, Origin.Default),
        Enum choice => Plain(Catalog.SnakeCase(choice.ToString())),
        IFormattable number when value.GetType().IsPrimitive => Plain(number.ToString(null, CultureInfo.InvariantCulture)),
        IEnumerable items when RecordShape.ItemOf(type) is { } item =>
            new ListNode(ValueList.From(items.Cast<object>().Select(entry => Value(item, entry))), Origin.Default),
        _ => Record(type, value),
    };

    private static Node Record(Type type, object record)
    {
        var entries = RecordShape.FieldsOf(record.GetType())
            .Select(field => new Entry(field.Key, Value(field.Type, field.Property.GetValue(record)), Origin.Default));
        if (!RecordShape.IsFamily(type)) return new MappingNode(ValueList.From(entries), Origin.Default);

        var name = Plain(RecordShape.NameOf(record.GetType()));
        var members = MappingNode.OfKind(name).Entries.Concat(entries).ToList();
        return members.Count == 1 ? name : new MappingNode(ValueList.From(members), Origin.Default);
    }

    private static ScalarNode Plain(string text) => new(text, IsPlain: true, Origin.Default);
}
