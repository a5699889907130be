using System.Globalization;
using System.Reflection;

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
    public static T Read<T>(Node node, string path = "") where T : class => (T)Value(typeof(T), node, path, usual: null);

    /// <param name="type">What the value must be.</param>
    /// <param name="node">What was written.</param>
    /// <param name="path">Where.</param>
    /// <param name="usual">The member that a mapping without a kind describes, or null.</param>
    private static object Value(Type type, Node node, string path, Func<Type?>? usual) =>
        RecordShape.ItemOf(type) is { } item ? List(type, item, node, path)
        : RecordShape.IsFamily(type) ? FamilyMember(type, node, path, usual)
        : type == typeof(string) || type.IsPrimitive || type.IsEnum ? Scalar(type, node, path)
        : node is MappingNode mapping ? Record(type, mapping, mapping.Entries, path)
        : throw Refuse(node.Origin, path, $"must be a mapping with the keys {string.Join(", ", RecordShape.FieldsOf(type).Select(field => field.Key))}");

    private static object List(Type type, Type item, Node node, string path)
    {
        if (node is not ListNode list) throw Refuse(node.Origin, path, $"must be a list, such as [{Describe(node)}]");
        var items = Array.CreateInstance(item, list.Items.Count);
        for (var i = 0; i < items.Length; i++)
        {
            var place = FormattableString.Invariant($"{path}[{i}]");
            items.SetValue(Finite(Value(item, list.Items[i], place, usual: null), list.Items[i], place), i);
        }

        return Activator.CreateInstance(type, BindingFlags.NonPublic | BindingFlags.Instance, null, [items], null)!;
    }

    private static object FamilyMember(Type family, Node node, string path, Func<Type?>? usual)
    {
        var mapping = node switch
        {
            ScalarNode { IsNull: false } name => MappingNode.OfKind(name),
            MappingNode written => written,
            _ => throw Refuse(node.Origin, path, $"must be the name of {Expected(family)}, or a mapping with the key '{Node.KindKey}'"),
        };
        var keys = mapping.Entries.Where(entry => entry.Key != Node.KindKey).ToList();
        return Record(MemberType(family, mapping, path, usual), mapping, keys, path);
    }

    private static Type MemberType(Type family, MappingNode mapping, string path, Func<Type?>? usual)
    {
        if (mapping[Node.KindKey] is not { } written)
            return usual?.Invoke() ?? throw Refuse(mapping.Origin, path, $"needs the key '{Node.KindKey}', the name of {Expected(family)}");
        if (written is ScalarNode { Text.Length: > LongestName } endless) throw Refuse(endless.Origin, path, $"needs the name of {Expected(family)}, and '{endless.Text[..LongestName]}...' is none");
        if (written is not ScalarNode name) throw Refuse(written.Origin, Join(path, Node.KindKey), $"must be the name of {Expected(family)}");
        try
        {
            return RecordShape.MemberOf(family, name.Text);
        }
        catch (UsageException failure)
        {
            throw At(name.Origin, path, failure.Message);
        }
    }

    private static object Record(Type type, MappingNode mapping, IReadOnlyList<Entry> entries, string path)
    {
        var fields = RecordShape.FieldsOf(type);
        if (entries.FirstOrDefault(entry => fields.All(field => field.Key != entry.Key)) is { } unknown)
        {
            var key = unknown.Key.Length <= LongestName ? unknown.Key : $"{unknown.Key[..LongestName]}...";
            var hint = fields.Count > 0 ? Suggestion.For(key, fields.Select(field => field.Key)) : $" '{Catalog.SnakeCase(type.Name)}' has no keys.";
            throw At(unknown.Origin, path, $"there is no key '{key}'.{hint}");
        }

        var values = fields.Select(field => entries.FirstOrDefault(entry => entry.Key == field.Key) is { } entry
            ? FieldValue(type, field, entry.Value, Join(path, field.Key))
            : field.Parameter.HasDefaultValue ? field.Default : throw Refuse(mapping.Origin, path, $"needs the key '{field.Key}'")).ToArray();
        try
        {
            return RecordShape.ConstructorOf(type).Invoke(values);
        }
        catch (TargetInvocationException failure) when (failure.InnerException is UsageException or ArgumentException)
        {
            var message = failure.InnerException.Message.Split(" (Parameter '")[0];
            var culprit = entries.FirstOrDefault(entry => message.StartsWith(entry.Key + " ", StringComparison.OrdinalIgnoreCase));
            throw At(culprit?.Value.Origin ?? mapping.Origin, path, message);
        }
        catch (TargetInvocationException failure) when (failure.InnerException is InvalidDataFormatException or NumericalException)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure.InnerException);
            throw;
        }
    }

    private static object? FieldValue(Type owner, Field field, Node node, string path)
    {
        if (node is ScalarNode { IsNull: true })
            return field.MayBeNull ? null : throw Refuse(node.Origin, path, $"must be {Expected(field.Type)}, not null");
        var value = Value(field.Type, node, path, () => UsualMember(owner, field));
        return field.MayBeInfinite ? value : Finite(value, node, path);
    }

    private static object Finite(object value, Node node, string path) =>
        value is double number && double.IsInfinity(number) ? throw Refuse(node.Origin, path, "must be finite") : value;

    /// <summary>The member that a family's parameter holds by default, so that a mapping may leave its kind out.</summary>
    private static Type? UsualMember(Type owner, Field field)
    {
        if (!field.Parameter.HasDefaultValue) return null;
        var value = field.Property.GetValue(new Member("", owner).Example());
        return value?.GetType();
    }

    private static object Scalar(Type type, Node node, string path)
    {
        if (node is not ScalarNode scalar || scalar.IsNull) throw Refuse(node.Origin, path, $"must be {Expected(type)}, not {Describe(node)}");
        if (type == typeof(string)) return scalar.Text;
        object? value = type switch
        {
            _ when type.IsEnum => Enum.GetValues(type).Cast<object>().FirstOrDefault(item => Catalog.SnakeCase(item.ToString()!) == scalar.Text.Replace('-', '_'))
                ?? throw Refuse(node.Origin, path, $"cannot be {Describe(scalar)}", Suggestion.For(scalar.Text[..Math.Min(scalar.Text.Length, LongestName)], Enum.GetNames(type).Select(Catalog.SnakeCase))),
            _ when !scalar.IsPlain => null,
            _ when type == typeof(bool) => scalar.Text switch { "true" => true, "false" => false, _ => null },
            _ when type == typeof(double) => Number(scalar.Text),
            _ => WholeNumber(type, scalar.Text),
        };
        if (value is null && scalar.IsPlain && IsWhole(scalar.Text) && LargestOf(type) is { } largest && !scalar.Text.StartsWith('-'))
            throw Refuse(node.Origin, path, $"must be at most {largest}, not {Describe(node)}");
        return value ?? throw Refuse(node.Origin, path, $"must be {Expected(type)}, not {Describe(node)}");
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

    private static string Expected(Type type) =>
        type == typeof(double) ? "a number"
        : type == typeof(int) ? "a whole number"
        : type == typeof(long) ? "a whole number"
        : type == typeof(ulong) ? "a whole number of at least 0"
        : type == typeof(bool) ? "true or false"
        : type == typeof(string) ? "text"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type).Select(Catalog.SnakeCase))}"
        : RecordShape.ItemOf(type) is not null ? "a list"
        : RecordShape.IsFamily(type) ? $"{("aeiou".Contains(Catalog.FamilyName(type)[0]) ? "an" : "a")} {Catalog.FamilyName(type)}"
        : "a mapping";

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
