using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>How wide text is in the embedded font.</summary>
internal static class TextMeasure
{
    private const int Halvings = 8;

    /// <summary>The width of one line.</summary>
    public static float Width(string text, float size)
    {
        using var font = new SKFont(PlotFont.Typeface, size);
        return font.MeasureText(text);
    }

    /// <summary>A size, at most the usual one, at which a line fits into some room, but no less than half of it.</summary>
    public static float Fitting(string text, float size, float room)
    {
        var width = Width(text, size);
        return width > room ? size * Math.Max(0.5f, room / width) : size;
    }

    /// <summary>Text broken at blanks into lines that fit into some room; a longer word stands alone.</summary>
    public static IReadOnlyList<string> Lines(string text, float size, float room)
    {
        var lines = Broken(text, size, room);
        if (lines.Count < 2) return lines;

        // As even as so many lines can be, so that no word stands alone in the last.
        var (least, most) = (room / lines.Count, room);
        for (var halving = 0; halving < Halvings; halving++)
        {
            var middle = (least + most) / 2;
            if (Broken(text, size, middle).Count > lines.Count) least = middle;
            else most = middle;
        }

        return Broken(text, size, most);
    }

    private static List<string> Broken(string text, float size, float room)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && Width($"{lines[^1]} {word}", size) <= room) lines[^1] += " " + word;
            else lines.Add(word);
        }

        return lines;
    }
}
