using NtkGan.Data.Files;
using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Grey images in the four idx files of MNIST (LeCun, Cortes, Burges), gzipped or not.</summary>
public abstract record IndexedImages : ImageDataSet
{
    /// <summary>Describes the images.</summary>
    /// <param name="path">The folder of the files.</param>
    /// <param name="train">The training images, or the test images.</param>
    /// <param name="classes">Which classes to keep, by name or number; all if null.</param>
    /// <param name="images">What is done to the images.</param>
    protected IndexedImages(string path, bool train, ValueList<string>? classes, ImageOptions? images)
        : base(images)
    {
        (Path, Train, Classes) = (path, train, classes);
    }

    /// <summary>The folder of the files.</summary>
    public string Path { get; init; }

    /// <summary>The training images, or the test images.</summary>
    public bool Train { get; init; }

    /// <summary>Which classes are kept, or null for all.</summary>
    public ValueList<string>? Classes { get; init => field = Require.NullOrFilled(value, "at least one class", nameof(Classes)); }

    private protected override string Source => $"'{Path}'";

    /// <summary>Where the files can be had, a sentence for messages; empty if there is nothing to say.</summary>
    private protected virtual string Advice => "";

    private string Prefix => Train ? "train" : "t10k";

    private protected override IEnumerable<(PixelImage Image, int Label, string Name)> Read()
    {
        var kept = Kept(Classes, ClassNames);
        var (labelPath, imagePath) = (PathOf($"{Prefix}-labels-idx1-ubyte"), PathOf($"{Prefix}-images-idx3-ubyte"));
        var (counts, labels) = IndexFile.Read(labelPath, axes: 1);
        var (shape, pixels) = IndexFile.Read(imagePath, axes: 3);
        if (counts[0] != shape[0]) throw new InvalidDataFormatException($"'{imagePath}' holds {shape[0]} images, but '{labelPath}' {counts[0]} labels: they do not belong together.");
        var size = new PointShape(shape[1], shape[2]);
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= ClassNames.Count) throw new InvalidDataFormatException($"'{labelPath}' names the class {labels[i]} of image {i}, but there are only {ClassNames.Count}.");
            if (kept.Contains(labels[i])) yield return (new(size, pixels.AsSpan(i * size.Dimension, size.Dimension).ToArray()), labels[i], FormattableString.Invariant($"Image {i} of '{imagePath}'"));
        }
    }

    private string PathOf(string name)
    {
        if (!Directory.Exists(Path)) throw new UsageException($"There is no folder '{Path}': name the one with {Prefix}-images-idx3-ubyte and {Prefix}-labels-idx1-ubyte (or the same with .gz) in path.{Advice}");
        var plain = System.IO.Path.Combine(Path, name);
        return File.Exists(plain) ? plain : File.Exists($"{plain}.gz") ? $"{plain}.gz"
            : throw new UsageException($"The folder '{Path}' has no {name} or {name}.gz: put the idx files of this data set there.{Advice}");
    }
}
