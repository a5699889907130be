using System.Globalization;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Ticks of a logarithmic axis, whose coordinates are log10 of the values: powers of ten, every second or further one where
/// room is short; below two decades also 2 and 5 times a power.</summary>
/// <param name="pixelsPerTick">Room for one label along the axis.</param>
internal sealed class DecadeTicks(float pixelsPerTick) : ITickGenerator
{
    private static readonly string Superscripts = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

    public Tick[] Ticks { get; private set; } = [];

    public int MaxTickCount { get; set; } = 100;

    public void Regenerate(CoordinateRange range, Edge edge, PixelLength size, Paint paint, LabelStyle labelStyle) =>
        Ticks = [.. Between(range.Min, range.Max, Math.Max(2, (int)(size.Length / pixelsPerTick)))];

    /// <summary>The ticks of [from, to], both log10 of values. Where no two of them fall into a short range, those of the values themselves.</summary>
    public static IEnumerable<Tick> Between(double from, double to, int count)
    {
        for (var more = count; more < 8 * count; more *= 2)
        {
            var decades = Decades(from, to, more).ToList();
            if (decades.Count(tick => tick.IsMajor) > 1) return decades;
        }

        return !(to < 300 && from > -300) ? Decades(from, to, count) : DecimalTicks.Between(Math.Pow(10, from), Math.Pow(10, to), count).Where(tick => tick.Position > 0).Select(tick => tick.IsMajor ? Tick.Major(Math.Log10(tick.Position), tick.Label) : Tick.Minor(Math.Log10(tick.Position)));
    }

    private static IEnumerable<Tick> Decades(double from, double to, int count)
    {
        var every = Math.Max(1, (int)Math.Ceiling((to - from) / count));
        var labelsWithin = to - from < 2;
        for (var decade = (int)Math.Floor(from); decade <= to; decade++)
        {
            for (var digit = 1; digit < 10; digit++)
            {
                var position = decade + Math.Log10(digit);
                if (position < from || position > to || (digit > 1 && every > 1)) continue;
                var label = digit == 1 && decade % every == 0 ? Power(decade)
                    : labelsWithin && digit is 2 or 5 ? $"{digit}\u00b7{Power(decade)}" : null;
                yield return label is null ? Tick.Minor(position) : Tick.Major(position, label);
            }
        }
    }

    private static string Power(int exponent) => "10" + string.Concat(exponent.ToString(CultureInfo.InvariantCulture)
        .Select(c => c == '-' ? '\u207b' : Superscripts[c - '0']));
}
