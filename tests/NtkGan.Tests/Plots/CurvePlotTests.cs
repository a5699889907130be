using NtkGan.Plots;

namespace NtkGan.Tests.Plots;

public class CurvePlotTests
{
    private static readonly MetricTable Empty = new("run", ["step", "s"], []);

    [Fact]
    public void Tables_of_any_size_are_drawn()
    {
        foreach (var metrics in new[] { 1, 2, 5, 12 })
            foreach (var rows in new[] { 0, 1, 2, 30 })
            {
                var table = new MetricTable("run", ["step", .. Enumerable.Range(0, metrics).Select(k => $"m{k}")],
                    [.. Enumerable.Range(0, rows).Select(i => (double[])[i, .. Enumerable.Range(0, metrics).Select(k => (double)(i * k))])]);
                var picture = Pixels.Of(new MetricCurves(), table);
                Assert.Equal(0, picture.Marked(0, 3, 0, picture.Height));
                Assert.True(picture.Marked(0, picture.Width, 60, picture.Height) > 4000);
            }
    }

    [Fact]
    public void A_missing_value_is_a_gap_and_a_lone_one_a_dot()
    {
        var blue = PlotStyle.Default.Curves[0];
        int Marks(params double[] values) => Pixels.Of(new MetricCurves(), Empty with { Rows = [.. values.Select((v, i) => (double[])[i, v])] })
            .Count(c => (c.Red, c.Green, c.Blue) == (blue.R, blue.G, blue.B));
        var whole = Marks(1, 1, 1, 1, 1);
        Assert.InRange(Marks(1, 1, double.NaN, 1, 1), 0.4 * whole, 0.6 * whole);
        Assert.Equal(Marks(1, 1, double.NaN, 1, 1), Marks(1, 1, double.NegativeInfinity, 1, 1));
        Assert.InRange(Marks(1, double.NaN, double.NaN, double.NaN, 1), 10, 0.1 * whole);
        Assert.Equal(0, Marks(double.NaN, double.NaN));
    }

    [Fact]
    public void A_column_that_grows_by_decades_is_logarithmic()
    {
        Pixels Draw(double shift) => Pixels.Of(new MetricCurves(), Empty with { Rows = [.. Enumerable.Range(0, 9).Select(i => (double[])[i, Math.Pow(10, -i) + shift])] });
        var blue = PlotStyle.Default.Curves[0];
        var (logarithmic, linear) = (Draw(0), Draw(-1e-7));
        bool IsCurve(Pixels picture, int x, int y) => Enumerable.Range(y - 12, 24).Any(row => picture[x, row].Blue > picture[x, row].Red + 60);
        Assert.True(IsCurve(logarithmic, 580, 333)); // the middle of a straight line
        Assert.False(IsCurve(linear, 580, 333));
    }

    [Fact]
    public void Dashed_curves_are_told_apart_in_the_legend()
    {
        double[] x = [0, 1, 2];
        Pixels Draw(params PlacedCurve[] models) => Pixels.Of(new CurvePanels(), new CurveSheet("title", "x", "y", [new("", [new("curve", x, [1, 2, 3], 6), .. models])], IsLogarithmic: false));
        static bool Shows(Pixels picture, Func<int, int, bool> isColour) => Enumerable.Range(45, 55).Any(y => Enumerable.Range(0, picture.Width).Any(at => isColour(picture[at, y].Red, picture[at, y].Blue)));
        var two = Draw(new("first", x, [1, 1, 1], 0, Model: 1), new("second", x, [2, 2, 2], 1, Model: 1));
        Assert.True(Shows(two, (red, blue) => blue > red + 60));
        Assert.True(Shows(two, (red, blue) => red > blue + 60));
        var one = Draw(new("model", x, [1, 1, 1], 0, Model: 1), new("model", x, [2, 2, 2], 1, Model: 1));
        Assert.False(Shows(one, (red, blue) => Math.Abs(red - blue) > 60));
    }

    [Fact]
    public void Broken_tables_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Pixels.Of(new MetricCurves(), Empty with { Columns = ["step"] }));
        Assert.Throws<ArgumentException>(() => Pixels.Of(new MetricCurves(), Empty with { Rows = [[1.0]] }));
        Assert.Throws<NumericalException>(() => Pixels.Of(new MetricCurves(), Empty with { Rows = [[double.NaN, 1.0]] }));
    }

    [Fact]
    public void Kernels_must_be_numbers_at_all_positions()
    {
        var line = new KernelLine("k", [0, 1], [new("a", [1, 1])], []);
        Assert.True(Pixels.Of(new KernelSlice(), line).Marked(0, 1098, 90, 898) > 3000);
        Assert.Throws<ArgumentException>(() => Pixels.Of(new KernelSlice(), line with { Positions = [0] }));
        Assert.Throws<NumericalException>(() => Pixels.Of(new KernelSlice(), line with { Curves = [new("a", [1, double.NaN])] }));
        Assert.Throws<NumericalException>(() => Pixels.Of(new KernelSlice(), line with { Anchors = [double.NaN] }));
        Assert.True(Pixels.Of(new KernelSlice(), new KernelLine("none", [], [], [])).Marked(0, 1098, 90, 898) > 3000);
    }

    [Fact]
    public void Spectra_of_any_kind_are_drawn()
    {
        foreach (var values in new double[][] { [], [0, 0], [-1e-17], [3], [2, 2, 2], [1e-300, 1e300], [1, 0, -1] })
            Assert.True(Pixels.Of(new Spectrum(), new EigenvalueList("K", [new("K", values)])).Marked(0, 1098, 90, 898) > 3000);
        Assert.Throws<NumericalException>(() => Pixels.Of(new Spectrum(), new EigenvalueList("K", [new("K", [double.NaN])])));
    }

    [Fact]
    public void The_order_of_eigenvalues_does_not_matter() => Assert.Equal(
        new Spectrum().Render(new EigenvalueList("K", [new("K", [1, 3, 2])]), PictureFormat.Png),
        new Spectrum().Render(new EigenvalueList("K", [new("K", [3, 2, 1])]), PictureFormat.Png));
}
