using System.Globalization;

namespace NtkGan.Experiments.Configuration;

/// <summary>Reads immutable records from nodes. A record's constructor parameters are its keys (snake_case); a member of a family is its bare
/// name or a mapping with the key <c>kind</c>. Whatever does not fit is refused in one sentence that names the place, the key and the mend.</summary>
public static class RecordReader
{
    private const int LongestName = 100;

    /// <summary>A record, or a member of a family.</summary>
    /// <typeparam name="T">The record's type, or the family.</typeparam>
    /// <param name="node">What was written.</param>
    /// <param name="path">The place in messages, keys with dots between; empty at the top.</param>
    /// <exception cref="UsageException">A key is unknown or missing, a value has the wrong type, or the record refuses it.</exception>
    public static T Read<T>(Node node, string path = "") where T : class => (T)Value(KindOf(typeof(T)), node, path, usual: null);

    /// <summary>A family, or a record of the catalog by itself.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    internal static ValueKind KindOf(Type type) => Catalog.IsFamily(type) ? new FamilyKind(type)
        : Catalog.Describe(type) is { } description ? new RecordKind(type, () => description)
        : throw new ArgumentException($"{type} is neither a family nor a member of one.", nameof(type));

    /// <param name="kind">What the value must be.</param>
    /// <param name="node">What was written.</param>
    /// <param name="path">Where.</param>
    /// <param name="usual">The member that a mapping without a kind describes, or null.</param>
    private static object Value(ValueKind kind, Node node, string path, Func<RecordDescription?>? usual) => kind switch
    {
        ListKind list => List(list, node, path),
        FamilyKind => FamilyMember(kind, node, path, usual),
        RecordKind record => node is MappingNode mapping ? Record(record.Description, mapping, mapping.Entries, path)
            : throw Refuse(node.Origin, path, $"must be a mapping with the keys {string.Join(", ", record.Description.Parameters.Select(parameter => parameter.Key))}"),
        _ => Scalar(kind, node, path),
    };

    private static object List(ListKind kind, Node node, string path)
    {
        if (node is not ListNode list) throw Refuse(node.Origin, path, $"must be a list, such as [{Describe(node)}]");
        return kind.Make([.. list.Items.Select((item, i) =>
        {
            var place = FormattableString.Invariant($"{path}[{i}]");
            return Finite(Value(kind.Item, item, place, usual: null), item, place);
        })]);
    }

    private static object FamilyMember(ValueKind family, Node node, string path, Func<RecordDescription?>? usual)
    {
        var mapping = node switch
        {
            ScalarNode { IsNull: false } name => MappingNode.OfKind(name),
            MappingNode written => written,
            _ => throw Refuse(node.Origin, path, $"must be the name of {Expected(family)}, or a mapping with the key '{Node.KindKey}'"),
        };
        var keys = mapping.Entries.Where(entry => entry.Key != Node.KindKey).ToList();
        return Record(MemberOf(family, mapping, path, usual), mapping, keys, path);
    }

    private static RecordDescription MemberOf(ValueKind family, MappingNode mapping, string path, Func<RecordDescription?>? usual)
    {
        if (mapping[Node.KindKey] is not { } written)
            return usual?.Invoke() ?? throw Refuse(mapping.Origin, path, $"needs the key '{Node.KindKey}', the name of {Expected(family)}");
        if (written is ScalarNode { Text.Length: > LongestName } endless) throw Refuse(endless.Origin, path, $"needs the name of {Expected(family)}, and '{endless.Text[..LongestName]}...' is none");
        if (written is not ScalarNode name) throw Refuse(written.Origin, Join(path, Node.KindKey), $"must be the name of {Expected(family)}");
        try
        {
            return Catalog.Find(family.Type, name.Text).Description;
        }
        catch (UsageException failure)
        {
            throw At(name.Origin, path, failure.Message);
        }
    }

    private static object Record(RecordDescription record, MappingNode mapping, IReadOnlyList<Entry> entries, string path)
    {
        var parameters = record.Parameters;
        if (entries.FirstOrDefault(entry => parameters.All(parameter => parameter.Key != entry.Key)) is { } unknown)
        {
            var key = unknown.Key.Length <= LongestName ? unknown.Key : $"{unknown.Key[..LongestName]}...";
            var hint = parameters.Count > 0 ? Suggestion.For(key, parameters.Select(parameter => parameter.Key)) : $" '{Catalog.SnakeCase(record.Type.Name)}' has no keys.";
            throw At(unknown.Origin, path, $"there is no key '{key}'.{hint}");
        }

        var values = parameters.Select(parameter => entries.FirstOrDefault(entry => entry.Key == parameter.Key) is { } entry
            ? ValueOf(record, parameter, entry.Value, Join(path, parameter.Key))
            : parameter.HasDefault ? parameter.Default : throw Refuse(mapping.Origin, path, $"needs the key '{parameter.Key}'")).ToArray();
        try
        {
            return record.Make(values);
        }
        catch (Exception failure) when (failure is UsageException or ArgumentException)
        {
            var message = failure.Message.Split(" (Parameter '")[0];
            if (entries.FirstOrDefault(entry => message.Replace(' ', '_').StartsWith(entry.Key + "_", StringComparison.OrdinalIgnoreCase)) is not { } culprit) throw At(mapping.Origin, path, message);

            // The library speaks of a step size; who wrote step_size finds that again.
            throw At(culprit.Value.Origin, path, culprit.Key + message[culprit.Key.Length..]);
        }
    }

