using System.Globalization;
using System.Text;

namespace NtkGan.Experiments;

/// <summary>Texts that may come from a stranger's file, made fit to be shown: nothing in them commands a terminal or turns its writing around.</summary>
internal static class PrintableText
{
    private const int Longest = 2000;

    /// <summary>One line without control characters, blanks in place of line breaks.</summary>
    public static string Line(string text)
    {
        if (!text.Any(IsUnfit)) return text;
        var printable = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter is '\n' or '\r' or '\t') printable.Append(' ');
            else if (IsUnfit(letter)) printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else printable.Append(letter);
        }

        return printable.ToString();
    }

    /// <summary>One line, cut in its middle where it is longer than anyone reads.</summary>
    public static string Sentence(string text) => Line(text.Length <= Longest ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text[..(Longest / 2)]} ... ({text.Length} characters) ... {text[^(Longest / 2)..]}"));

    private static bool IsUnfit(char letter) => char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format || letter is '\u2028' or '\u2029';
}
