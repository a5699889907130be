using ScottPlot;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>The embedded font, so that labels show on a machine without fonts, and look the same on all.</summary>
internal sealed class PlotFont : IFontResolver
{
    private static readonly Lazy<PlotFont> Registered = new(() =>
    {
        var font = new PlotFont();
        Fonts.FontResolvers.Insert(0, font);
        return font;
    });

    private readonly string _name = "NtkGan DejaVu Sans";
    private readonly SKTypeface _typeface;

    private PlotFont()
    {
        using var stream = typeof(PlotFont).Assembly.GetManifestResourceStream("NtkGan.Assets.DejaVuSans.ttf")
            ?? throw new InvalidOperationException("The embedded font is missing from the assembly.");
        using var data = SKData.Create(stream);
        _typeface = SKTypeface.FromData(data) ?? throw new InvalidOperationException("The embedded font cannot be read.");
    }

    /// <summary>The font's name towards the plotting library; asking for it registers the font.</summary>
    public static string Name => Registered.Value._name;

    /// <summary>The font itself.</summary>
    public static SKTypeface Typeface => Registered.Value._typeface;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == _name ? _typeface : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == _name ? _typeface : null;
}
