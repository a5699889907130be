using ScottPlot;
using SkiaSharp;

namespace NtkGan.Plots;

/// <summary>A map of kinds as flat colours, each named in the middle of its largest part; a dot for what was found where it was expected, a cross in the colour
/// of what was found instead. Kinds differ in brightness too, so that they stay apart in grey and for colour-blind readers.</summary>
public sealed record RegionAtlas : Plot<RegionMap>
{
    private static readonly string[] Light = ["#eaf5ee", "#a8cbea", "#cfcfcf", "#f7dd7a", "#d9775f", "#a78cc4"];

    private static readonly string[] Greys = ["#f7f7f7", "#c4c4c4", "#dedede", "#ababab", "#909090", "#787878"];

    /// <summary>The same for marks, dark.</summary>
    private static readonly string[] Dark = ["#00795a", "#0a4f8a", "#4b5360", "#7a5200", "#6e1408", "#4b1f70"];

    /// <summary>The colours of areas.</summary>
    internal IReadOnlyList<Color> Areas => [.. (Style.IsPrint ? Greys : Light).Select(colour => new Color(colour))];

    /// <inheritdoc/>
    public override PlotData Sample()
    {
        var cells = new NtkGan.Numerics.Matrix(60, 80);
        for (var i = 0; i < 60; i++)
            for (var j = 0; j < 80; j++) cells[i, j] = i > 40 ? 4 : j < 20 ? 2 : j + i < 60 ? 1 : j > 60 ? 3 : 0;
        MapAxis x = new("kernel width \u03c3", .1, 10, true), y = new("regularisation \u03bb", 0, 2);
        return new RegionMap("Regimes over kernel width and regularisation", x, y, ["converges", "oscillates", "frozen", "collapses", "diverges"], cells,
            [.. from i in Enumerable.Range(0, 6) from j in Enumerable.Range(0, 8)
                let kind = (int)cells[5 + 10 * i, 5 + 10 * j]
                select new MapMark(.1 * Math.Pow(10, 2 * (5 + 10 * j) / 79.0), 2 * (5 + 10 * i) / 59.0, (i + j) % 9 == 0 ? 0 : kind, (i + j) % 9 != 0 || kind == 0)])
        { Caption = "a made-up map of 60 x 80 cells" };
    }

    /// <inheritdoc/>
    protected override Fit FitOf(RegionMap data) => Fit.Special;

    private protected override Figure Draw(RegionMap data)
    {
        int[] kinds = [.. Enumerable.Range(0, data.Kinds.Count).Where(kind => data.Cells.Values.Contains(kind) || data.Marks.Any(mark => mark.Kind == kind))];
        var (right, wrong) = (data.Marks.Any(mark => mark.Agrees), data.Marks.Any(mark => !mark.Agrees));
        string[] found = [.. right ? ["simulated: as predicted"] : Array.Empty<string>(), .. wrong ? [right ? "otherwise" : "simulated: otherwise"] : Array.Empty<string>()];
        var figure = new Figure(Style, data, Proportion, [.. kinds.Select(kind => data.Kinds[kind]), .. found]);
        var (panel, areas) = (figure.AddRows(1)[0], Areas);
        var (x, y) = (data.X.Around(data.Cells.Columns), data.Y.Around(data.Cells.Rows));
        if (data.X.IsLogarithmic) panel.UseDecadesX();
        if (data.Y.IsLogarithmic) panel.UseDecadesY();
        panel.SetX(x, data.X.Name);
        panel.SetY(y, data.Y.Name);
        panel.Plot.Add.Plottable(new CellImage(data.Cells.Rows, data.Cells.Columns, (i, j) => areas[(int)data.Cells[i, j]], new CoordinateRect(x.From, x.To, y.From, y.To)));
        foreach (var kind in kinds)
        {
            foreach (var agrees in new[] { true, false })
            {
                var marks = data.Marks.Where(mark => mark.Kind == kind && mark.Agrees == agrees).ToList();
                var colour = Style.IsPrint ? Style.Ink : new Color(Dark[kind]);
                panel.AddPoints([.. marks.Select(mark => data.X.At(mark.X))], [.. marks.Select(mark => data.Y.At(mark.Y))], agrees ? Dot(colour) : Cross(colour));
            }

            figure.AddLegend(data.Kinds[kind], areas[kind]);
        }

        if (right) figure.AddLegend(found[0], Dot(Style.Ink));
        if (wrong) figure.AddLegend(found[^1], Cross(Style.Ink));
        foreach (var kind in kinds) Name(figure, panel, data, kind);
        return figure;
    }

    // Unless the area is too small for the word.
    private void Name(Figure figure, Panel panel, RegionMap data, int kind)
    {
        var (width, height, size) = (panel.Data.Width / data.Cells.Columns, panel.Data.Height / data.Cells.Rows, 1.1f * Style.TextSize);
        var half = TextMeasure.Width(data.Kinds[kind], size) / 2;
        GroundedText At(int row, int column) => new(data.Kinds[kind], new(Math.Clamp(panel.Data.Left + (column + 0.5f) * width, panel.Data.Left + half + size, panel.Data.Right - half - size), panel.Data.Bottom - (row + 0.5f) * height), size);
        SKPoint[] marks = [.. data.Marks.Select(mark => panel.PixelOf(data.X.At(mark.X), data.Y.At(mark.Y)).ToSKPoint())];
        bool IsFree(int row, int column)
        {
            var ground = SKRect.Inflate(At(row, column).Ground, 0.3f * size, 0.3f * size);
            return !marks.Any(ground.Contains);
        }

        if (AreaMiddle.Of(data.Cells, kind, IsFree) is not var (row, column, radius) || radius == 0) return;
        if (2 * (radius + 1) * Math.Max(width, height) >= half) figure.AddOverlay(canvas => At(row, column).Draw(canvas, Style));
    }

    private MarkerStyle Dot(Color colour) => new(MarkerShape.FilledCircle, .8f * Style.PointSize, colour) { OutlineColor = Style.Paper, OutlineWidth = 1 };

    private MarkerStyle Cross(Color colour) => new(MarkerShape.Eks, 1.3f * Style.PointSize, colour) { LineColor = colour, LineWidth = 3 };
}
