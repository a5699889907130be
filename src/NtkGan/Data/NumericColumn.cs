using System.Globalization;
using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>A column of numbers, one coordinate. By ranks (the usual way) it is the normal score Phi^-1((i + 1/2)/n), i the middle of a number's places from 0 among
/// the n numbers in ascending order: distributed as a standard normal variable but for numbers that stand several times. Between two numbers the place is
/// linear, so that numbers read back lie in proportion between those of the table, and heavy tails and gaps do no harm. Linearly it is
/// (v - mean)/deviation, which keeps linear relations between columns. Of equal numbers it is 0.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Values">The numbers of all rows, ascending, finite; at least one.</param>
/// <param name="Decimals">Digits after the decimal point that are written back, up to 15; null for as many as a double needs.</param>
/// <param name="Step">Numbers written back are the least plus multiples of this, above 0; null for any.</param>
/// <param name="Scaling">How numbers become coordinates.</param>
public sealed record NumericColumn(string Name, ValueList<double> Values, int? Decimals = null, double? Step = null, ColumnScaling Scaling = ColumnScaling.Ranks) : TableColumn(Name)
{
    private const int MostDecimals = 15;
    private const double AtKnot = 1e-6; // of a place: above the rounding of r n for a thousand million rows
    private const double ByChance = 1e-4;

    private static readonly Deferred<NumericColumn, (double Mean, double Deviation)> OfValues = new(column => Moments(column.Values));

    /// <inheritdoc/>
    public override int Width => 1;

    /// <summary>The least number.</summary>
    public double Least => Values[0];

    /// <summary>The greatest number.</summary>
    public double Greatest => Values[^1];

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            var digits = Decimals == 0 ? "whole numbers" : "numbers";
            var decimals = Decimals is > 0 and var count ? FormattableString.Invariant($", {count} decimal{(count == 1 ? "" : "s")}") : "";
            var steps = Step is { } step && step != Unit(Decimals ?? 0) ? $", in steps of {Text(step)}" : "";
            return Least == Greatest ? $"the number {Text(Least)} throughout" : $"{digits} from {Text(Least)} to {Text(Greatest)}{decimals}{steps}";
        }
    }

    internal override IEnumerable<(double Lower, double Upper)> Bounds => [(Coordinate(Least), Coordinate(Greatest))];

    /// <summary>A column of fields that are numbers, with the decimals and the steps that they have.</summary>
    internal static NumericColumn Of(string name, IEnumerable<string> fields, ColumnScaling scaling)
    {
        var (values, decimals) = (new List<double>(), 0);
        foreach (var field in fields)
        {
            values.Add(Parse(field)!.Value);
            decimals = Math.Max(decimals, DecimalsOf(field));
        }

        values.Sort();
        if (decimals > MostDecimals || Math.Max(Math.Abs(values[0]), Math.Abs(values[^1])) / Unit(decimals) >= 1L << 53) return new(name, ValueList.From(values), Scaling: scaling);
        return new(name, ValueList.From(values), decimals, StepOf(values, decimals), scaling);
    }

    /// <summary>The number that a field holds, or null if it holds none that is finite.</summary>
    internal static double? Parse(string field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>A number in digits that read back to the same double.</summary>
    internal static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    internal override void Encode(string field, Span<double> coordinates) => coordinates[0] = Coordinate(Parse(field)!.Value);

    /// <inheritdoc/>
    public override string Decode(ReadOnlySpan<double> coordinates)
    {
        var value = ValueAt(coordinates[0]);
        if (Step is { } step) value = Math.Clamp(Least + Math.Round((value - Least) / step) * step, Least, Greatest);
        return Text(Decimals is { } decimals ? Math.Round(value, decimals) + 0.0 : value); // + 0 for -0
    }

    /// <summary>The number that a coordinate stands for, before it is rounded to the digits of the column; beyond the bounds the bound.</summary>
    internal double ValueAt(double coordinate) => Math.Clamp(Scaling == ColumnScaling.Ranks ? AtPlace(Place(coordinate)) : AtDeviations(coordinate), Least, Greatest);

    /// <summary>The coordinate of a number.</summary>
    internal double Coordinate(double value)
    {
        if (Least == Greatest) return 0;
        if (Scaling == ColumnScaling.Ranks) return NormalScore.Of(PlaceOf(value) + .5, Values.Count);
        var (mean, deviation) = OfValues.Of(this);
        return (value / deviation) - (mean / deviation);
    }

    private double AtDeviations(double coordinate)
    {
        var (mean, deviation) = OfValues.Of(this);
        return mean + Math.Clamp(coordinate, Coordinate(Least), Coordinate(Greatest)) * deviation;
    }

    private double Place(double coordinate)
    {
        var place = Math.Clamp(ErrorFunction.NormalCdf(coordinate) * Values.Count - .5, 0, Values.Count - 1);
        return Math.Abs(place - Math.Round(place)) < AtKnot ? Math.Round(place) : place;
    }

    private double AtPlace(double place)
    {
        var (below, share) = ((int)place, place - Math.Floor(place));
        return share == 0 || Values[below] == Values[below + 1] ? Values[below] : (1 - share) * Values[below] + share * Values[below + 1];
    }

    // The middle of the places of a number; between two numbers in proportion.
    private double PlaceOf(double value)
    {
        var (start, end) = (First(number => number >= value), First(number => number > value));
        if (end > start) return (start + end - 1) / 2.0;
        if (start == 0 || start == Values.Count) return Math.Clamp(start, 0, Values.Count - 1);
        var (below, above) = (Values[start - 1], Values[start]);
        return start - 1 + (value / 2 - below / 2) / (above / 2 - below / 2); // halves, for their difference is always finite
    }

    private int First(Func<double, bool> isReached)
    {
        var (low, high) = (0, Values.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (isReached(Values[middle])) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    private static (double Mean, double Deviation) Moments(ValueList<double> values)
    {
        double mean = 0, square = 0;
        foreach (var value in values) mean += value / values.Count;
        var largest = Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
        foreach (var value in values) square += (value / largest - mean / largest) * (value / largest - mean / largest) / values.Count;
        return (mean, Math.Clamp(Math.Sqrt(square) * largest, double.Epsilon, double.MaxValue));
    }

    private static double Unit(int decimals) => double.Parse($"1e-{decimals}", CultureInfo.InvariantCulture);

    /// <summary>Digits after the point, those of an exponent counted in.</summary>
    internal static int DecimalsOf(string field)
    {
        var exponent = field.AsSpan().IndexOfAny('e', 'E');
        var mantissa = exponent < 0 ? field.AsSpan() : field.AsSpan(0, exponent);
        var digits = mantissa.IndexOf('.') is >= 0 and var point ? mantissa.Length - point - 1 : 0;
        return exponent >= 0 && int.TryParse(field.AsSpan(exponent + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power) ? Math.Max(0, digits - power) : digits;
    }

    /// <summary>The largest step of which all differences are multiples, where so many different numbers would hardly have it by chance; else one unit of
    /// the last decimal.</summary>
    private static double StepOf(List<double> sorted, int decimals)
    {
        var unit = Unit(decimals);
        var (common, different, before) = (0L, 1, sorted[0]);
        foreach (var value in sorted)
        {
            if (value == before) continue;
            (different, before) = (different + 1, value);
            common = Divisor(common, (long)Math.Min(Math.Round((value - sorted[0]) / unit), long.MaxValue / 2));
        }

        return common > 1 && Math.Pow(common, 1 - different) <= ByChance ? common * unit : unit;
    }

    private static long Divisor(long left, long right)
    {
        while (right != 0) (left, right) = (right, left % right);
        return left;
    }
}
