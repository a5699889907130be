using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace NtkGan.Experiments.Reports;

/// <summary>An HTML text under construction: whatever comes from a folder enters as text or as a value, and nothing of it as markup.</summary>
internal sealed class HtmlText
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();
    private readonly Stack<string> _open = [];

    /// <summary>Begins an element.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="attributes">Names and values; the names are ours.</param>
    public HtmlText Open(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Void(tag, attributes);
        _open.Push(tag);
        return this;
    }

    /// <summary>An element that has no end.</summary>
    public HtmlText Void(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _html.Append('<').Append(tag);
        foreach (var (name, value) in attributes) _html.Append(' ').Append(name).Append("=\"").Append(Encoder.Encode(PrintableText.Line(value))).Append('"');
        _html.Append('>');
        return this;
    }

    /// <summary>Text.</summary>
    public HtmlText Text(string text)
    {
        _html.Append(Encoder.Encode(PrintableText.Line(text)));
        return this;
    }

    /// <summary>An element that holds text alone.</summary>
    public HtmlText Element(string tag, string text, params ReadOnlySpan<(string Name, string Value)> attributes) => Open(tag, attributes).Text(text).Close();

    /// <summary>Ends the innermost element.</summary>
    public HtmlText Close()
    {
        var tag = _open.Pop();
        _html.Append("</").Append(tag).Append('>');
        if (tag is not ("td" or "th" or "code" or "strong")) _html.Append('\n');
        return this;
    }

    /// <summary>A script, a style or a declaration of this program, as it is.</summary>
    public HtmlText Own(string markup)
    {
        _html.Append(markup);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _html.ToString();
}
