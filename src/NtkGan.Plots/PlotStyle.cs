using ScottPlot;

namespace NtkGan.Plots;

/// <summary>How pictures look, in one place: their size on paper, resolution, letters and colours. Everything is laid out in units of 1/150 inch, which are the
/// pixels of a PNG of 150 dpi and the user units of an SVG.</summary>
/// <param name="Width">Width on paper, such as "8.5 cm", "85 mm" or "3.3 in"; a number alone counts centimetres. From 4 cm to 100 cm.</param>
/// <param name="Height">Height on paper, likewise; in the proportion of each kind of picture if not given.</param>
/// <param name="Dpi">Pixels of an inch in a PNG, which says so, 30 to 1200.</param>
/// <param name="FontSize">Height of labels in points of 1/72 inch, 4 to 24; titles are larger, tick labels and captions smaller.</param>
/// <param name="Theme">Colours, or greys.</param>
public sealed record PlotStyle(string Width = "18.6 cm", string? Height = null, int Dpi = 150, double FontSize = 8, PlotTheme Theme = PlotTheme.Light)
{
    private const double UnitsPerInch = 150, UsualWidth = 18.6;
    private const int MostPixels = 20_000;

    /// <summary>The style of every plot that is given no other.</summary>
    public static PlotStyle Default { get; } = new();

    /// <summary>Width on paper.</summary>
    public string Width { get; } = Wide(Width, Dpi);

    /// <summary>Height on paper; in the proportion of each kind of picture where null.</summary>
    public string? Height { get; } = Height is null ? null : Wide(Height, Dpi, nameof(Height));

    /// <summary>Pixels of an inch.</summary>
    public int Dpi { get; } = Dpi is >= 30 and <= 1200 ? Dpi : throw new UsageException(FormattableString.Invariant($"dpi must lie between 30 and 1200, not {Dpi}."));

    /// <summary>Height of labels in points.</summary>
    public double FontSize { get; } = FontSize is >= 4 and <= 24 ? FontSize : throw new UsageException(FormattableString.Invariant($"font_size must lie between 4 and 24 points, not {FontSize}."));

    /// <summary>Width in centimetres.</summary>
    internal double Centimetres => Length.Of(Width)!.Value;

    /// <summary>Width in units.</summary>
    internal int Across => Units(Centimetres);

    /// <summary>Height in units.</summary>
    /// <param name="aspect">Height over width where no height is given.</param>
    internal int Down(double aspect) => Height is null ? Math.Max(1, (int)Math.Round(aspect * Across)) : Units(Length.Of(Height)!.Value);

    /// <summary>Pixels of a unit.</summary>
    internal float PixelsPerUnit => (float)(Dpi / UnitsPerInch);

    /// <summary>Inches of a unit.</summary>
    internal static double UnitInInches => 1 / UnitsPerInch;

    /// <summary>Whether panels that stand side by side in a wide picture stand below each other.</summary>
    internal bool IsNarrow => Centimetres < 12;

    /// <summary>Height of labels and tick labels.</summary>
    internal float TextSize => (float)(FontSize * UnitsPerInch / 72);

    /// <summary>Height of the title; a long title is set smaller so that it fits.</summary>
    internal float TitleSize => (1.15f + 0.3f * Scale) * TextSize;

    /// <summary>Diameter of a point of a point cloud.</summary>
    internal float PointSize => 9 * Scale;

    /// <summary>Width of a curve.</summary>
    internal float LineWidth => 2.5f * Scale;

    /// <summary>The sheet.</summary>
    internal Color Paper => Colors.White;

    /// <summary>Text, axes and outlines.</summary>
    internal Color Ink => IsPrint ? Colors.Black : new("#22272e");

    /// <summary>Grid lines.</summary>
    internal Color Grid => new("#e4e7eb");

    /// <summary>Target points.</summary>
    internal Color Target => IsPrint ? Colors.White : new("#ff9500");

    /// <summary>Generated points.</summary>
    internal Color Particle => IsPrint ? new("#303030") : new("#e0119d");

    /// <summary>Colours of curves, in order; they stay apart for colour-blind readers (Okabe and Ito 2008, yellow left out).</summary>
    internal IReadOnlyList<Color> Curves => IsPrint ? Greys : Colours;

    /// <summary>Colours of a heat map, low to high.</summary>
    internal IColormap Heat => IsPrint ? new PaperGreys() : new ScottPlot.Colormaps.Viridis();

    internal Color Curve(int number) => Curves[number % Curves.Count];

    /// <summary>The line of a curve: of its own colour, dotted and dashed where colours come again; in print of its own dashes.</summary>
    /// <param name="number">Which curve.</param>
    /// <param name="weight">Its width, as a multiple of the usual one.</param>
    /// <param name="colour">Another colour.</param>
    internal LineStyle Line(int number, float weight = 1, Color? colour = null) => new(weight * LineWidth, colour ?? Curve(number)) { Pattern = IsPrint ? Dashes[number % Dashes.Length] : Rounds[number / Colours.Length % Rounds.Length] };

    /// <summary>The same with smaller letters, though none below 4 points.</summary>
    internal PlotStyle Smaller(double factor) => new(Width, Height, Dpi, Math.Max(4, factor * FontSize), Theme);

    internal bool IsPrint => Theme == PlotTheme.Print;

    private static readonly Color[] Colours = [new("#0072b2"), new("#d55e00"), new("#009e73"), new("#cc79a7"), new("#56b4e9"), new("#e69f00"), new("#22272e")];

    private static readonly Color[] Greys = [new("#000000"), new("#6e6e6e"), new("#000000"), new("#6e6e6e"), new("#000000"), new("#6e6e6e"), new("#000000")];

    private static readonly LinePattern[] Dashes = [LinePattern.Solid, LinePattern.Solid, LinePattern.Dashed, LinePattern.Dashed, LinePattern.Dotted, LinePattern.Dotted, LinePattern.DenselyDashed];

    private static readonly LinePattern[] Rounds = [LinePattern.Solid, LinePattern.Dotted, LinePattern.Dashed, LinePattern.DenselyDashed];

    /// <summary>The size of marks and the width of lines, as a multiple of those in a picture of the usual width.</summary>
    internal float Scale => (float)Math.Clamp(Math.Sqrt(Centimetres / UsualWidth), 0.6, 1.4);

    private static int Units(double centimetres) => (int)Math.Round(centimetres / Length.CentimetresPerInch * UnitsPerInch);

    private static string Wide(string length, int dpi, string what = "Width")
    {
        var key = what.ToLowerInvariant();
        if (Length.Of(length) is not { } centimetres)
            throw new UsageException($"{key} must be a length on paper, such as 8.5 cm, 85 mm or 3.3 in, not '{length}'.");
        if (centimetres is < 4 or > 100) throw new UsageException($"{key} must lie between 4 cm and 100 cm, not {length}.");
        return centimetres / Length.CentimetresPerInch * dpi <= MostPixels ? length
            : throw new UsageException(FormattableString.Invariant($"{key} {length} at {dpi} dpi is more than {MostPixels} pixels: take fewer dpi."));
    }
}

/// <summary>The colours of pictures.</summary>
public enum PlotTheme
{
    /// <summary>Colours on white, told apart by colour-blind readers too.</summary>
    Light,

    /// <summary>Black and greys on white: what is coloured elsewhere differs by shape, dashes or brightness.</summary>
    Print,
}
