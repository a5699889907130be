using NtkGan.Numerics;
using NtkGan.Plots;
using SkiaSharp;

namespace NtkGan.Tests.Plots;

public class FlowFrameTests
{
    private static readonly PlotStyle Style = PlotStyle.Default;

    [Theory]
    [InlineData(1, typeof(FlowFrame1D))]
    [InlineData(2, typeof(FlowFrame2D))]
    [InlineData(3, typeof(FlowFrameProjected))]
    [InlineData(12, typeof(FlowFrameProjected))]
    public void A_frame_finds_its_plot_by_its_dimension(int dimension, Type plot) =>
        Assert.Equal(plot, Plot.For(Ring(dimension)).GetType());

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(2, 2, 3)]
    public void A_frame_of_images_finds_the_plot_of_images(int height, int width, int channels) =>
        Assert.IsType<FlowFrameImages>(Plot.For(Ring(height * width * channels) with { Shape = new(height, width, channels) }));

    [Fact]
    public void No_plot_draws_points_without_coordinates() =>
        Assert.Throws<UsageException>(() => Plot.For(new FlowFrame("", 0, 0, new(3, 0), new(3, 0), new(3, 0), q => new double[q.Rows])));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void Targets_are_orange_and_particles_magenta(int dimension)
    {
        var frame = Ring(dimension);
        var (both, noTargets) = (Draw(frame), Draw(frame with { Targets = new(0, dimension), View = FlowView.Around(frame.Particles, frame.Targets) }));
        Assert.True(both.Count(IsOrange) > 1000);
        Assert.True(both.Count(IsMagenta) > 1000);
        Assert.True(noTargets.Count(IsOrange) < 100); // the legend's
        Assert.True(noTargets.Count(IsMagenta) > 1000);
    }

    [Fact]
    public void The_heat_map_shows_the_landscape()
    {
        var frame = Ring(2) with { Landscape = q => Column(q, 0), View = new(new(-1, 1), new(-1, 1)), Particles = new(0, 2), Velocities = new(0, 2), Targets = new(0, 2) };
        var picture = Draw(frame);
        AssertColor(Style.Heat.GetColor(0), picture[95, 400]);
        AssertColor(Style.Heat.GetColor(0.56), picture[560, 400]); // between the lines
        AssertColor(Style.Heat.GetColor(1), picture[917, 400]);
        AssertColor(Style.Heat.GetColor(0.56), picture[560, 150]);
    }

    [Fact]
    public void The_second_coordinate_points_up()
    {
        var frame = Ring(2) with { Landscape = q => Column(q, 1), Particles = new(0, 2), Velocities = new(0, 2), Targets = new(0, 2) };
        var picture = Draw(frame);
        AssertColor(Style.Heat.GetColor(1), picture[512, 115]);
        AssertColor(Style.Heat.GetColor(0), picture[512, 800]);
    }

    [Fact]
    public void Both_axes_have_one_scale_and_an_arrow_has_its_stated_length()
    {
        foreach (var (x, y) in new[] { (1.0, 0.0), (0.0, 1.0) })
        {
            var frame = Ring(2) with
            {
                Particles = Matrix.Of(new[,] { { 0.0, 0.0 } }),
                Velocities = Matrix.Of(new[,] { { x, y } }),
                Targets = new(0, 2),
                View = new(new(-1, 1), new(-1, 1), new(-10, 10)),
                Landscape = q => new double[q.Rows],
            };
            var (with, without) = (Draw(frame), Draw(frame with { Velocities = new(1, 2), View = frame.View with { TopSpeed = 1 } }));
            var changed = from row in Enumerable.Range(110, 720)
                          from column in Enumerable.Range(100, 850)
                          where with[column, row] != without[column, row]
                          select (column, row);
            var extent = x > 0 ? changed.Max(p => p.column) - changed.Min(p => p.column) : changed.Max(p => p.row) - changed.Min(p => p.row);
            Assert.InRange(extent, 0.09 * 728 - 6, 0.09 * 728 + 4); // the base hides below nothing; the rim adds a pixel at each end
        }
    }

    [Fact]
    public void Frames_of_one_view_lie_on_each_other()
    {
        var first = Ring(2);
        var view = FlowView.Around(first.Particles, first.Targets) with { Landscape = new(-1, 1), TopSpeed = 1 };
        var moved = first.Particles.Clone();
        moved[0, 0] = 3; // would widen a view of its own
        var (a, b) = (Draw(first with { View = view }), Draw(first with { View = view, Particles = moved }));
        Assert.InRange(a.Differences(b), 1, 3000);
        Assert.True(a.Differences(Draw(first with { Particles = moved })) > 50_000);
    }

    // A late frame on the scale of its run: one colour, and yet its own shape with its own numbers.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_flat_on_the_scale_of_the_run_has_lines_with_values(int dimension)
    {
        var start = Ring(dimension);
        var view = FlowView.Around(start.Particles, start.Targets) with { Landscape = new(-4, 4), TopSpeed = 1 };
        var flat = start with { Velocities = new(start.Particles.Rows, dimension), View = view, Landscape = q => new double[q.Rows] };
        var late = flat with { Landscape = q => [.. Column(q, 0).Select(x => 1e-4 * x)] };
        var (before, after) = (Draw(flat), Draw(late));
        Assert.InRange(before.Differences(after), 3000, 60_000);
        AssertColor(Style.Heat.GetColor(0.5), after[130, 150]); // the colours stay those of the run

        string[] Words(FlowFrame frame) => [.. new SvgTexts(Plot.For(frame).Render(frame, PictureFormat.Svg)).All.Select(text => text.Words).Distinct()];
        Assert.Superset(new HashSet<string> { "lines: levels of this frame, every 5e\u22125; colours: one scale for the run", "5.0e\u22125", "\u22125.0e\u22125" }, Words(late).ToHashSet());
        Assert.DoesNotContain(Words(flat), words => words.StartsWith("lines", StringComparison.Ordinal));
        Assert.Contains(Words(late with { View = null, Landscape = q => Column(q, 0) }), words => words == "lines: levels of this frame, every 0.5");
    }

    [Theory]
    [InlineData("8.5 cm")]
    [InlineData("6.8 cm")]
    public void A_remark_on_a_small_picture_is_not_cut(string width)
    {
        var start = Ring(2);
        var late = start with { View = FlowView.Around(start.Particles, start.Targets) with { Landscape = new(-4, 4), TopSpeed = 1 }, Landscape = q => [.. Column(q, 0).Select(x => 1e-4 * x)] };
        var texts = new SvgTexts((Plot.For(late) with { Style = new PlotStyle(width) }).Render(late, PictureFormat.Svg)).All;
        Assert.Contains(texts, text => text.Words.StartsWith("lines", StringComparison.Ordinal));
        Assert.All(texts, text => Assert.True(text.Room.Contains(text.Box), $"'{text.Words}' at {text.Box} is cut at {text.Room}"));
    }

    [Fact]
    public void On_a_line_what_is_flat_on_the_scale_of_the_run_is_enlarged()
    {
        var start = Ring(1);
        var view = FlowView.Around(start.Particles, start.Targets) with { Landscape = new(-4, 4), TopSpeed = 1 };
        var late = start with { View = view, Landscape = q => [.. Column(q, 0).Select(x => 0.001 * Math.Sin(3 * x))] };
        string[] Words(FlowFrame frame) => [.. new SvgTexts(Plot.For(frame).Render(frame, PictureFormat.Svg)).All.Select(text => text.Words).Where(words => words.StartsWith("thin", StringComparison.Ordinal)).Distinct()];
        Assert.Equal(["thin: enlarged 1000 times, about 0", "thin: enlarged 100 times, about 0"], Words(late).Select(words => words.Split(", about")[0] + ", about 0"));
        Assert.Empty(Words(start));
        Assert.Empty(Words(late with { Landscape = q => new double[q.Rows] }));
    }

    [Fact]
    public void Images_keep_their_pixels_and_their_order()
    {
        var images = Matrix.Of(new double[,] { { -1, 1, 1, -1 }, { 0, 0, 0, 0 }, { 5, -5, 5, -5 } });
        var picture = Draw(new("", 0, 0, images, images, new(3, 4), _ => throw new InvalidOperationException(), null, new(2, 2, 1)));
        Assert.True(picture.Count(SKColors.Black) > 3 * picture.Width);
        Assert.True(picture.Count(new SKColor(128, 128, 128)) > 10_000);
        var grey = picture.Count(new SKColor(128, 128, 128)); // one tile of four pixels
        Assert.InRange(picture.Count(SKColors.Black), grey - 10, grey + 1500); // two halves of tiles, and the text's darkest pixels
    }

    [Fact]
    public void Images_have_their_colours()
    {
        var image = Matrix.Of(new double[,] { { 1, -1, -1, -1, 1, -1 } });
        var picture = Draw(new("", 0, 0, image, image, new(1, 6), q => new double[q.Rows], null, new(1, 2, 3)));
        Assert.True(picture.Count(new SKColor(255, 0, 0)) > 10_000);
        Assert.Equal(picture.Count(new SKColor(255, 0, 0)), picture.Count(new SKColor(0, 255, 0)));
    }

    [Theory]
    [InlineData(16, 16, 3)]
    [InlineData(700, 900, 1)]
    public void Images_of_any_size_fit(int height, int width, int channels)
    {
        var images = new Matrix(5, height * width * channels);
        var picture = Draw(new("t", 0, 0, images, images, images, q => new double[q.Rows], null, new(height, width, channels)));
        Assert.Equal(0, picture.Marked(0, 3, 0, picture.Height));
        Assert.InRange(picture.Marked(0, picture.Width, 70, picture.Height), 50_000, 900_000);
    }

    [Fact]
    public void Nearest_targets_are_the_nearest()
    {
        Matrix particles = Matrix.Column(-0.9, 0.9), targets = Matrix.Column(0, -1, 1);
        var picture = Pixels.Of(new FlowFrameImages(Nearest: true), new FlowFrame("", 0, 0, particles, targets, new(2, 1), q => new double[q.Rows], null, new(1, 1, 1)));
        var (nearlyBlack, black) = (picture.Count(new SKColor(13, 13, 13)), picture.Count(SKColors.Black));
        Assert.True(nearlyBlack > 100);
        Assert.Equal(nearlyBlack, black);
        Assert.Equal(0, picture.Count(new SKColor(128, 128, 128)) / 100); // target 0 is nobody's nearest
    }

    [Fact]
    public void Degenerate_frames_are_drawn()
    {
        for (var dimension = 1; dimension <= 4; dimension++)
        {
            Matrix one = new(1, dimension), none = new(0, dimension), equal = new(7, dimension);
            foreach (var (particles, targets) in new[] { (one, one), (one, none), (none, one), (none, none), (equal, one) })
            {
                if (dimension > 2 && particles.Rows + targets.Rows == 0) continue;
                var frame = new FlowFrame("", 0, 0, particles, targets, new(particles.Rows, dimension), q => new double[q.Rows]);
                Assert.True(Draw(frame).Marked(0, 1098, 60, 898) > 5000);
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_is_none_is_refused(double value)
    {
        foreach (var dimension in new[] { 1, 2, 5 })
        {
            var frame = Ring(dimension);
            Matrix broken = frame.Particles.Clone(), targets = frame.Targets.Clone();
            broken[3, 0] = targets[3, 0] = value;
            Assert.Contains("particle of step 1200", Assert.Throws<NumericalException>(() => Draw(frame with { Particles = broken })).Message, StringComparison.Ordinal);
            Assert.Throws<NumericalException>(() => Draw(frame with { Velocities = broken }));
            Assert.Throws<NumericalException>(() => Draw(frame with { Targets = targets }));
            Assert.Throws<NumericalException>(() => Draw(frame with { Landscape = q => { var v = new double[q.Rows]; v[^1] = value; return v; } }));
        }
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        var frame = Ring(2);
        Assert.Throws<ArgumentException>(() => Draw(frame with { Targets = new(3, 3) }));
        Assert.Throws<ArgumentException>(() => Draw(frame with { Velocities = new(3, 2) }));
        Assert.Throws<ArgumentException>(() => Draw(frame with { Shape = new(2, 2, 1) }));
        Assert.Throws<ArgumentException>(() => Draw(frame with { Landscape = _ => new double[3] }));
        var far = new Matrix(2, 2, [double.MaxValue, 0, double.MinValue, 0]);
        Assert.Throws<NumericalException>(() => Draw(frame with { Particles = far, Velocities = new(2, 2) }));
    }

    [Fact]
    public void Settings_that_draw_nothing_are_refused()
    {
        Assert.Contains("grid must lie between 2", Assert.Throws<UsageException>(() => new FlowFrame2D(Grid: 1)).Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => new FlowFrame2D(Arrows: 0));
        Assert.Throws<UsageException>(() => new FlowFrameProjected(Grid: 100_000));
        Assert.Throws<UsageException>(() => new FlowFrame1D(Grid: 2));
        Assert.Throws<UsageException>(() => new FlowFrame1D(Bins: 0));
        Assert.Throws<UsageException>(() => new FlowFrameImages(Count: -1));
    }

    private static FlowFrame Ring(int dimension) => FlowFrame.Example(dimension);

    private static Pixels Draw(FlowFrame frame) => Pixels.Of(Plot.For(frame), frame);

    private static double[] Column(Matrix points, int k) => [.. Enumerable.Range(0, points.Rows).Select(i => points[i, k])];

    private static bool IsOrange(SKColor c) => c.Red > 200 && c.Green is > 100 and < 200 && c.Blue < 120;

    private static bool IsMagenta(SKColor c) => c.Red > 150 && c.Green < 120 && c.Blue > 100;

    /// <summary>Within the change of colour over a cell of the heat map.</summary>
    private static void AssertColor(ScottPlot.Color expected, SKColor actual)
    {
        var distance = Math.Abs(expected.R - actual.Red) + Math.Abs(expected.G - actual.Green) + Math.Abs(expected.B - actual.Blue);
        Assert.True(distance < 25, $"expected {expected.ToHex()}, got {actual}");
    }
}
