using NtkGan.Numerics;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>A map of kinds as flat colours; a dot for what was found where it was expected, a cross in the colour of what was found instead.</summary>
public sealed record RegionAtlas : Plot<RegionMap>
{
    /// <summary>Flat colours of the kinds, light.</summary>
    private static readonly Color[] Areas = [new("#bfe3cf"), new("#bcd9f2"), new("#d9dce1"), new("#fbe3a6"), new("#f4bfae"), new("#e3cdf0")];

    /// <summary>The same for marks, dark.</summary>
    private static readonly Color[] Dots = [new("#00795a"), new("#0a63a8"), new("#5d6673"), new("#b57a00"), new("#b8321a"), new("#7b3fa0")];

    /// <inheritdoc/>
    public override PlotData Sample()
    {
        var cells = new Matrix(60, 80);
        for (var i = 0; i < 60; i++)
            for (var j = 0; j < 80; j++) cells[i, j] = i > 40 ? 4 : j < 20 ? 2 : j + i < 60 ? 1 : j > 60 ? 3 : 0;
        MapAxis x = new("kernel width \u03c3", .1, 10, true), y = new("regularisation \u03bb", 0, 2);
        return new RegionMap("example", x, y, ["converges", "oscillates", "frozen", "collapses", "diverges"], cells,
            [.. from i in Enumerable.Range(0, 6) from j in Enumerable.Range(0, 8)
                let kind = (int)cells[5 + 10 * i, 5 + 10 * j]
                select new MapMark(.1 * Math.Pow(10, 2 * (5 + 10 * j) / 79.0), 2 * (5 + 10 * i) / 59.0, (i + j) % 9 == 0 ? 0 : kind, (i + j) % 9 != 0 || kind == 0)]);
    }

    /// <inheritdoc/>
    protected override Fit FitOf(RegionMap data) => Fit.Special;

    private protected override Figure Draw(RegionMap data)
    {
        var style = Style with { TextSize = Style.TextSize - 1 };
        var figure = new Figure(style, data.Title);
        var panel = figure.AddRows(1)[0];
        var (x, y) = (data.X.Around(data.Cells.Columns), data.Y.Around(data.Cells.Rows));
        if (data.X.IsLogarithmic) panel.UseDecadesX();
        if (data.Y.IsLogarithmic) panel.UseDecadesY();
        panel.SetX(x, data.X.Name);
        panel.SetY(y, data.Y.Name);
        panel.Plot.Add.Plottable(new CellImage(data.Cells.Rows, data.Cells.Columns, (i, j) => Areas[(int)data.Cells[i, j]], new CoordinateRect(x.From, x.To, y.From, y.To)));
        for (var kind = 0; kind < data.Kinds.Count; kind++)
        {
            foreach (var agrees in new[] { true, false })
            {
                var marks = data.Marks.Where(mark => mark.Kind == kind && mark.Agrees == agrees).ToList();
                panel.AddPoints([.. marks.Select(mark => data.X.At(mark.X))], [.. marks.Select(mark => data.Y.At(mark.Y))], agrees ? Dot(Dots[kind]) : Cross(Dots[kind]));
            }

            if (data.Cells.Values.Contains(kind) || data.Marks.Any(mark => mark.Kind == kind)) figure.AddLegend(data.Kinds[kind], Areas[kind]);
        }

        if (data.Marks.Any(mark => mark.Agrees)) figure.AddLegend("simulated: as predicted", Dot(style.Ink));
        if (data.Marks.Any(mark => !mark.Agrees)) figure.AddLegend("otherwise", Cross(style.Ink));
        return figure;
    }

    private MarkerStyle Dot(Color colour) => new(MarkerShape.FilledCircle, .8f * Style.PointSize, colour) { OutlineColor = Style.Paper, OutlineWidth = 1 };

    private MarkerStyle Cross(Color colour) => new(MarkerShape.Eks, 1.3f * Style.PointSize, colour) { LineColor = colour, LineWidth = 3 };
}
