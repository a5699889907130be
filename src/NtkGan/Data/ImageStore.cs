using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Images of one shape with their classes, kept as bytes: an eighth of what coordinates take.</summary>
internal sealed class ImageStore
{
    // Kernels of images see every pixel of every pair: a point of more coordinates is a mistake, however small its file.
    private const int LargestDimension = 1 << 22;

    private readonly byte[] _pixels;

    private ImageStore(PointShape shape, byte[] pixels, int[] labels) => (Shape, _pixels, Labels) = (shape, pixels, labels);

    /// <summary>The shape of every image.</summary>
    public PointShape Shape { get; }

    /// <summary>The class of each image.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>Number of images.</summary>
    public int Count => Labels.Count;

    /// <summary>Gathers images as they are prepared.</summary>
    /// <param name="images">Each with its class and a name for messages.</param>
    /// <param name="options">What is done to them.</param>
    /// <param name="source">Names the whole for messages.</param>
    /// <exception cref="InvalidDataFormatException">There are no images, they do not fit into memory, or their shapes differ.</exception>
    public static ImageStore Of(IEnumerable<(PixelImage Image, int Label, string Name)> images, ImageOptions options, string source)
    {
        var (shape, pixels, labels) = ((PointShape?)null, new List<byte>(), new List<int>());
        foreach (var (image, label, name) in images)
        {
            PixelImage prepared;
            try
            {
                prepared = options.Prepare(image);
            }
            catch (InvalidDataFormatException failure)
            {
                throw new InvalidDataFormatException($"{name}: {failure.Message}.");
            }

            if (prepared.Shape.Dimension > LargestDimension)
                throw new InvalidDataFormatException(FormattableString.Invariant($"{name} makes a point of {prepared.Shape.Dimension} coordinates, and at most {LargestDimension} are accepted: resize the pictures to fewer pixels."));
            shape ??= prepared.Shape;
            if (prepared.Shape != shape)
                throw new InvalidDataFormatException($"{name} has {Text(prepared.Shape)}, but others have {Text(shape.Value)}: resize all to one size, or make all grey.");
            foreach (var added in options.Flip ? new[] { prepared, prepared.Flip() } : [prepared])
            {
                if ((long)pixels.Count + added.Pixels.Length > Array.MaxLength) throw new InvalidDataFormatException($"{source} holds more than {Array.MaxLength} pixels: resize them to fewer pixels, or keep fewer classes.");
                pixels.AddRange(added.Pixels);
                labels.Add(label);
            }
        }

        return shape is { } common ? new(common, [.. pixels], [.. labels])
            : throw new InvalidDataFormatException($"{source} has no image of the classes asked for.");
    }

    /// <summary>Some images as points.</summary>
    public Matrix Take(ReadOnlySpan<int> rows, ImageOptions options)
    {
        var coordinates = new double[256];
        for (var pixel = 0; pixel < coordinates.Length; pixel++) coordinates[pixel] = options.Coordinate((byte)pixel);
        var points = new Matrix(rows.Length, Shape.Dimension);
        for (var i = 0; i < rows.Length; i++)
        {
            var image = _pixels.AsSpan(rows[i] * Shape.Dimension, Shape.Dimension);
            var point = points.Row(i);
            for (var k = 0; k < point.Length; k++) point[k] = coordinates[image[k]];
        }

        return points;
    }

    private static string Text(PointShape shape) => $"{shape.Height} x {shape.Width} pixels of {(shape.Channels == 1 ? "grey" : "colour")}";
}
