using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace NtkGan.SourceGenerator;

/// <summary>The doc comment of a symbol, as paragraphs without markup.</summary>
internal sealed class DocumentationText
{
    private readonly XElement? _member;

    private DocumentationText(XElement? member) => _member = member;

    /// <summary>Reads the comment; one that is no XML counts as none.</summary>
    public static DocumentationText Of(ISymbol symbol, CancellationToken cancellation)
    {
        var text = symbol.GetDocumentationCommentXml(cancellationToken: cancellation);
        if (string.IsNullOrWhiteSpace(text)) text = $"<member>{Written(symbol, cancellation)}</member>";
        try
        {
            return new(XElement.Parse(text));
        }
        catch (XmlException)
        {
            return new(null);
        }
    }

    /// <summary>The summary, or an empty text.</summary>
    public string Summary => Plain(_member?.Element("summary"));

    /// <summary>The words on a parameter, or an empty text.</summary>
    public string Parameter(string name) => Plain(_member?.Elements("param")
        .FirstOrDefault(element => string.Equals((string?)element.Attribute("name"), name, StringComparison.OrdinalIgnoreCase)));

    // Without a documentation file the compiler takes doc comments for plain ones.
    private static string Written(ISymbol symbol, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        foreach (var declaration in symbol.DeclaringSyntaxReferences)
            foreach (var line in declaration.GetSyntax(cancellation).GetLeadingTrivia().ToFullString().Split('\n').Select(line => line.Trim()))
                if (line.StartsWith("///", StringComparison.Ordinal)) text.Append(line.Substring(3)).Append('\n');
        return text.ToString();
    }

    private static string Plain(XElement? element)
    {
        if (element is null) return "";
        element = new(element);
        foreach (var reference in element.Descendants().Where(inner => inner.Attribute("cref") is not null || inner.Attribute("name") is not null).ToList())
            reference.ReplaceWith(((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name"))!.Split('.', ':').Last());
        return string.Join(" ", element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
