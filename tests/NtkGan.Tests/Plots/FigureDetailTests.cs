using CsCheck;
using NtkGan.Numerics;
using NtkGan.Plots;

namespace NtkGan.Tests.Plots;

public class FigureDetailTests
{
    // Of 1 for white, CIE 1976: below 0.02 nobody sees a step.
    private const double SeenApart = 0.08, GreyApart = 0.2;

    [Fact]
    public void Frames_of_a_scaled_view_share_colours_and_arrows()
    {
        var first = FlowFrame.Example(2);
        var view = FlowView.Around(first.Particles, first.Targets).ScaledTo(first);
        Close.Relative(first.TopSpeed, view.TopSpeed!.Value, Close.Kernel);
        Assert.InRange(view.Landscape!.Value.To, -0.02, 0); // -|x|^2/2 at the cell nearest to 0
        Assert.True(view.Landscape.Value.From < -0.5 * (view.X.To * view.X.To));
        var slow = first with { View = view, Velocities = new(96, 2) };
        slow.Velocities[0, 0] = 0.04 * view.TopSpeed.Value;
        var none = slow with { Velocities = new(96, 2) };
        Assert.Equal(0, Draw(slow, hasLegend: false).Differences(Draw(none, hasLegend: false))); // too short to say a direction
        slow.Velocities[0, 0] = 0.5 * view.TopSpeed.Value;
        Assert.True(Draw(slow, hasLegend: false).Differences(Draw(none, hasLegend: false)) > 20);
        foreach (var dimension in new[] { 1, 4 })
        {
            var other = FlowFrame.Example(dimension);
            Assert.NotNull(FlowView.Around(other.Particles, other.Targets).ScaledTo(other).Landscape);
        }
    }

    [Fact]
    public void A_target_shows_on_a_particle_in_colour_and_in_grey()
    {
        var point = Matrix.Of(new[,] { { 0.0, 0.0 } });
        foreach (var theme in Enum.GetValues<PlotTheme>())
        {
            Pixels Of(Matrix targets) => new((new FlowFrame2D() with { Style = new(Theme: theme) }).Render(
                new FlowFrame("", 0, 0, point, targets, new(1, 2), queries => new double[queries.Rows], new(new(-1, 1), new(-1, 1), new(-1, 1))), PictureFormat.Png));
            Assert.True(Of(point).Differences(Of(new(0, 2))) > 60);
        }
    }

    [Fact]
    public void Regimes_are_told_apart_by_a_deuteranope_and_the_ends_in_grey()
    {
        foreach (var theme in Enum.GetValues<PlotTheme>())
        {
            var areas = (new RegionAtlas() with { Style = new(Theme: theme) }).Areas;
            for (var i = 0; i < areas.Count; i++)
                for (var j = 0; j < i; j++) Assert.True(Distance(Seen(areas[i]), Seen(areas[j])) > SeenApart, $"{theme}: {i} and {j}");
            Assert.True(Math.Abs(Lightness(areas[0]) - Lightness(areas[4])) > GreyApart); // converges and diverges
        }
    }

    [Fact]
    public void Areas_have_their_names_in_them()
    {
        var data = (RegionMap)new RegionAtlas().Sample();
        var svg = new SvgTexts(new RegionAtlas().Render(data, PictureFormat.Svg));
        Assert.All(data.Kinds, kind => Assert.Equal(2, svg.All.Distinct().Count(text => text.Words == kind))); // in the legend, and in the area
    }

    [Fact]
    public void The_middle_of_an_area_is_farthest_from_the_others()
    {
        var cells = new Matrix(7, 9);
        for (var i = 1; i < 6; i++)
            for (var j = 2; j < 7; j++) cells[i, j] = 1;
        Assert.Equal((3, 4, 2), AreaMiddle.Of(cells, 1));
        Assert.Equal((2, 3, 1), AreaMiddle.Of(cells, 1, (row, column) => row != 3 && column < 4));
        Assert.Null(AreaMiddle.Of(cells, 2));
    }

