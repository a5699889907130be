using System.Globalization;
using NtkGan.Numerics;
using ScottPlot;

namespace NtkGan.Plots;

/// <summary>Samples beside the real images nearest to them: in each block a generated image at the left, framed, then its neighbours, nearest first; the caption
/// gives the distance of the nearest.</summary>
/// <param name="Count">Samples shown, 1 to 64: those nearest to real images first.</param>
public sealed record NeighbourGallery(int Count = 16) : Plot<ImageNeighbours>
{
    /// <summary>Samples shown.</summary>
    public int Count { get; init => field = Within(value, 1, 64, "count"); } = Within(Count, 1, 64, "count");

    /// <inheritdoc/>
    public override PlotData Sample()
    {
        var images = new Matrix(10, 16);
        CounterRandom.For(1, "gallery example").FillNormal(images.Values);
        var samples = images.Take([0, 1, 2, 3]);
        return new ImageNeighbours("Samples (framed) and the real rows nearest to each, step 100", samples, images, NearestNeighbours.Of(samples, images, 3), new(4, 4), new(-2, 2));
    }

    /// <inheritdoc/>
    protected override Fit FitOf(ImageNeighbours data) => data.Shape.Channels is 1 or 3 ? Fit.Special : Fit.None;

    private protected override Figure Draw(ImageNeighbours data)
    {
        int[] shown = [.. Enumerable.Range(0, data.Samples.Rows).OrderBy(i => data.Nearest.Distances[i, 0]).Take(Count)];
        var title = data.Title.Length > 0 ? data.Title : "Samples (framed) and the real rows nearest to each, nearest pairs first";
        var figure = new Figure(Style, data, Proportion, title: title);
        var (body, gap, images) = (figure.Body, 1.25f * Style.TextSize, 1 + data.Nearest.Distances.Columns);
        var columns = Enumerable.Range(1, shown.Length).MaxBy(count => Math.Min(body.Width / count / images, body.Height / Rows(count) - 2 * gap));
        var rows = Rows(columns);
        var (width, height) = (body.Width / columns, body.Height / rows);
        for (var k = 0; k < shown.Length; k++)
        {
            var (left, top) = (body.Left + k % columns * width, body.Top + k / columns * height);
            var block = data.Samples.Take([shown[k]]).Above(data.Real.Take(data.Nearest.Indices[shown[k]].AsSpan()));
            ImageSheet.Add(figure, new PixelRect(left, left + width, top + height, top), gap, block, data.Shape, data.Display,
                string.Create(CultureInfo.InvariantCulture, $"distance {data.Nearest.Distances[shown[k], 0]:G3}"), images, Style.Particle);
        }

        return figure;

        int Rows(int count) => (shown.Length + count - 1) / count;
    }
}
