using System.Globalization;

namespace NtkGan.Plots;

/// <summary>Lengths on paper, as people write them.</summary>
internal static class Length
{
    /// <summary>Centimetres of an inch, exactly.</summary>
    public const double CentimetresPerInch = 2.54;

    private static readonly (string Name, double Centimetres)[] Units = [("cm", 1), ("mm", 0.1), ("in", CentimetresPerInch), ("pt", CentimetresPerInch / 72)];

    /// <summary>The centimetres of a length such as "8.5 cm", "85mm" or "3.3 in", a number alone counting centimetres; null if it is none.</summary>
    public static double? Of(string text)
    {
        var (trimmed, factor) = (text.Trim(), 1.0);
        foreach (var (name, centimetres) in Units)
        {
            if (!trimmed.EndsWith(name, StringComparison.OrdinalIgnoreCase)) continue;
            (trimmed, factor) = (trimmed[..^name.Length].TrimEnd(), centimetres);
            break;
        }

        return double.TryParse(trimmed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? factor * number : null;
    }
}
