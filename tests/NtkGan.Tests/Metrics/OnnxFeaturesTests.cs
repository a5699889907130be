using NtkGan.Metrics;
using NtkGan.Numerics;
using NtkGan.Onnx;

namespace NtkGan.Tests.Metrics;

public sealed class OnnxFeaturesTests : IDisposable
{
    private static readonly PointShape Colour = new(4, 5, 3);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private OnnxFeatures Saved(byte[] model, int batch = 64)
    {
        File.WriteAllBytes(_folder["model.onnx"], model);
        return new OnnxFeatures(_folder["model.onnx"], batch);
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(0, 1)]
    [InlineData(0, 3)]
    [InlineData(4, 64)] // the model's own batch, larger than the last one
    [InlineData(4, 4)]
    public void Features_are_the_channel_means_of_each_image(int fixedBatch, int batch)
    {
        var images = Sets.Normal(7, Colour.Dimension, 1);
        var features = Saved(OnnxModel.ChannelMeans(fixedBatch, 3), batch).Of(images, Colour);
        Assert.Equal((7, 3), (features.Rows, features.Columns));
        for (var i = 0; i < 7; i++)
        {
            for (var c = 0; c < 3; c++)
                Close.Within(Enumerable.Range(0, 20).Average(p => images[i, p * 3 + c]), features[i, c], Close.DoubleRoot);
        }
    }

    [Fact]
    public void The_distance_of_shifted_images_is_the_shift_of_their_features()
    {
        var metric = new FrechetDistance(Saved(OnnxModel.ChannelMeans(0, 3)));
        Assert.Equal(["frechet_onnx"], metric.Columns);
        var images = Sets.Normal(40, Colour.Dimension, 2);
        var moved = images.Clone();
        foreach (ref var value in moved.Values) value += 2;
        Close.Within(3 * 4, metric.Measure(new(moved, images, Shape: Colour))[0].Value, Close.Observed);
    }

    [Fact]
    public void A_file_that_is_missing_or_no_model_is_refused()
    {
        var images = Sets.Normal(2, Colour.Dimension, 3);
        Assert.Contains("There is no ONNX file", Assert.Throws<UsageException>(() => new OnnxFeatures("nowhere.onnx").Of(images, Colour)).Message, StringComparison.Ordinal);
        var whole = OnnxModel.ChannelMeans(0, 3);
        foreach (var damaged in new byte[][] { [], [.. "this is no model"u8], whole[..(whole.Length / 2)], [.. whole.Select((value, k) => k == 6 ? (byte)255 : value)] })
            Assert.Contains("cannot be read as an ONNX model", Assert.Throws<InvalidDataFormatException>(() => Saved(damaged).Of(images, Colour)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_for_other_images_is_refused()
    {
        var images = Sets.Normal(2, Colour.Dimension, 4);
        foreach (var model in new[] { OnnxModel.ChannelMeans(0, 1), OnnxModel.OfWholeNumbers, OnnxModel.Count })
            Assert.Contains("cannot be evaluated on images of 4 x 5 x 3", Assert.Throws<InvalidDataFormatException>(() => Saved(model).Of(images, Colour)).Message, StringComparison.Ordinal);
    }
}
