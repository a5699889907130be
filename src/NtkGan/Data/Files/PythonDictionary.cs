using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NtkGan.Data.Files;

/// <summary>Reads the dictionary literal in an .npy header: three known keys in any order, with a text, a truth value and a tuple of integers.
/// Nothing else is Python here, so nothing can be run.</summary>
/// <param name="text">The literal, followed by white space alone.</param>
internal sealed class PythonDictionary(string text)
{
    private int _at;

    /// <summary>Reads the three entries; false if the text is anything else. A structured type (a list) comes out as its source text.</summary>
    public bool Read([NotNullWhen(true)] out string? description, out bool isFortranOrder, [NotNullWhen(true)] out IReadOnlyList<long>? shape)
    {
        (description, shape, isFortranOrder) = (null, null, false);
        bool? fortran = null;
        if (!Skip('{')) return false;
        while (!Skip('}'))
        {
            var key = Text();
            if (key is null || !Skip(':')) return false;
            switch (key)
            {
                case "descr" when description is null:
                    description = Text() ?? Structure();
                    break;
                case "fortran_order" when fortran is null:
                    fortran = Skip("True") ? true : Skip("False") ? false : null;
                    if (fortran is null) return false;
                    break;
                case "shape" when shape is null:
                    shape = Tuple();
                    if (shape is null) return false;
                    break;
                default:
                    return false;
            }

            if (!Skip(',') && !IsNext('}')) return false;
        }

        isFortranOrder = fortran ?? false;
        return description is not null && shape is not null && fortran is not null && text.AsSpan(_at).IsWhiteSpace();
    }

    private bool IsNext(char letter)
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\n' or '\r') _at++;
        return _at < text.Length && text[_at] == letter;
    }

    private bool Skip(char letter)
    {
        if (!IsNext(letter)) return false;
        _at++;
        return true;
    }

    private bool Skip(string word)
    {
        if (!IsNext(word[0]) || !text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal)) return false;
        _at += word.Length;
        return true;
    }

    private string? Text()
    {
        var quote = IsNext('\'') ? '\'' : IsNext('"') ? '"' : '\0';
        var end = quote == '\0' ? -1 : text.IndexOf(quote, _at + 1);
        if (end < 0) return null;
        var content = text[(_at + 1)..end];
        _at = end + 1;
        return content;
    }

    /// <summary>The source of a list, brackets balanced, or null.</summary>
    private string? Structure()
    {
        if (!IsNext('[')) return null;
        var (start, depth) = (_at, 0);
        do
        {
            depth += text[_at] switch { '[' => 1, ']' => -1, _ => 0 };
            _at++;
        }
        while (depth > 0 && _at < text.Length);
        return depth == 0 ? text[start.._at] : null;
    }

    private List<long>? Tuple()
    {
        if (!Skip('(')) return null;
        var lengths = new List<long>();
        while (!Skip(')'))
        {
            IsNext(')'); // skips white space before the number
            var start = _at;
            while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || (text[_at] == '-' && _at == start))) _at++;
            if (!long.TryParse(text.AsSpan(start, _at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var length)) return null;
            lengths.Add(length);
            Skip('L'); // Python 2 wrote long integers so
            if (!Skip(',') && !IsNext(')')) return null;
        }

        return lengths;
    }
}
