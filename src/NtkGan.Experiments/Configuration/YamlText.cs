using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NtkGan.Experiments.Configuration;

/// <summary>Reads YAML into nodes. Only the plain part of YAML is accepted: one document of mappings, lists and scalars. Aliases, anchors,
/// tags and deep nesting are refused while reading, so memory stays within a small multiple of the text's length.</summary>
public static class YamlText
{
    /// <summary>The longest text, in bytes: room for about a million listed points.</summary>
    public const int LargestSize = 16 << 20;

    /// <summary>The deepest nesting.</summary>
    public const int LargestDepth = 32;

    /// <summary>Reads a file.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="InvalidDataFormatException">It is too long, not UTF-8, or not plain YAML; the message names the line.</exception>
    public static MappingNode ReadFile(string path)
    {
        if (!File.Exists(path)) throw new UsageException($"There is no experiment file '{path}'.");
        using var content = new MemoryStream();
        try
        {
            using var stream = File.OpenRead(path);
            var piece = new byte[1 << 16];
            for (var count = stream.Read(piece); count > 0 && content.Length <= LargestSize; count = stream.Read(piece)) content.Write(piece, 0, count);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataFormatException($"The experiment file '{path}' cannot be read: {failure.Message}", failure);
        }

        if (content.Length > LargestSize) throw new InvalidDataFormatException($"The experiment file '{path}' is longer than {LargestSize >> 20} MiB: is it really one?");
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content.GetBuffer(), 0, (int)content.Length);
            return Parse(text.TrimStart('\uFEFF'), path);
        }
        catch (DecoderFallbackException failure)
        {
            throw new InvalidDataFormatException($"The experiment file '{path}' is not UTF-8 text.", failure);
        }
    }

    /// <summary>Reads a text whose top is a mapping; an empty text is an empty mapping.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="InvalidDataFormatException">It is not plain YAML with a mapping at its top.</exception>
    public static MappingNode Parse(string text, string source) => ParseValue(text, source) switch
    {
        MappingNode mapping => mapping,
        ScalarNode { IsNull: true } nothing => new([], nothing.Origin),
        var other => throw new InvalidDataFormatException($"{other.Origin}: an experiment file is a mapping of keys to values (key: value)."),
    };

    /// <summary>Reads a text whose top is any value.</summary>
    /// <exception cref="InvalidDataFormatException">It is not plain YAML.</exception>
    internal static Node ParseValue(string text, string source)
    {
        if (text.Length > LargestSize) throw new InvalidDataFormatException($"{source} is longer than {LargestSize >> 20} MiB.");
        var parser = new Parser(new StringReader(text));
        try
        {
            return new Reading(parser, source).Document();
        }
        catch (YamlException failure)
        {
            if (TabbedLine(text, (int)failure.Start.Line) is { } tabbed)
                throw new InvalidDataFormatException($"{new Origin(source, tabbed)}: a tab stands before the words of this line, and YAML takes blanks alone there: replace it by two blanks.", failure);
            var reason = failure.Message.TrimEnd('.');
            throw new InvalidDataFormatException($"{new Origin(source, (int)failure.Start.Line)}: this is not valid YAML: {reason}.", failure);
        }
        catch (Exception failure) when (failure is not (InvalidDataFormatException or OutOfMemoryException))
        {
            // The parser stumbles over some broken texts by exceptions of other types, which do not say where.
            throw new InvalidDataFormatException($"{new Origin(source, (int)(parser.Current?.End.Line ?? 1))}: this is not valid YAML, from about this line on: is a bracket or a quote left open?", failure);
        }
    }

    // The parser names the line where what is broken began, the one before as a rule.
    private static int? TabbedLine(string text, int from)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (number >= from && line[..(line.Length - line.TrimStart(" \t").Length)].Contains('\t')) return number;
            if (number > from) break;
        }

        return null;
    }

    private sealed class Reading(Parser parser, string source)
    {
        private int _depth;

        public Node Document()
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) return new ScalarNode("", true, new(source, 1));
            parser.Consume<DocumentStart>();
            var node = Next();
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second)) throw Refusal(second, "a second document begins; keep one document in a file");
            return node;
        }

        private Node Next()
        {
            if (parser.Accept<AnchorAlias>(out var alias)) throw Refusal(alias, "aliases (*name) are not allowed; write the value out");
            if (parser.Accept<NodeEvent>(out var node))
            {
                if (!node.Anchor.IsEmpty) throw Refusal(node, "anchors (&name) are not allowed; write the value out");
                if (!node.Tag.IsEmpty) throw Refusal(node, "tags (!name) are not allowed");
            }

            if (++_depth > LargestDepth && parser.Current is { } tooDeep) throw Refusal(tooDeep, $"values are nested deeper than {LargestDepth} levels");
            Node result = parser.Accept<MappingStart>(out _) ? Mapping() : parser.Accept<SequenceStart>(out _) ? List() : Scalar();
            _depth--;
            return result;
        }

        private ScalarNode Scalar()
        {
            var scalar = parser.Consume<Scalar>();
            return new(scalar.Value, scalar.Style == ScalarStyle.Plain, At(scalar));
        }

        private ListNode List()
        {
            var start = parser.Consume<SequenceStart>();
            var items = new List<Node>();
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Next());
            return new(ValueList.From(items), At(start));
        }

        private MappingNode Mapping()
        {
            var start = parser.Consume<MappingStart>();
            var entries = new List<Entry>();
            var keys = new HashSet<string>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var position = parser.Current!;
                if (Next() is not ScalarNode key) throw Refusal(position, "a key must be one word");
                if (!keys.Add(key.Text)) throw Refusal(position, $"the key '{key.Text}' stands twice");
                entries.Add(new(key.Text, Next(), key.Origin));
            }

            return new(ValueList.From(entries), At(start));
        }

        private Origin At(ParsingEvent position) => new(source, (int)position.Start.Line);

        private InvalidDataFormatException Refusal(ParsingEvent position, string what) => new($"{At(position)}: {what}.");
    }
}
