using NtkGan.Numerics;
using NtkGan.Plots;
using ScottPlot;

namespace NtkGan.Tests.Plots;

public class MapPlotTests
{
    private static readonly MapAxis X = new("x", 1, 100, true), Y = new("y", 0, 1);

    private static RegionMap Map(params MapMark[] marks)
    {
        var cells = new Matrix(4, 6);
        for (var i = 0; i < 4; i++)
            for (var j = 3; j < 6; j++) cells[i, j] = 1;
        return new("map", X, Y, ["left", "right"], cells, marks);
    }

    [Fact]
    public void Areas_lie_where_their_cells_are()
    {
        var picture = Pixels.Of(new RegionAtlas(), Map());
        var (left, right) = (picture[200, 500], picture[950, 500]);
        Assert.NotEqual(left, right);
        Assert.Equal(left, picture[200, 200]);
        Assert.Equal(left, picture[560, 500]); // the border is in the middle, at 580
        Assert.Equal(right, picture[600, 500]);
    }

    [Fact]
    public void Marks_tell_agreement_from_disagreement()
    {
        var none = Pixels.Of(new RegionAtlas(), Map());
        var right = Pixels.Of(new RegionAtlas(), Map(new MapMark(10, .5, 0, true)));
        var wrong = Pixels.Of(new RegionAtlas(), Map(new MapMark(10, .5, 0, false)));
        Assert.True(none.Differences(right) > 20);
        Assert.True(right.Differences(wrong) > 100);
    }

    [Fact]
    public void Broken_maps_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Pixels.Of(new RegionAtlas(), Map() with { Kinds = ["left"] }));
        Assert.Throws<ArgumentException>(() => Pixels.Of(new RegionAtlas(), Map() with { X = X with { From = 0 } }));
        Assert.Throws<NumericalException>(() => Pixels.Of(new RegionAtlas(), Map() with { Y = Y with { To = double.NaN } }));
        Assert.Throws<ArgumentException>(() => Pixels.Of(new RegionAtlas(), Map(new MapMark(10, .5, 2, true))));
        Assert.Throws<NumericalException>(() => Pixels.Of(new RegionAtlas(), Map(new MapMark(0, .5, 1, true))));
    }

    // x^2 + y^2 = 1 on a grid: every piece lies on the circle up to the linear interpolation, and their lengths sum to its circumference.
    [Fact]
    public void Level_lines_follow_a_circle()
    {
        const int count = 81;
        var values = new Matrix(count, count);
        for (var i = 0; i < count; i++)
            for (var j = 0; j < count; j++) values[i, j] = Square(-2 + 4.0 * i / (count - 1)) + Square(-2 + 4.0 * j / (count - 1));
        var pieces = new LevelLines(values, 1, new(-2, 2), new(-2, 2), new LineStyle()).Segments().ToList();
        Assert.All(pieces, piece => Close.Within(1, Math.Sqrt(Square(piece.From.X) + Square(piece.From.Y)), Close.ThreeDigits));
        Close.Relative(2 * Math.PI, pieces.Sum(piece => Math.Sqrt(Square(piece.From.X - piece.To.X) + Square(piece.From.Y - piece.To.Y))), Close.ThreeDigits);
        Assert.Empty(new LevelLines(values, 100, new(-2, 2), new(-2, 2), new LineStyle()).Segments());
    }

    [Fact]
    public void Paths_show_their_times_and_no_others()
    {
        foreach (var dimension in new[] { 1, 2 })
        {
            var paths = PointPaths.Example(dimension);
            var plot = NtkGan.Plots.Plot.For(paths);
            Assert.True(Pixels.Of(plot, paths).Differences(Pixels.Of(plot, paths with { Shown = 20 })) > 1000);
            Assert.True(Pixels.Of(plot, paths with { Shown = 1 }).Marked(0, 1098, 90, 898) > 3000);
            Assert.Throws<ArgumentException>(() => Pixels.Of(plot, paths with { Shown = 0 }));
            Assert.Throws<ArgumentException>(() => Pixels.Of(plot, paths with { Times = [1.0] }));
            Assert.Throws<NumericalException>(() => Pixels.Of(plot, paths with { Times = [.. paths.Times.Select(_ => double.NaN)] }));
        }
    }

    [Fact]
    public void Sheets_of_curves_leave_gaps_where_a_logarithm_has_no_value()
    {
        CurveSheet Sheet(params double[] y) => new("sheet", "x", "y", [new("a", [new("curve", [.. y.Select((_, i) => (double)i)], y, 0)])]);
        foreach (var y in new double[][] { [1, .1, 0, .01], [0, 0], [], [double.NaN, 1], [1e-300, 1] })
            Assert.True(Pixels.Of(new CurvePanels(), Sheet(y)).Marked(0, 1098, 90, 898) > 2000);
        Assert.Throws<ArgumentException>(() => Pixels.Of(new CurvePanels(), new CurveSheet("sheet", "x", "y", [])));
        foreach (var panels in new[] { 1, 2, 5, 12, 27 })
        {
            var picture = Pixels.Of(new CurvePanels(), Sheet(1, .5) with { Panels = [.. Enumerable.Repeat(Sheet(1, .5).Panels[0], panels)] });
            Assert.Equal(0, picture.Marked(0, 3, 0, picture.Height));
        }
    }

    private static double Square(double x) => x * x;
}
