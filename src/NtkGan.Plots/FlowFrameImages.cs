using NtkGan.Numerics;

namespace NtkGan.Plots;

/// <summary>A training frame of images: the first particles as a square of tiles, grey or in colour. A number v is shown with
/// brightness v/1.999 + 1/2, cut off at 0 and 1.</summary>
/// <param name="Count">Images shown, 1 to 10000.</param>
/// <param name="Nearest">Show beside each particle's tile, in a second square, the target nearest to it (Euclidean distance).</param>
public sealed record FlowFrameImages(int Count = 64, bool Nearest = false) : Plot<FlowFrame>
{
    private static readonly DisplayRange Toolkit = new(-0.9995, 0.9995);

    /// <summary>Images shown.</summary>
    public int Count { get; init => field = Within(value, 1, 10000, "count"); } = Within(Count, 1, 10000, "count");

    internal double? Aspect { get; init; }

    /// <inheritdoc/>
    public override PlotData Sample() => FlowFrame.Example(48, new(4, 4, 3));

    /// <inheritdoc/>
    protected override Fit FitOf(FlowFrame data) => data.Shape is { Channels: 1 or 3 } ? Fit.Special : Fit.None;

    private protected override Figure Draw(FlowFrame data)
    {
        var figure = new Figure(Style, data, Aspect ?? Proportion, title: data.Headline);
        var particles = data.Particles.Take([.. Enumerable.Range(0, Math.Min(Count, data.Particles.Rows))]);
        var (body, gap) = (figure.Body, 1.5f * Style.TextSize);
        var middle = Nearest ? body.HorizontalCenter : body.Right;
        var (shape, display) = (data.Shape!.Value, data.Display ?? Toolkit);
        ImageSheet.Add(figure, new(body.Left, middle, body.Bottom, body.Top), gap, particles, shape, display, data.Legend);
        if (Nearest && data.Targets.Rows > 0)
        {
            int[] nearest = [.. NearestNeighbours.Of(particles, data.Targets).Indices.Select(indices => indices[0])];
            ImageSheet.Add(figure, new(middle, body.Right, body.Bottom, body.Top), gap, data.Targets.Take(nearest), shape, display, "nearest targets");
        }

        return figure;
    }
}
