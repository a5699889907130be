using System.Globalization;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Ticks at integer multiples of 1, 2 or 5 times a power of ten, written in the invariant culture with as many decimals as
/// the step needs, or as 1.5e-6 where that would be long.</summary>
/// <param name="pixelsPerTick">Room for one label along the axis.</param>
internal sealed class DecimalTicks(float pixelsPerTick) : ITickGenerator
{
    public Tick[] Ticks { get; private set; } = [];

    public int MaxTickCount { get; set; } = 100;

    public void Regenerate(CoordinateRange range, Edge edge, PixelLength size, Paint paint, LabelStyle labelStyle) =>
        Ticks = [.. Between(range.Min, range.Max, Math.Max(2, (int)(size.Length / pixelsPerTick)))];

    /// <summary>About <paramref name="count"/> labelled ticks of [from, to], two or more wherever doubles can tell them apart, and four or five unlabelled
    /// ones between two.</summary>
    public static IEnumerable<Tick> Between(double from, double to, int count)
    {
        for (var more = count; more < 8 * count; more *= 2)
        {
            var ticks = Steps(from, to, more).ToList();
            if (ticks.Count(tick => tick.IsMajor) > 1) return ticks;
        }

        return Steps(from, to, count);
    }

    private static IEnumerable<Tick> Steps(double from, double to, int count)
    {
        var rough = (to - from) / count;
        if (!(rough > 0) || !double.IsFinite(rough)) yield break;
        var exponent = (int)Math.Floor(Math.Log10(rough));
        var mantissa = rough / Math.Pow(10, exponent);
        var factor = mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10;
        var parts = factor == 2 ? 4 : 5;
        var step = factor * Math.Pow(10, exponent);
        var labels = new Labels(Math.Max(Math.Abs(from), Math.Abs(to)), factor == 10 ? exponent + 1 : exponent);
        var slack = 1e-9 * (to - from);
        for (var i = Math.Ceiling((from - slack) / step * parts); i * step / parts <= to + slack; i++)
        {
            var position = i / parts * step;
            yield return i % parts == 0 ? Tick.Major(position, labels.Of(position)) : Tick.Minor(position);
        }
    }

    /// <summary>One way of writing for all labels of an axis.</summary>
    private readonly struct Labels(double largest, int stepExponent)
    {
        private readonly string _format = largest is >= 1e5 or < 1e-3
            ? "0." + new string('0', Math.Clamp((int)Math.Floor(Math.Log10(largest)) - stepExponent, 0, 15)) + "e+0"
            : "F" + Math.Max(0, -stepExponent).ToString(CultureInfo.InvariantCulture);

        public string Of(double value) => value == 0 ? "0" : value.ToString(_format, CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal).Replace('-', '\u2212');
    }
}
