using NtkGan.Data.Files;
using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>100 faces of 25 x 25 grey pixels: a part of Labeled Faces in the Wild (Huang, Ramesh, Berg, Learned-Miller, 2007), as scikit-image ships it
/// in lfw_subset.npy, where 100 pieces of background follow. <c>ntkgan data fetch faces</c> brings the file.</summary>
/// <param name="Path">The folder with lfw_subset.npy.</param>
/// <param name="Images">What is done to the images after reading.</param>
[Named("labeled_faces")]
public sealed record LabeledFaces(string Path = "faces", ImageOptions? Images = null) : ImageDataSet(Images)
{
    private const string FileName = "lfw_subset.npy";
    private const int Faces = 100;

    /// <summary>The folder.</summary>
    public string Path { get; init; } = Path;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => ["face"];

    private protected override string Source => $"'{Path}'";

    private protected override IEnumerable<(PixelImage Image, int Label, string Name)> Read()
    {
        var path = System.IO.Path.Combine(Path, FileName);
        if (!File.Exists(path)) throw new UsageException($"There is no '{path}': bring it with 'ntkgan data fetch faces', or name in path the folder where scikit-image keeps it.");
        var array = NumpyFile.Read(path);
        if (array.Shape is not [>= Faces, var height, var width])
            throw new InvalidDataFormatException(FormattableString.Invariant($"'{path}' has the shape {array.Shape}, not that of at least {Faces} grey images."));
        var shape = new PointShape(height, width);
        for (var i = 0; i < Faces; i++)
            yield return (new(shape, Pixels(array.Values.Slice(i * shape.Dimension, shape.Dimension), path)), 0, FormattableString.Invariant($"Image {i} of '{path}'"));
    }

    // The file has greys of 0..1 that averages over areas left between the bytes.
    private static byte[] Pixels(ReadOnlySpan<double> greys, string path)
    {
        var pixels = new byte[greys.Length];
        for (var p = 0; p < pixels.Length; p++)
        {
            if (greys[p] is not (>= 0 and <= 1)) throw new InvalidDataFormatException(FormattableString.Invariant($"'{path}' holds {greys[p]}, which is no grey between 0 and 1."));
            pixels[p] = (byte)Math.Round(255 * greys[p]);
        }

        return pixels;
    }
}
