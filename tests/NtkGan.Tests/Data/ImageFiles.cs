using System.IO.Compression;
using NtkGan.Data;
using NtkGan.Data.Files;
using SkiaSharp;

namespace NtkGan.Tests.Data;

/// <summary>Small image data sets in every format, made for tests. Pixel k of image i is (7 i + 3 k) mod 256, its class i mod 10.</summary>
internal static class ImageFiles
{
    public static byte Pixel(int image, int k) => (byte)(7 * image + 3 * k);

    public static byte[] Pixels(int image, int count) => [.. Enumerable.Range(0, count).Select(k => Pixel(image, k))];

    /// <summary>The idx format: header, then bytes.</summary>
    public static byte[] Index(int[] shape, IEnumerable<byte> values) =>
        [0, 0, 8, (byte)shape.Length, .. shape.SelectMany(length => new[] { (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length }), .. values];

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) stream.Write(bytes);
        return packed.ToArray();
    }

    public static string Mnist(string folder, int count = 20, int side = 4, bool packed = false, string prefix = "train")
    {
        Directory.CreateDirectory(folder);
        void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder, packed ? $"{name}.gz" : name), packed ? Gzip(bytes) : bytes);
        Write($"{prefix}-images-idx3-ubyte", Index([count, side, side], Enumerable.Range(0, count).SelectMany(i => Pixels(i, side * side))));
        Write($"{prefix}-labels-idx1-ubyte", Index([count], Enumerable.Range(0, count).Select(i => (byte)(i % 10))));
        return folder;
    }

    public static string Cifar(string folder, int perFile = 4)
    {
        Directory.CreateDirectory(folder);
        for (var file = 0; file < 6; file++)
        {
            var (name, number) = (file < 5 ? $"data_batch_{file + 1}.bin" : "test_batch.bin", file);
            File.WriteAllBytes(Path.Combine(folder, name), [.. Enumerable.Range(0, perFile)
                .SelectMany(i => new[] { (byte)((number * perFile + i) % 10) }.Concat(Pixels(number * perFile + i, 3072)))]);
        }

        return folder;
    }

    public static void Png(string path, int width, int height, Func<int, int, SKColor> color)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var bitmap = new SKBitmap(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++) bitmap.SetPixel(x, y, color(x, y));
        using var file = File.Create(path);
        bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
    }

    private static SKColor Color(int image, int x, int y) => new((byte)(40 * image), (byte)(30 * x), (byte)(30 * y));

    public static string CelebA(string folder)
    {
        for (var i = 0; i < 4; i++)
        {
            var number = i;
            Png(Path.Combine(folder, "img_align_celeba", $"00000{i + 1}.png"), 6, 8, (x, y) => Color(number, x, y));
        }

        File.WriteAllText(Path.Combine(folder, "list_attr_celeba.txt"),
            "4\nMale Straight_Hair Smiling\n000001.png  1 -1  1\n000002.png -1  1  1\n000003.png  1  1 -1\n000004.png  1  1  1\n");
        return folder;
    }

    public static string Pictures(string folder)
    {
        foreach (var (name, number) in new[] { ("cats/a", 0), ("cats/b", 1), ("dogs/deep/c", 2), ("dogs/d", 3) })
            Png(Path.Combine(folder, $"{name}.png"), 5, 5, (x, y) => Color(number, x, y));
        File.WriteAllText(Path.Combine(folder, "cats", "notes.txt"), "no picture");
        return folder;
    }

    /// <summary>101 images of 3 x 2 greys in scikit-image's form: the last is no face.</summary>
    public static string Faces(string folder)
    {
        Directory.CreateDirectory(folder);
        NumpyFile.Write(Path.Combine(folder, "lfw_subset.npy"), new([101, 3, 2], [.. Enumerable.Range(0, 606).Select(p => p % 256 / 255.0)]));
        return folder;
    }

    /// <summary>The example of a member, on files made for it; null where it is none of these.</summary>
    public static DataSet? Example(string name, string folder) => name switch
    {
        "mnist" => new Mnist(Mnist(folder)),
        "fashion_mnist" => new FashionMnist(Mnist(folder, packed: true)),
        "cifar10" => new Cifar10(Cifar(folder)),
        "celeba" => new CelebA(CelebA(folder)),
        "labeled_faces" => new LabeledFaces(Faces(folder)),
        "image_folder" => new PictureFolder(Pictures(folder)),
        _ => null,
    };
}
