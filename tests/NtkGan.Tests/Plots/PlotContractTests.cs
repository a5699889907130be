using System.Globalization;
using System.Xml.Linq;
using NtkGan.Plots;

namespace NtkGan.Tests.Plots;

/// <summary>What every plot promises, run over the catalog.</summary>
public class PlotContractTests
{
    public static TheoryData<string> Names => [.. LibraryPlots.Members.Select(member => member.Name)];

    [Fact]
    public void There_are_plots() => Assert.True(LibraryPlots.Members.Count >= 7);

    [Theory, MemberData(nameof(Names))]
    public void Draws_its_sample_with_a_title(string name)
    {
        var (plot, data) = Example(name);
        var picture = Pixels.Of(plot, data);
        Assert.Equal(plot.Style.Across, picture.Width); // at 150 dpi a unit is a pixel
        Assert.InRange(picture.Marked(80, picture.Width, 10, 55), 300, 20_000); // the title, and no panel over it
        Assert.True(picture.Marked(0, picture.Width, 90, picture.Height) > 5_000);
        Assert.Equal(0, picture.Marked(0, 3, 0, picture.Height)); // nothing is cut off at the edges
        Assert.Equal(0, picture.Marked(picture.Width - 3, picture.Width, 0, picture.Height));
        Assert.Equal(0, picture.Marked(0, picture.Width, picture.Height - 3, picture.Height));
        Assert.True(picture.Differences(Pixels.Of(plot, data with { Title = "another" })) > 100);
    }

    [Theory, MemberData(nameof(Names))]
    public void Draws_the_same_bytes_again_and_in_any_culture(string name)
    {
        var (plot, data) = Example(name);
        var first = plot.Render(data, PictureFormat.Png);
        var culture = CultureInfo.CurrentCulture;
        try
        {
            foreach (var other in new[] { "de-DE", "tr-TR" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(other);
                Assert.Equal(first, plot.Render(data, PictureFormat.Png));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Writes_xml_with_its_title_in_it(string name)
    {
        var (plot, data) = Example(name);
        using var stream = new MemoryStream(plot.Render(data with { Title = "tit & <le>" }, PictureFormat.Svg));
        var root = XDocument.Load(stream).Root!;
        Assert.Equal("svg", root.Name.LocalName);
        Assert.Contains(root.Descendants(), e => e.Name.LocalName == "text" && e.Value.Contains("tit & <le>", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public void Is_the_plot_for_its_sample(string name)
    {
        var (plot, data) = Example(name);
        if (plot.FitOf(data) == Fit.OnRequest) Assert.NotEqual(plot.GetType(), Plot.For(data).GetType());
        else Assert.Equal(plot.GetType(), Plot.For(data).GetType());
    }

    [Theory, MemberData(nameof(Names))]
    public void Refuses_other_data(string name)
    {
        var plot = (Plot)Catalog.Find(typeof(Plot), name).Example();
        Assert.Equal(Fit.None, plot.FitOf(new Unknown()));
        Assert.Throws<UsageException>(() => plot.Render(new Unknown(), PictureFormat.Png));
    }

    private static (Plot Plot, PlotData Data) Example(string name)
    {
        var plot = (Plot)Catalog.Find(typeof(Plot), name).Example();
        return (plot, plot.Sample());
    }

    private sealed record Unknown() : PlotData("unknown")
    {
        public override void Check()
        {
        }
    }
}
