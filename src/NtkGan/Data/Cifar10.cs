using NtkGan.Data.Files;
using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>60,000 photographs of 32 x 32 colour pixels in ten classes (CIFAR-10; Krizhevsky 2009), from the files of its binary version.</summary>
/// <param name="Path">The folder with data_batch_1.bin to data_batch_5.bin and test_batch.bin.</param>
/// <param name="Train">The training images; false for the test images.</param>
/// <param name="Classes">Which classes to keep, by name or number: airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck; all if left out.</param>
/// <param name="Images">What is done to the images after reading.</param>
public sealed record Cifar10(string Path, bool Train = true, ValueList<string>? Classes = null, ImageOptions? Images = null) : ImageDataSet(Images)
{
    private const int Side = 32, Plane = Side * Side, Record = 1 + 3 * Plane;

    /// <summary>A folder in the current one.</summary>
    public static Cifar10 Example => new("cifar-10-batches-bin");

    /// <summary>The folder of the files.</summary>
    public string Path { get; init; } = Path;

    /// <summary>The training images, or the test images.</summary>
    public bool Train { get; init; } = Train;

    /// <summary>Which classes are kept, or null for all.</summary>
    public ValueList<string>? Classes { get; init => field = Require.NullOrFilled(value, "at least one class", nameof(Classes)); } = Require.NullOrFilled(Classes, "at least one class");

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    private protected override string Source => $"'{Path}'";

    private protected override IEnumerable<(PixelImage Image, int Label, string Name)> Read()
    {
        var kept = Kept(Classes, ClassNames);
        if (!Directory.Exists(Path)) throw new UsageException($"There is no folder '{Path}': name the one with data_batch_1.bin to data_batch_5.bin and test_batch.bin (the binary version of CIFAR-10) in path.");
        var record = new byte[Record];
        foreach (var name in Train ? Enumerable.Range(1, 5).Select(number => $"data_batch_{number}.bin") : ["test_batch.bin"])
        {
            var path = System.IO.Path.Combine(Path, name);
            using var file = InputFile.Open(path);
            if (file.Length == 0 || file.Length % Record != 0)
                throw new InvalidDataFormatException($"'{path}' has {file.Length} bytes, not a whole number of records of {Record}: it is cut off, or not of the binary version of CIFAR-10.");
            for (var i = 0; i < file.Length / Record; i++)
            {
                file.ReadExactly(record);
                if (record[0] >= ClassNames.Count) throw new InvalidDataFormatException($"'{path}' names the class {record[0]} of image {i}, but there are only {ClassNames.Count}.");
                if (kept.Contains(record[0])) yield return (Image(record), record[0], FormattableString.Invariant($"Image {i} of '{path}'"));
            }
        }
    }

    // The file has a plane of red, one of green and one of blue.
    private static PixelImage Image(byte[] record)
    {
        var pixels = new byte[3 * Plane];
        for (var i = 0; i < Plane; i++)
            for (var c = 0; c < 3; c++) pixels[3 * i + c] = record[1 + c * Plane + i];
        return new(new PointShape(Side, Side, 3), pixels);
    }
}
