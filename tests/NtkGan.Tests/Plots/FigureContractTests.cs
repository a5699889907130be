using System.Buffers.Binary;
using System.Text;
using NtkGan.Plots;
using SkiaSharp;

namespace NtkGan.Tests.Plots;

/// <summary>What every picture promises to a paper: its size, its resolution, its caption, and that nothing is cut or written over.</summary>
public class FigureContractTests
{
    private const string Caption = "kernel neural, loss ipm, n = 500 particles on 500 targets, eight gaussians, discriminator exact, mover adaptive, seed 1";

    // Letters that touch are neighbours; those that share a tenth of the smaller one's area are written over each other.
    private const float Overlap = 0.1f;

    public static TheoryData<string, string> Pictures => [.. from member in LibraryPlots.Members from style in new[] { "usual", "column", "print", "large letters" } select (member.Name, style)];

    public static TheoryData<string> Names => [.. LibraryPlots.Members.Select(member => member.Name)];

    [Theory, MemberData(nameof(Pictures))]
    public void No_text_is_cut_or_written_over_another(string name, string style)
    {
        var svg = new SvgTexts(Draw(name, StyleOf(style), PictureFormat.Svg));
        Assert.True(svg.All.Count > 3);
        Assert.All(svg.All, text => Assert.True(Grown(text.Room, 0.5f).Contains(text.Box), $"'{text.Words}' at {text.Box} is cut at {text.Room}"));
        var texts = svg.All.Distinct().ToList(); // the plotting library draws labels twice, exactly
        for (var i = 0; i < texts.Count; i++)
            for (var j = i + 1; j < texts.Count; j++)
            {
                var (a, b) = (texts[i], texts[j]);
                var shared = SKRect.Intersect(a.Box, b.Box);
                Assert.False(shared.Width > 0 && shared.Height > 0 && shared.Width * shared.Height > Overlap * Math.Min(a.Box.Width * a.Box.Height, b.Box.Width * b.Box.Height),
                    $"'{a.Words}' at {a.Box} and '{b.Words}' at {b.Box} are written over each other");
            }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_picture_says_below_what_it_shows(string name)
    {
        var svg = new SvgTexts(Draw(name, PlotStyle.Default, PictureFormat.Svg));
        var words = string.Join(' ', svg.All.Select(text => text.Words));
        Assert.Contains(Caption, words, StringComparison.Ordinal);
        Assert.All(svg.All.Where(text => Caption.StartsWith(text.Words, StringComparison.Ordinal)), text => Assert.True(text.Box.Top > 0.85f * svg.Canvas.Height));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_png_has_the_pixels_of_its_size_and_says_its_resolution(string name)
    {
        var png = Draw(name, new PlotStyle("8.5 cm", Dpi: 300), PictureFormat.Png);
        Assert.InRange(new Pixels(png).Width, 1002, 1006); // 8.5 / 2.54 * 300, whole units of layout
        var resolution = PngChunks.Of(png).Single(chunk => chunk.Name == "pHYs").Content;
        Assert.Equal((11811, 11811, 1), (BinaryPrimitives.ReadInt32BigEndian(resolution), BinaryPrimitives.ReadInt32BigEndian(resolution.AsSpan(4)), resolution[8])); // 300 / 0.0254
    }

    [Theory, MemberData(nameof(Names))]
    public void A_pdf_is_one_page_of_its_size_with_its_font_and_the_same_bytes_again(string name)
    {
        var pdf = Draw(name, new PlotStyle("12.7 cm"), PictureFormat.Pdf);
        var text = Encoding.Latin1.GetString(pdf);
        Assert.StartsWith("%PDF-", text);
        Assert.Contains("/Count 1", text, StringComparison.Ordinal);
        Assert.Contains("/MediaBox [0 0 360 ", text, StringComparison.Ordinal); // five inches
        Assert.Contains("DejaVuSans", text, StringComparison.Ordinal);
        Assert.Equal(pdf, Draw(name, new PlotStyle("12.7 cm"), PictureFormat.Pdf));
    }

    [Theory, MemberData(nameof(Names))]
    public void In_print_there_is_no_colour(string name)
    {
        if (name is "eigenvalue_maps" or "adequacy_2d" or "flow_frame_images" or "neighbour_gallery") return; // red for unstable, marks on a landscape, and images are what they are
        var picture = new Pixels(Draw(name, new PlotStyle("10 cm", Theme: PlotTheme.Print), PictureFormat.Png));
        Assert.InRange(picture.Count(colour => Math.Max(Math.Abs(colour.Red - colour.Green), Math.Abs(colour.Green - colour.Blue)) > 24), 0, picture.Width); // grid lines are a little blue
    }

    [Fact]
    public void The_height_is_that_of_the_plot_or_the_one_asked_for()
    {
        SKRect Size(PlotStyle style) => new SvgTexts(Draw("region_atlas", style, PictureFormat.Svg)).Canvas;
        Assert.Equal(Size(new("8.5 cm")).Height / Size(new("8.5 cm")).Width, Size(PlotStyle.Default).Height / Size(PlotStyle.Default).Width, 0.01f);
        Assert.Equal(295, Size(new("12 cm", "5 cm")).Height);
    }

    [Theory]
    [InlineData("8.5 cm", 8.5)]
    [InlineData("85mm", 8.5)]
    [InlineData("2 in", 5.08)]
    [InlineData(" 8.5 ", 8.5)]
    public void Lengths_are_read_as_people_write_them(string text, double centimetres) => Close.Relative(centimetres, Length.Of(text)!.Value, Close.Kernel);

    [Fact]
    public void Styles_that_make_no_picture_are_refused()
    {
        foreach (var width in new[] { "", "wide", "8,5 cm", "-8 cm", "NaN", "3 cm", "101 cm", "8.5 ells" }) Assert.Contains("width", Assert.Throws<UsageException>(() => new PlotStyle(width)).Message, StringComparison.Ordinal);
        Assert.Contains("height", Assert.Throws<UsageException>(() => new PlotStyle(Height: "x")).Message, StringComparison.Ordinal);
        Assert.Contains("dpi", Assert.Throws<UsageException>(() => new PlotStyle(Dpi: 29)).Message, StringComparison.Ordinal);
        Assert.Contains("pixels", Assert.Throws<UsageException>(() => new PlotStyle("100 cm", Dpi: 1200)).Message, StringComparison.Ordinal);
        Assert.Contains("font_size", Assert.Throws<UsageException>(() => new PlotStyle(FontSize: double.NaN)).Message, StringComparison.Ordinal);
    }

    private static PlotStyle StyleOf(string name) => name switch
    {
        "column" => new("8.5 cm", FontSize: 7),
        "print" => new("12.5 cm", Dpi: 100, Theme: PlotTheme.Print),
        "large letters" => new(FontSize: 11),
        _ => PlotStyle.Default,
    };

    private static byte[] Draw(string name, PlotStyle style, PictureFormat format)
    {
        var plot = (Plot)Catalog.Find(typeof(Plot), name).Example() with { Style = style };
        return plot.Render(plot.Sample() with { Caption = Caption }, format);
    }

    private static SKRect Grown(SKRect box, float by) => SKRect.Inflate(box, by, by);
}
