using System.Text.RegularExpressions;

namespace NtkGan.Experiments.Configuration;

/// <summary>Values given on the command line as <c>path=value</c>, such as <c>flow.iterations=100</c> or <c>metrics=[energy]</c>.</summary>
public static partial class Overrides
{
    /// <summary>What messages call the command line.</summary>
    internal const string Source = "the command line";

    /// <summary>True if an argument is an override rather than the name of a preset or a file.</summary>
    public static bool IsOverride(string argument) => argument.Contains('=');

    /// <summary>Refuses blanks around an equals sign, which make three words of one.</summary>
    /// <exception cref="UsageException">There are such words.</exception>
    public static void RefuseBlanks(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var (word, before, after) = (arguments[i], i > 0 ? arguments[i - 1] : "", i + 1 < arguments.Count ? arguments[i + 1] : "");
            var key = word.StartsWith('=') && Path().IsMatch(before) ? before : word.EndsWith('=') && word.Length > 1 && Path().IsMatch(word[..^1]) && after.Length > 0 && !IsOverride(after) && !IsPart(after) ? word[..^1] : null;
            if (key is not null) throw new UsageException($"A setting is one word, without blanks around '=': write {key}={(word.StartsWith('=') && word.Length > 1 ? word[1..] : after)}");
        }
    }

    private static bool IsPart(string word) => Preset.All.Any(preset => preset.Name == word) || word.Contains('/') || word.EndsWith(".yaml", StringComparison.Ordinal) || word.EndsWith(".yml", StringComparison.Ordinal);

    /// <summary>The mapping that an override stands for. The value is YAML.</summary>
    /// <exception cref="UsageException">The path is not made of keys with dots between them, or the value is not YAML.</exception>
    public static MappingNode Parse(string argument)
    {
        var equals = argument.IndexOf('=');
        var (path, text) = (argument[..equals], argument[(equals + 1)..]);
        if (Path().IsMatch(path.Trim()) && path.Trim() != path) throw new UsageException($"A setting is one word, without blanks around '=': write {path.Trim()}={text.Trim()}");
        if (!Path().IsMatch(path)) throw new UsageException($"'{argument}' is not an override: write key=value, with dots between nested keys.");
        var origin = new Origin(Source);
        Node value;
        try
        {
            value = YamlText.ParseValue(text, origin.Source);
        }
        catch (InvalidDataFormatException failure)
        {
            throw new UsageException($"The value of '{argument}' cannot be read: {failure.Message}");
        }

        return (MappingNode)path.Split('.').Reverse().Aggregate(Placed(value, origin), (inner, key) => new MappingNode([new(key, inner, origin)], origin));
    }

    private static Node Placed(Node value, Origin origin) => value switch
    {
        ScalarNode scalar => scalar with { Origin = origin },
        ListNode list => new ListNode(ValueList.From(list.Items.Select(item => Placed(item, origin))), origin),
        MappingNode mapping => new MappingNode(ValueList.From(mapping.Entries.Select(entry => new Entry(entry.Key, Placed(entry.Value, origin), origin))), origin),
        _ => value,
    };

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)*\z")]
    private static partial Regex Path();
}
