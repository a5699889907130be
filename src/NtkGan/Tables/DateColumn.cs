using System.Globalization;
using NtkGan.Data;

namespace NtkGan.Tables;

/// <summary>A column of dates or times, in days; written back in its own form.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="MissingMark">What stands where a field is missing.</param>
/// <param name="Least">The first, in days.</param>
/// <param name="Greatest">The last, in days.</param>
/// <param name="Step">Days between, of which all are multiples; null for any.</param>
/// <param name="Allowed">The only ones that occur, where few do and each often; else null.</param>
/// <param name="Format">Their form, such as yyyy-MM-dd.</param>
public sealed record DateColumn(string Name, string MissingMark, double Least, double Greatest, double? Step, ValueList<double>? Allowed, string Format)
    : QuantityColumn(Name, MissingMark, Least, Greatest, Step, Allowed)
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy/MM/dd", "dd.MM.yyyy", "d.M.yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ", "HH:mm", "HH:mm:ss"];

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            var what = Format.Contains('y', StringComparison.Ordinal) ? "dates" : "times of day";
            var few = Allowed is null ? "" : FormattableString.Invariant($", {Allowed.Count} different ones");
            return $"{what} from {Text(Least)} to {Text(Greatest)}{few}{(Step is > 1 and var step ? FormattableString.Invariant($", in steps of {step} days") : "")}";
        }
    }

    /// <inheritdoc/>
    internal override double Parse(string field) => MissingField.Is(field) ? double.NaN : Days(field, Format) ?? throw Refused(field);

    /// <inheritdoc/>
    internal override string Text(double value) => new DateTime((long)Math.Round(value * TimeSpan.SecondsPerDay) * TimeSpan.TicksPerSecond, DateTimeKind.Utc).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>A column of fields that are dates; null if one is none.</summary>
    /// <exception cref="InvalidDataFormatException">Days and months cannot be told apart.</exception>
    internal static DateColumn? Of(string name, string mark, IReadOnlyList<string> present)
    {
        if (FieldKinds.Of(present[0]) != FieldKind.Date) return null;
        var different = present.Distinct(StringComparer.Ordinal).ToList();
        var formats = Formats.Where(format => different.TrueForAll(field => Days(field, format) is not null)).ToList();
        if (formats.Count == 0) return null;
        if (formats.Exists(format => format[0] == 'd') && formats.Exists(format => format[0] == 'M') && different.Select(field => Days(field, formats.First(format => format[0] == 'd'))).Distinct().Count() > 1)
            throw new InvalidDataFormatException($"Column '{FieldText.Shown(name)}' has dates such as {FieldText.Shown(present[0])}, whose days and months cannot be told apart: write them as 2024-12-31.");
        var values = present.Select(field => Days(field, formats[0])!.Value).ToList();
        double least = values.Min(), unit = formats[0].Contains('s', StringComparison.Ordinal) ? 1.0 / TimeSpan.SecondsPerDay : formats[0].Contains('m', StringComparison.Ordinal) ? 60.0 / TimeSpan.SecondsPerDay : 1;
        var common = 0L;
        foreach (var value in values) common = Divisor(common, (long)Math.Round((value - least) / unit));
        var isSurely = common > 1 && values.Distinct().Count() > 4;
        return new(name, mark, least, values.Max(), isSurely ? common * unit : unit, FewOf(values), formats[0]);
    }

    private static long Divisor(long left, long right)
    {
        while (right != 0) (left, right) = (right, left % right);
        return left;
    }

    private static double? Days(string field, string format) =>
        DateTime.TryParseExact(field, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.NoCurrentDateDefault, out var date) ? date.Ticks / (double)TimeSpan.TicksPerDay : null;
}