    [Fact]
    public void No_share_and_no_count_is_drawn_below_zero()
    {
        string[] Words(ValueList<string>? linear) => [.. new SvgTexts(new MetricCurves().Render(new MetricTable("run", ["step", "copies"], [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]], linear), PictureFormat.Svg)).All.Select(text => text.Words)];
        static bool IsNegative(string words) => words.StartsWith('-') || words.StartsWith('\u2212');
        Assert.Contains(Words(null), IsNegative);
        Assert.DoesNotContain(Words(["copies"]), IsNegative);
        Assert.Contains("0", Words(["copies"]));
    }

    [Fact]
    public void A_panel_without_values_is_left_out_and_shares_are_linear()
    {
        MetricTable Table(params string[] linear) => new("run", ["step", "a", "b"], [.. Enumerable.Range(0, 9).Select(i => (double[])[i, Math.Pow(10, -i), double.NaN])], linear);
        string[] Words(MetricTable table) => [.. new SvgTexts(new MetricCurves().Render(table, PictureFormat.Svg)).All.Select(text => text.Words).Distinct()];
        Assert.DoesNotContain("b", Words(Table()));
        Assert.Contains("10\u207b\u2074", Words(Table()));
        Assert.DoesNotContain("10\u207b\u2074", Words(Table("a")));
    }

    [Fact]
    public void Every_axis_has_two_labels()
    {
        Gen.Select(Gen.Double[-5, 5], Gen.Double[0.05, 4], Gen.Int[2, 12]).Sample((from, span, count) =>
            DecadeTicks.Between(from, from + span, count).Count(tick => tick.IsMajor) > 1 && DecimalTicks.Between(from, from + span, count).Count(tick => tick.IsMajor) > 1, iter: 2000, threads: 1);
    }

    [Fact]
    public void A_legend_says_what_names_do_not_share()
    {
        Assert.Equal(["ipm", "lsgan"], MetricComparison.Differences(["ab-relu-ipm-long", "ab-relu-lsgan-long"]));
        Assert.Equal(["a", "b"], MetricComparison.Differences(["a", "a-b"]));
        Assert.Equal(["flow"], MetricComparison.Differences(["flow"]));
    }

    [Fact]
    public void Seven_experiments_share_a_panel_and_more_stand_in_their_places()
    {
        string[] Words(int experiments, bool hasPlaces)
        {
            var numbers = Enumerable.Range(0, experiments).ToList();
            MetricTable Table(int k) => new($"flow-{k}", ["step", "e"], [[0.0, k + 1.0], [9.0, k + 2.0]]);
            var data = new MetricRuns("many", [.. numbers.Select(Table)], hasPlaces ? [.. numbers.Select(k => new CurvePlace($"panel {k % 2}", $"curve {k / 2}"))] : null);
            return [.. new SvgTexts(Plot.For(data).Render(data, PictureFormat.Svg)).All.Distinct().Select(text => text.Words)];
        }

        Assert.Contains("6", Words(7, true));
        Assert.DoesNotContain("panel 0", Words(7, true));
        Assert.Contains("7", Words(8, false));
        var words = Words(8, true);
        Assert.All(["panel 0", "panel 1", "curve 0", "curve 1", "curve 2", "curve 3", "e"], expected => Assert.Single(words, word => word == expected));
        Assert.Equal(2, words.Count(word => word == "step"));
    }

    [Fact]
    public void Colours_that_come_again_have_other_dashes()
    {
        var style = PlotStyle.Default;
        Assert.Equal(28, Enumerable.Range(0, 28).Select(k => (style.Line(k).Color, style.Line(k).Pattern.Name)).Distinct().Count());
    }

    [Fact]
    public void Places_and_panels_that_do_not_fit_are_refused()
    {
        var table = new MetricTable("run", ["step", "e"], [[0.0, 1.0]]);
        Assert.Throws<ArgumentException>(new MetricRuns("x", [table], [new("a", "b"), new("a", "c")]).Check);
        Assert.Throws<ArgumentException>(new MetricRuns("x", [table], null, 0).Check);
        new MetricRuns("x", [table], [new("a", "b")], 1).Check();
    }

    private static Pixels Draw(FlowFrame frame, bool hasLegend)
    {
        var picture = (new FlowFrame2D() with { Style = new("10 cm") }).Render(frame, PictureFormat.Png);
        return hasLegend ? new(picture) : new(WithoutHead(picture));
    }

    // The legend states the present speed.
    private static byte[] WithoutHead(byte[] picture)
    {
        using var bitmap = SkiaSharp.SKBitmap.Decode(picture);
        using var part = new SkiaSharp.SKBitmap();
        bitmap.ExtractSubset(part, new SkiaSharp.SKRectI(0, bitmap.Height / 3, bitmap.Width, bitmap.Height));
        return part.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100).ToArray();
    }

    // Vienot, Brettel, Mollon 1999: in linear light a deuteranope's red and green are one mixture of both.
    private static (double R, double G, double B) Seen(ScottPlot.Color colour)
    {
        var (r, g, b) = (Linear(colour.R), Linear(colour.G), Linear(colour.B));
        var yellow = 0.29275 * r + 0.70725 * g;
        return (yellow, yellow, -0.02234 * r + 0.02234 * g + b);
    }

    private static double Distance((double R, double G, double B) one, (double R, double G, double B) other) =>
        Math.Sqrt(Square(Root(one.R) - Root(other.R)) + Square(Root(one.B) - Root(other.B)));

    private static double Lightness(ScottPlot.Color colour) => Root(0.2126 * Linear(colour.R) + 0.7152 * Linear(colour.G) + 0.0722 * Linear(colour.B));

    private static double Linear(byte value) => Math.Pow(value / 255.0, 2.2);

    private static double Root(double light) => Math.Cbrt(Math.Max(0, light));

    private static double Square(double x) => x * x;

    [Fact]
    public void A_band_of_seeds_reaches_from_the_least_to_the_greatest_and_a_run_that_ended_early_leaves_the_others()
    {
        var band = SeedBand.Of("x", [([0, 10, 20], [1, 4, double.NaN]), ([0, 10], [3, double.NaN]), ([20, 30], [7, double.NaN])]);
        Assert.Equal([0, 10, 20, 30], band.Steps);
        Assert.Equal([2, 4, 7, double.NaN], band.Values[..4]);
        Assert.Equal([1, 4, 7, double.NaN], band.Values[4..8]);
        Assert.Equal([3, 4, 7, double.NaN], band.Values[8..]);
    }

    [Fact]
    public void Curves_of_several_seeds_are_one_line_and_a_band()
    {
        MetricTable Run(string name, double factor) => new(name, ["step", "e"], [.. Enumerable.Range(0, 20).Select(i => (double[])[i, factor * (i + 1)])]);
        byte[] Drawn(params MetricTable[] runs) => new MetricComparison().Render(new MetricRuns("seeds", [.. runs]), PictureFormat.Png);
        Assert.NotEqual(Drawn(Run("a", 1)), Drawn(Run("a", 1), Run("a", 1.5)));

        // Equal seeds have no band, and their mean is each of them.
        Assert.Equal(Drawn(Run("a", 1)), Drawn(Run("a", 1), Run("a", 1)));
    }
}
