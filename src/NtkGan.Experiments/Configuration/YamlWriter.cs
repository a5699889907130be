using System.Text;
using System.Text.RegularExpressions;

namespace NtkGan.Experiments.Configuration;

/// <summary>Writes nodes as YAML that reads back to equal nodes.</summary>
public static partial class YamlWriter
{
    /// <summary>The text, in block style; lists of scalars stand on one line.</summary>
    /// <param name="mapping">The top.</param>
    /// <param name="comment">The comment of a scalar's or list's line, or null for none.</param>
    public static string Write(MappingNode mapping, Func<Node, string?>? comment = null)
    {
        var text = new StringBuilder();
        WriteEntries(text, mapping, 0, comment ?? (_ => null));
        return text.ToString();
    }

    /// <summary>A value in one line for people, members as <c>name(key value, ...)</c>; it does not read back.</summary>
    public static string Summary(Node value) => value switch
    {
        ScalarNode scalar => scalar.Text,
        ListNode list => $"[{string.Join(", ", list.Items.Select(Summary))}]",
        MappingNode mapping => $"{mapping.KindName}({string.Join(", ", mapping.Entries.Where(entry => entry.Key != Node.KindKey && entry.Value is not ScalarNode { IsNull: true }).Select(entry => $"{entry.Key} {Summary(entry.Value)}"))})",
        _ => throw new ArgumentException($"{value} is no value.", nameof(value)),
    };

    /// <param name="text">Where to write.</param>
    /// <param name="mapping">The keys and values.</param>
    /// <param name="depth">Levels of indentation.</param>
    /// <param name="comment">The comment of a value.</param>
    /// <param name="isItem">True after the hyphen of a list, where the first key stands on the hyphen's line.</param>
    private static void WriteEntries(StringBuilder text, MappingNode mapping, int depth, Func<Node, string?> comment, bool isItem = false)
    {
        foreach (var (key, value, _) in mapping.Entries)
        {
            text.Append(' ', isItem ? 1 : 2 * depth).Append(Quoted(key, isPlain: false)).Append(':');
            WriteValue(text, value, depth, comment);
            isItem = false;
        }
    }

    /// <summary>A value after "key:" or "-".</summary>
    private static void WriteValue(StringBuilder text, Node value, int depth, Func<Node, string?> comment)
    {
        switch (value)
        {
            case MappingNode { Entries.Count: > 0 } mapping:
                text.Append('\n');
                WriteEntries(text, mapping, depth + 1, comment);
                break;
            case ListNode { Items.Count: > 0 } list when list.Items.Any(item => item is not ScalarNode):
                text.Append('\n');
                foreach (var item in list.Items)
                {
                    text.Append(' ', 2 * (depth + 1)).Append('-');
                    if (item is MappingNode { Entries.Count: > 0 } mappingItem) WriteEntries(text, mappingItem, depth + 2, comment, isItem: true);
                    else WriteValue(text, item, depth + 1, comment);
                }

                break;
            default:
                text.Append(' ').Append(OneLine(value));
                if (comment(value) is { } words) text.Append("  # ").Append(words);
                text.Append('\n');
                break;
        }
    }

    private static string OneLine(Node value) => value switch
    {
        ScalarNode { IsNull: true } => "null",
        ScalarNode scalar => Quoted(scalar.Text, scalar.IsPlain),
        ListNode list => $"[{string.Join(", ", list.Items.Select(OneLine))}]",
        _ => "{}",
    };

    private static string Quoted(string text, bool isPlain)
    {
        if (isPlain || (Word().IsMatch(text) && !Reserved().IsMatch(text))) return text;
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                < ' ' or (>= '\x7f' and < '\xa0') or '\u2028' or '\u2029' or '\ufeff' => $"\\u{(int)letter:X4}",
                _ => letter.ToString(),
            });
        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^[A-Za-z_/][A-Za-z0-9_/.-]*\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"^(true|false|yes|no|on|off|y|n|null|inf|infinity|nan)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reserved();
}