    private static object? ValueOf(RecordDescription owner, RecordParameter parameter, Node node, string path)
    {
        if (node is ScalarNode { IsNull: true })
            return parameter.MayBeNull ? null : throw Refuse(node.Origin, path, $"must be {Expected(parameter.Kind)}, not null");
        var value = Value(parameter.Kind, node, path, () => UsualMember(owner, parameter));
        return parameter.MayBeInfinite ? value : Finite(value, node, path);
    }

    private static object Finite(object value, Node node, string path) =>
        value is double number && double.IsInfinity(number) ? throw Refuse(node.Origin, path, "must be finite") : value;

    /// <summary>The member that a family's parameter holds by default, so that a mapping may leave its kind out.</summary>
    private static RecordDescription? UsualMember(RecordDescription owner, RecordParameter parameter) =>
        parameter.HasDefault && parameter.Read(owner.Example()) is { } value ? Catalog.Describe(value.GetType()) : null;

    private static object Scalar(ValueKind kind, Node node, string path)
    {
        var type = kind.Type;
        if (node is not ScalarNode scalar || scalar.IsNull) throw Refuse(node.Origin, path, $"must be {Expected(kind)}, not {Describe(node)}");
        if (type == typeof(string)) return scalar.Text;
        object? value = type switch
        {
            _ when kind is ChoiceKind choice => choice.Choices.FirstOrDefault(one => one.Name == scalar.Text.Replace('-', '_')).Value
                ?? throw Refuse(node.Origin, path, $"cannot be {Describe(scalar)}", Suggestion.For(scalar.Text[..Math.Min(scalar.Text.Length, LongestName)], choice.Choices.Select(one => one.Name))),
            _ when !scalar.IsPlain => null,
            _ when type == typeof(bool) => scalar.Text switch { "true" => true, "false" => false, _ => null },
            _ when type == typeof(double) => Number(scalar.Text),
            _ => WholeNumber(type, scalar.Text),
        };
        if (value is null && scalar.IsPlain && IsWhole(scalar.Text) && LargestOf(type) is { } largest && !scalar.Text.StartsWith('-'))
            throw Refuse(node.Origin, path, $"must be at most {largest}, not {Describe(node)}");
        return value ?? throw Refuse(node.Origin, path, $"must be {Expected(kind)}, not {Describe(node)}");
    }

    private static bool IsWhole(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static string? LargestOf(Type type) => type == typeof(int) ? $"{int.MaxValue}" : type == typeof(long) ? $"{long.MaxValue}" : type == typeof(ulong) ? $"{ulong.MaxValue}" : null;

    private static object? Number(string text) => text switch
    {
        ".inf" or "+.inf" or "inf" => double.PositiveInfinity,
        "-.inf" or "-inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) ? number : null,
    };

    /// <summary>An int, long or ulong; 5e4 and 1.0 count as whole where a double holds them exactly.</summary>
    private static object? WholeNumber(Type type, string text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            || number != decimal.Truncate(number)) return null;
        try
        {
            return type == typeof(int) ? (int)number : type == typeof(long) ? (long)number : type == typeof(ulong) ? (ulong)number
                : throw new NotSupportedException($"Experiment files hold no {type}.");
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static string Expected(ValueKind kind) => kind switch
    {
        ChoiceKind choice => $"one of {string.Join(", ", choice.Choices.Select(one => one.Name))}",
        ListKind => "a list",
        FamilyKind => $"{("aeiou".Contains(Catalog.FamilyName(kind.Type)[0]) ? "an" : "a")} {Catalog.FamilyName(kind.Type)}",
        RecordKind => "a mapping",
        _ => kind.Type == typeof(double) ? "a number"
            : kind.Type == typeof(bool) ? "true or false"
            : kind.Type == typeof(string) ? "text"
            : kind.Type == typeof(ulong) ? "a whole number of at least 0"
            : "a whole number",
    };

    private static string Describe(Node node) => node switch
    {
        ScalarNode { IsNull: true } => "null",
        ScalarNode { IsPlain: false, Text.Length: <= LongestName } text => $"the text \"{text.Text}\"",
        ScalarNode { Text.Length: > LongestName } scalar => $"'{scalar.Text[..LongestName]}...'",
        ScalarNode scalar => $"'{scalar.Text}'",
        ListNode => "a list",
        _ => "a mapping",
    };

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static UsageException Refuse(Origin origin, string path, string what, string hint = "") =>
        new($"{origin}: {(path.Length == 0 ? "the file" : path)} {what}.{hint}");

    private static UsageException At(Origin origin, string path, string sentence) => new($"{origin}: {(path.Length == 0 ? "" : path + ": ")}{sentence}");
}
