using System.Collections;
using NtkGan.Experiments;

namespace NtkGan.Lab;

/// <summary>Every text that an experiment holds, with the key under which it stands.</summary>
internal static class RecordTexts
{
    /// <summary>The texts of a whole experiment.</summary>
    public static IEnumerable<(string Key, string Value)> Of(Experiment experiment) => Within("", new FamilyKind(typeof(Experiment)), experiment);

    private static IEnumerable<(string Key, string Value)> Within(string key, ValueKind kind, object? value) => (kind, value) switch
    {
        (_, null) => [],
        (_, string text) => [(key, text)],
        (ListKind list, IEnumerable items) => items.Cast<object?>().SelectMany(item => Within(key, list.Item, item)),
        (RecordKind record, _) => Below(record.Description, value),
        (FamilyKind, _) => Catalog.Describe(value.GetType()) is { } description ? Below(description, value) : throw new UsageException($"The lab does not know what a {value.GetType().Name} reads, so it does not play it."),
        _ => [],
    };

    private static IEnumerable<(string Key, string Value)> Below(RecordDescription description, object value) =>
        description.Parameters.SelectMany(parameter => Within(parameter.Key, parameter.Kind, parameter.Read(value)));
}
