using NtkGan.Data.Files;

namespace NtkGan.Data;

/// <summary>A picture in levels of grey, rows from the top. A level is the luma 299 R + 587 G + 114 B of 8-bit colours (ITU-R BT.601, in
/// thousandths): 0 is black, 255000 is white.</summary>
/// <param name="width">Pixels in a row, at least 1.</param>
/// <param name="height">Number of rows, at least 1.</param>
/// <param name="levels">The levels, row after row, width * height of them.</param>
public sealed class GreyImage(int width, int height, int[] levels)
{
    /// <summary>The level of a white pixel.</summary>
    public const int White = 255_000;

    /// <summary>Pixels in a row.</summary>
    public int Width { get; } = width;

    /// <summary>Number of rows.</summary>
    public int Height { get; } = height;

    /// <summary>The levels, row after row.</summary>
    public ReadOnlySpan<int> Levels => levels;

    /// <summary>Paints the pixels whose centre passes a test black, the others white, without smoothing. Pixel (row r, column c) has its centre
    /// at x = -1 + 2c/(width-1), y = 1 - 2r/(height-1).</summary>
    public static GreyImage Paint(int width, int height, Func<double, double, bool> isBlack)
    {
        var levels = new int[width * height];
        for (var r = 0; r < height; r++)
            for (var c = 0; c < width; c++)
                levels[r * width + c] = isBlack(Abscissa(c, width), -Abscissa(r, height)) ? 0 : White;
        return new(width, height, levels);
    }

    /// <summary>Reads a PNG or JPEG file; transparency is ignored. The size in the header is judged before any pixel is decoded.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="InvalidDataFormatException">The file is no PNG or JPEG, is damaged, or exceeds 4096 x 4096 pixels or 64 MiB.</exception>
    public static GreyImage Read(string path)
    {
        using var file = InputFile.Open(path);
        return Read(file, path);
    }

    /// <summary>The same of an open file.</summary>
    internal static GreyImage Read(Stream file, string name)
    {
        var (shape, pixels) = PixelFile.Read(file, name);
        var levels = new int[shape.Width * shape.Height];
        for (var i = 0; i < levels.Length; i++) levels[i] = 299 * pixels[3 * i] + 587 * pixels[3 * i + 1] + 114 * pixels[3 * i + 2];
        return new(shape.Width, shape.Height, levels);
    }

    /// <summary>The centre of pixel i of n on [-1, 1]; 0 if there is but one.</summary>
    internal static double Abscissa(int i, int n) => n == 1 ? 0 : -1 + 2.0 * i / (n - 1);
}
