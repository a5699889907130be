using System.Text;

namespace NtkGan.Tests.Metrics;

/// <summary>A tiny ONNX file, written field by field as the format's protocol buffer says: one operation from images to features.</summary>
internal static class OnnxModel
{
    private const byte Float = 1, Int64 = 7;

    /// <summary>The means of each channel: GlobalAveragePool, n x channels x 1 x 1.</summary>
    /// <param name="batch">Images in a batch; 0 for any number.</param>
    /// <param name="channels">Channels of an image.</param>
    public static byte[] ChannelMeans(int batch, int channels) => Model("GlobalAveragePool", Float, batch, channels);

    /// <summary>One number, whatever the number of images: Size.</summary>
    public static byte[] Count => Model("Size", Float, 0, 1, Int64);

    /// <summary>Images of whole numbers: Abs.</summary>
    public static byte[] OfWholeNumbers => Model("Abs", Int64, 0, 1, Int64);

    private static byte[] Model(string operation, byte type, int batch, int channels, byte outputType = Float)
    {
        byte[] node = [.. Text(1, "images"), .. Text(2, "features"), .. Text(4, operation)];
        byte[] graph = [.. Bytes(1, node), .. Text(2, "tiny"), .. Bytes(11, Value("images", type, Dimension(batch), Dimension(channels), Dimension(0), Dimension(0))), .. Bytes(12, Value("features", outputType))];
        return [.. Number(1, 8), .. Bytes(7, graph), .. Bytes(8, Number(2, 13))];
    }

    // A value without dimensions has any shape.
    private static byte[] Value(string name, byte type, params byte[][] dimensions)
    {
        byte[] shape = dimensions.Length == 0 ? [] : Bytes(2, [.. dimensions.SelectMany(dimension => Bytes(1, dimension))]);
        return [.. Text(1, name), .. Bytes(2, Bytes(1, [.. Number(1, type), .. shape]))];
    }

    private static byte[] Dimension(int size) => size > 0 ? Number(1, (byte)size) : [];

    private static byte[] Number(int field, byte value) => [(byte)(field << 3), value];

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.ASCII.GetBytes(text));

    private static byte[] Bytes(int field, byte[] content) => content.Length < 128 ? [(byte)((field << 3) | 2), (byte)content.Length, .. content]
        : [(byte)((field << 3) | 2), (byte)((content.Length & 127) | 128), (byte)(content.Length >> 7), .. content];
}
