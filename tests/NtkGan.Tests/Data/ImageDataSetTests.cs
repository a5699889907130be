using NtkGan.Data;
using NtkGan.Data.Files;
using NtkGan.Numerics;

namespace NtkGan.Tests.Data;

public sealed class ImageDataSetTests : IDisposable
{
    private static readonly ImageOptions Unit = new(Scaling: PixelScaling.Unit);
    // Two files are read in pieces of 1 MiB each.
    private const long Allowance = 2 * Refused.Allowance;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static double[] Bytes(Matrix points, int row) => [.. points.Row(row).ToArray().Select(value => Math.Round(255 * value))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mnist_is_read_packed_or_not(bool packed)
    {
        var data = new Mnist(ImageFiles.Mnist(_folder["m"], packed: packed), Images: Unit);
        Assert.Equal((20, 16, new PointShape(4, 4)), (data.Size, data.Dimension, data.Shape));
        Assert.Equal(ImageFiles.Pixels(13, 16).Select(pixel => (double)pixel), Bytes(data.All(), 13));
        Assert.Equal(3, data.Labels[13]);
    }

    [Fact]
    public void Classes_are_kept_by_name_or_number()
    {
        var folder = ImageFiles.Mnist(_folder["m"]);
        var data = new FashionMnist(folder, Classes: ["sneaker", "2"], Images: Unit);
        Assert.Equal(4, data.Size);
        Assert.Equal([2, 7, 2, 7], data.Labels);
        Assert.Equal(ImageFiles.Pixels(2, 16).Select(pixel => (double)pixel), Bytes(data.All(), 0));
        Refused.AsUsage(() => new FashionMnist(folder, Classes: ["sneakers"]).All(), "sneakers", "sneaker");
        Refused.AsUsage(() => new Mnist(folder, Classes: ["10"]).All(), "10");
    }

    [Fact]
    public void The_test_images_are_other_files()
    {
        ImageFiles.Mnist(_folder["m"], prefix: "t10k", count: 3);
        Assert.Equal(3, new Mnist(_folder["m"], Train: false).Size);
        Refused.AsUsage(() => new Mnist(_folder["m"]).All(), "train-labels-idx1-ubyte");
        Refused.AsUsage(() => new Mnist(_folder["nowhere"]).All(), "nowhere", "train-images-idx3-ubyte");
    }

    [Fact]
    public void Cifar_records_have_planes_and_points_have_channels()
    {
        var data = new Cifar10(ImageFiles.Cifar(_folder["c"]), Images: Unit);
        Assert.Equal((20, new PointShape(32, 32, 3)), (data.Size, data.Shape));
        var image = Bytes(data.All(), 5);
        foreach (var (k, c) in new[] { (0, 0), (0, 2), (700, 1) }) Assert.Equal(ImageFiles.Pixel(5, 1024 * c + k), image[3 * k + c]);
        Assert.Equal([0, 1], new Cifar10(_folder["c"], Train: false, Classes: ["airplane", "automobile"]).Labels);
    }

    [Fact]
    public void Celeba_faces_are_chosen_by_attributes()
    {
        var folder = ImageFiles.CelebA(_folder["f"]);
        Assert.Equal(4, new CelebA(folder).Size);
        Assert.Equal(2, new CelebA(folder, With: ["Male", "Straight_Hair"]).Size);
        var one = new CelebA(folder, With: ["Male"], Without: ["Smiling"], Images: new(Size: 3, Scaling: PixelScaling.Unit));
        Assert.Equal((1, new PointShape(3, 3, 3)), (one.Size, one.Shape));
        Refused.AsUsage(() => new CelebA(folder, With: ["Mail"]).All(), "Mail", "Male");
        File.AppendAllText(Path.Combine(folder, "list_attr_celeba.txt"), "000005.png 1 0 1\n");
        Refused.AsBadData(() => new CelebA(folder).All(), Allowance, "line 7");
    }

    [Fact]
    public void A_folder_of_pictures_has_its_sub_folders_as_classes()
    {
        var data = new PictureFolder(ImageFiles.Pictures(_folder["p"]), Images: new(Grey: true, Scaling: PixelScaling.Unit));
        Assert.Equal(["cats", "deep", "dogs"], data.ClassNames);
        Assert.Equal((4, new PointShape(5, 5)), (data.Size, data.Shape));

        // 0.299 R + 0.587 G + 0.114 B of (40, 60, 90) at x = 2, y = 3 of the second cat.
        Assert.Equal(Math.Round(.299 * 40 + .587 * 60 + .114 * 90), Bytes(data.All(), 1)[3 * 5 + 2]);
        Assert.Equal(2, new PictureFolder(_folder["p"], Classes: ["cats"]).Size);
        ImageFiles.Png(_folder["p/cats/large.png"], 9, 7, (_, _) => SkiaSharp.SKColors.White);
        Refused.AsBadData(() => new PictureFolder(_folder["p"]).All(), Allowance, "large.png", "resize");
        Assert.Equal(5, new PictureFolder(_folder["p"], Images: new(Size: 4)).Size);
        Directory.CreateDirectory(_folder["empty"]);
        Refused.AsUsage(() => new PictureFolder(_folder["empty"]).All(), "empty", ".png");
    }

    // Two links to the parent in a folder make 2^40 paths.
    [Fact]
    public void Links_in_circles_count_every_picture_once()
    {
        var folder = ImageFiles.Pictures(_folder["p"]);
        var plain = new PictureFolder(folder);
        var (names, points) = (plain.ClassNames, plain.All());
        foreach (var name in new[] { "one", "two" }) Directory.CreateSymbolicLink(Path.Combine(folder, "cats", name), "..");
        Directory.CreateSymbolicLink(Path.Combine(folder, "again"), Path.Combine(folder, "dogs"));
        File.CreateSymbolicLink(Path.Combine(folder, "cats", "again.png"), Directory.GetFiles(Path.Combine(folder, "cats"), "*.png").Order().First());
        var linked = new PictureFolder(folder);
        Assert.Equal(names, linked.ClassNames);
        Assert.Equal(points.Values.ToArray(), linked.All().Values.ToArray());

        // A link that leads out of the folder adds what is there.
        ImageFiles.Png(_folder["elsewhere/x.png"], 5, 5, (_, _) => SkiaSharp.SKColors.White);
        Directory.CreateSymbolicLink(Path.Combine(folder, "birds"), _folder["elsewhere"]);
        Assert.Equal(5, new PictureFolder(folder).Size);
        Assert.Contains("birds", new PictureFolder(folder).ClassNames);
    }

    [Fact]
    public void A_small_file_of_many_pixels_is_refused_within_a_budget()
    {
        Directory.CreateDirectory(_folder["bomb"]);
        ImageFiles.Png(_folder["bomb/white.png"], 1200, 1200, (_, _) => SkiaSharp.SKColors.White);
        Assert.InRange(new FileInfo(_folder["bomb/white.png"]).Length, 1, 1 << 17);
        Refused.AsBadData(() => new PictureFolder(_folder["bomb"]).All(), 16 << 20, "white.png", "4320000 coordinates", "resize");
        Assert.Equal(new PointShape(4, 4, 3), new PictureFolder(_folder["bomb"], Images: new(Size: 4)).Shape);
        Directory.CreateDirectory(_folder["thread"]);
        ImageFiles.Png(_folder["thread/x.png"], 4096, 1, (_, _) => SkiaSharp.SKColors.White);
        Refused.AsBadData(() => new PictureFolder(_folder["thread"], Images: new(Size: 4096)).All(), Allowance, "x.png", "1 x 4096");
    }

    [Fact]
    public void Missing_garments_are_told_where_they_can_be_had()
    {
        Refused.AsUsage(() => new FashionMnist(_folder["none"]).All(), "data fetch fashion");
        Refused.AsUsage(() => new FashionMnist(Directory.CreateDirectory(_folder["empty"]).FullName).All(), "data fetch fashion");
        Refused.AsUsage(() => new Mnist(_folder["none"]).All(), "data fetch mnist");
    }

    [Fact]
    public void A_pool_decodes_the_same_few_pictures_every_time()
    {
        var folder = ImageFiles.Pictures(_folder["pool"]);
        var (all, pool) = (new PictureFolder(folder), new PictureFolder(folder, Pool: 3));
        Assert.Equal(3, pool.Size);
        Assert.Equal(pool.All().Values.ToArray(), new PictureFolder(folder, Pool: 3).All().Values.ToArray());
        var rows = Enumerable.Range(0, 4).Select(i => Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(all.All().Row(i)))).ToList();
        Assert.Equal(3, Enumerable.Range(0, 3).Select(i => rows.IndexOf(Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(pool.All().Row(i))))).Where(row => row >= 0).Distinct().Count());
        Assert.Equal(4, new PictureFolder(folder, Pool: 9).Size);
        Assert.Equal(1, new CelebA(ImageFiles.CelebA(_folder["faces"]), Pool: 1).Size);
        Refused.AsUsage(() => new PictureFolder(folder, Pool: 0), "pool");
    }

    [Theory]
    [InlineData("5\nMale\n000001.png 1\n", "has 1 rows", "promises 5")]
    [InlineData("1\nMale Old\n000001.png 1\n", "line 3", "2 flags")]
    [InlineData("1\nMale\n000001.png 2\n", "line 3", "1 or -1")]
    [InlineData("Male\n000001.png 1\n", "first line must be a number")]
    public void Hostile_attribute_files_are_refused_in_one_sentence(string text, params string[] words)
    {
        var folder = ImageFiles.CelebA(_folder["faces"]);
        File.WriteAllText(Path.Combine(folder, "list_attr_celeba.txt"), text);
        Refused.AsBadData(() => new CelebA(folder).All(), Refused.Allowance, ["list_attr_celeba.txt", .. words]);
    }

    [Fact]
    public void Scalings_have_their_ends_and_the_display_knows_them()
    {
        var folder = ImageFiles.Mnist(_folder["m"], count: 90, side: 1);
        foreach (var (scaling, black, white) in new[] { (PixelScaling.Unit, 0, 1.0), (PixelScaling.Symmetric, -1, 1), (PixelScaling.Toolkit, -.9995, .9995), (PixelScaling.Standard, -.1307 / .3081, .8693 / .3081) })
        {
            var data = new Mnist(folder, Images: new(Scaling: scaling));
            Close.Relative(black, data.All().Values[0], Close.Kernel, 1);
            Close.Relative([black, white], [data.Display!.Value.Black, data.Display.Value.White], Close.Kernel, 1);
        }
    }

    [Fact]
    public void Padding_flipping_and_cropping_move_pixels_where_they_belong()
    {
        var folder = ImageFiles.Mnist(_folder["m"], count: 1);
        var padded = new Mnist(folder, Images: new(Padding: 2, Scaling: PixelScaling.Unit));
        Assert.Equal(new PointShape(8, 8), padded.Shape);
        Assert.Equal(ImageFiles.Pixel(0, 6), Bytes(padded.All(), 0)[3 * 8 + 4]);
        Assert.Equal(0, padded.All()[0, 8 + 1]);
        var flipped = new Mnist(folder, Images: new(Flip: true, Scaling: PixelScaling.Unit));
        Assert.Equal(2, flipped.Size);
        Assert.Equal(Bytes(flipped.All(), 0)[4 + 1], Bytes(flipped.All(), 1)[4 + 2]);
        Assert.Equal([ImageFiles.Pixel(0, 5), ImageFiles.Pixel(0, 6), ImageFiles.Pixel(0, 9), ImageFiles.Pixel(0, 10)], Bytes(new Mnist(folder, Images: new(Crop: 2, Scaling: PixelScaling.Unit)).All(), 0));
        Refused.AsBadData(() => new Mnist(folder, Images: new(Crop: 5)).All(), Allowance, "Image 0", "4 x 4");
        Refused.AsUsage(() => new ImageOptions(Size: 0), "size");
    }

    [Fact]
    public void Resizing_averages_areas_and_keeps_the_mean()
    {
        PixelImage Checker(int height, int width) => new(new(height, width), [.. Enumerable.Range(0, height * width).Select(i => (byte)(i * 37 % 251))]);
        var half = Checker(4, 4).Resize(2);
        Assert.Equal((byte)Math.Round((0 + 37 + 148 + 185) / 4.0), half.Pixels[0]);
        foreach (var (height, width, shorter) in new[] { (7, 11, 3), (28, 28, 20), (9, 5, 4) })
        {
            var (image, small) = (Checker(height, width), Checker(height, width).Resize(shorter));
            Assert.Equal(shorter, Math.Min(small.Shape.Height, small.Shape.Width));
            Assert.InRange(small.Pixels.Average(p => p) - image.Pixels.Average(p => p), -1, 1);
        }

        var constant = new PixelImage(new(2, 3, 3), [.. Enumerable.Repeat((byte)77, 18)]).Resize(5);
        Assert.Equal(new PointShape(5, 8, 3), constant.Shape);
        Assert.All(constant.Pixels, pixel => Assert.Equal(77, pixel));
        Assert.Equal([0, 25, 75, 100], new PixelImage(new(1, 2), [0, 100]).Resize(2).Pixels[..4]);
    }

    [Fact]
    public void Hostile_idx_files_are_refused_in_one_sentence()
    {
        var folder = ImageFiles.Mnist(_folder["m"], count: 3);
        var images = Path.Combine(folder, "train-images-idx3-ubyte");
        var good = File.ReadAllBytes(images);
        void Refuse(byte[] bytes, params string[] words)
        {
            File.WriteAllBytes(images, bytes);
            Refused.AsBadData(() => new Mnist(folder).All(), Allowance, ["train-images", .. words]);
        }

        Refuse(good[..^1], "cut off", "48");
        Refuse([.. good, 0], "more than");
        Refuse(ImageFiles.Index([int.MaxValue, 28, 28], []), "header");
        Refuse(ImageFiles.Index([-1, 28, 28], []), "header");
        Refuse(ImageFiles.Index([1 << 20, 28, 28], [1, 2, 3]), "cut off");
        Refuse(ImageFiles.Index([4, 4, 4], ImageFiles.Pixels(0, 64)), "do not belong together");
        Refuse([], "idx");
        Refuse([1, 2, 3, 4, 5], "idx");
        Refuse(ImageFiles.Index([3], [1, 2, 3]), "idx");
        Refuse(ImageFiles.Gzip(good)[..20]);
        Refuse([0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], "damaged");
        File.WriteAllBytes(images, good);
        File.WriteAllBytes(Path.Combine(folder, "train-labels-idx1-ubyte"), ImageFiles.Index([3], [1, 2, 30]));
        Refused.AsBadData(() => new Mnist(folder).All(), Allowance, "30");
    }

    [Fact]
    public void Hostile_pictures_and_records_are_refused_in_one_sentence()
    {
        var cifar = ImageFiles.Cifar(_folder["c"]);
        File.WriteAllBytes(Path.Combine(cifar, "data_batch_3.bin"), new byte[3072]);
        Refused.AsBadData(() => new Cifar10(cifar).All(), Allowance, "data_batch_3.bin", "3072");
        File.WriteAllBytes(Path.Combine(cifar, "data_batch_3.bin"), [10, .. new byte[3072]]);
        Refused.AsBadData(() => new Cifar10(cifar).All(), Allowance, "class 10");
        File.Delete(Path.Combine(cifar, "data_batch_3.bin"));
        Refused.AsUsage(() => new Cifar10(cifar).All(), "data_batch_3.bin");
        Directory.CreateDirectory(_folder["p"]);
        _folder.Write("p/a.png", "no picture at all");
        Refused.AsBadData(() => new PictureFolder(_folder["p"]).All(), Allowance, "a.png", "PNG");
    }

    [Fact]
    public void Real_garments_are_read_where_the_package_is_installed()
    {
        Assert.SkipUnless(Directory.Exists(FashionMnist.DebianFolder), "The Debian package dataset-fashion-mnist is not installed.");
        var data = new FashionMnist(Images: Unit);
        Assert.Equal((60_000, 784), (data.Size, data.Dimension));
        Assert.Equal(10_000, new FashionMnist(Train: false).Size);
        Assert.Equal(6000, new FashionMnist(Classes: ["bag"]).Size);
        Assert.All(Enumerable.Range(0, 10), label => Assert.Equal(6000, data.Labels.Count(other => other == label)));

        // The published mean and deviation of the training pixels are 0.2860 and 0.3530, to four digits; 2000 images of them err by about 0.003.
        var some = data.Draw(2000, CounterRandom.For(1, "garments")).Values.ToArray();
        Close.Within(.2860, some.Average(), .01);
        Close.Within(.3530, Math.Sqrt(some.Average(value => value * value) - Math.Pow(some.Average(), 2)), .01);
    }

    [Fact]
    public void Faces_are_the_first_hundred()
    {
        var folder = ImageFiles.Faces(_folder["faces"]);
        var faces = new LabeledFaces(folder, new(Scaling: PixelScaling.Unit));
        Assert.Equal((100, new PointShape(3, 2)), (faces.Size!.Value, faces.Shape));
        Assert.Equal([.. Enumerable.Range(0, 600).Select(p => p % 256 / 255.0)], faces.All().Values.ToArray());
        NumpyFile.Write(Path.Combine(folder, "lfw_subset.npy"), new([100, 1, 1], [.. Enumerable.Repeat(1.5, 100)]));
        Refused.AsBadData(() => new LabeledFaces(folder).All(), Refused.Allowance, "lfw_subset.npy", "1.5");
        NumpyFile.Write(Path.Combine(folder, "lfw_subset.npy"), new([5, 20], new double[100]));
        Refused.AsBadData(() => new LabeledFaces(folder).All(), Refused.Allowance, "lfw_subset.npy", "shape");
        Refused.AsUsage(() => new LabeledFaces(_folder["nowhere"]).All(), "data fetch faces");
    }
}
