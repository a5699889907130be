using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Sizes and colours of all pictures, in one place. Lengths are pixels of the PNG, user units of the SVG.</summary>
public sealed record PlotStyle
{
    /// <summary>The style of every plot that is given no other.</summary>
    public static PlotStyle Default { get; } = new();

    /// <summary>Width of a picture.</summary>
    public int Width { get; init; } = 1100;

    /// <summary>Height of a picture.</summary>
    public int Height { get; init; } = 900;

    /// <summary>Height of labels and tick labels.</summary>
    public float TextSize { get; init; } = 17;

    /// <summary>Height of the title; a long title is set smaller so that it fits.</summary>
    public float TitleSize { get; init; } = 25;

    /// <summary>Diameter of a point of a point cloud.</summary>
    public float PointSize { get; init; } = 9;

    /// <summary>Width of a curve.</summary>
    public float LineWidth { get; init; } = 2.5f;

    /// <summary>The sheet.</summary>
    public Color Paper { get; init; } = Colors.White;

    /// <summary>Text, axes and outlines.</summary>
    public Color Ink { get; init; } = new("#22272e");

    /// <summary>Grid lines.</summary>
    public Color Grid { get; init; } = new("#e4e7eb");

    /// <summary>Target points.</summary>
    public Color Target { get; init; } = new("#ff9500");

    /// <summary>Generated points.</summary>
    public Color Particle { get; init; } = new("#e0119d");

    /// <summary>Colours of curves, in order; they stay apart for colour-blind readers (Okabe and Ito 2008, yellow left out).</summary>
    public ValueList<Color> Curves { get; init; } =
        [new("#0072b2"), new("#d55e00"), new("#009e73"), new("#cc79a7"), new("#56b4e9"), new("#e69f00"), new("#22272e")];

    /// <summary>Colours of a heat map, low to high.</summary>
    public IColormap Heat { get; init; } = new ScottPlot.Colormaps.Viridis();

    internal Color Curve(int number) => Curves[number % Curves.Count];
}
