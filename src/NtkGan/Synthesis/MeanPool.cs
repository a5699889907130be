using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>Images at a lower resolution: the mean over squares of factor x factor pixels, channel by channel. Factor 1 is the identity, on any points.</summary>
/// <param name="Shape">The images before.</param>
/// <param name="Factor">The edge of a square, at least 1, a divisor of height and width.</param>
/// <exception cref="UsageException">The factor does not divide the image.</exception>
public sealed record MeanPool(PointShape Shape, int Factor)
{
    /// <summary>The images before.</summary>
    public PointShape Shape { get; } = Shape;

    /// <summary>The edge of a square.</summary>
    public int Factor { get; } = Factor == 1 || (Require.AtLeast(1, Factor) > 1 && Shape.Height % Factor == 0 && Shape.Width % Factor == 0) ? Factor
        : throw new UsageException($"Images of {Shape.Height} x {Shape.Width} pixels cannot be pooled by {Factor}: take a divisor of both.");

    /// <summary>The images after.</summary>
    public PointShape Pooled => Shape with { Height = Shape.Height / Factor, Width = Shape.Width / Factor };

    /// <summary>The pooled rows.</summary>
    /// <exception cref="InvalidDataFormatException">The rows are no images of this shape.</exception>
    public Matrix Apply(Matrix images)
    {
        if (Factor == 1) return images;
        Check(images, Shape);
        var result = new Matrix(images.Rows, Pooled.Dimension);
        for (var i = 0; i < images.Rows; i++)
            for (var p = 0; p < Shape.Dimension; p++) result[i, Target(p)] += images[i, p];
        foreach (ref var value in result.Values) value /= Factor * Factor;
        return result;
    }

    /// <summary>The adjoint: each value of a pooled gradient, divided by factor^2, on all pixels of its square.</summary>
    /// <exception cref="InvalidDataFormatException">The rows are no pooled images.</exception>
    public Matrix Adjoint(Matrix gradient)
    {
        if (Factor == 1) return gradient;
        Check(gradient, Pooled);
        var result = new Matrix(gradient.Rows, Shape.Dimension);
        for (var i = 0; i < gradient.Rows; i++)
            for (var p = 0; p < Shape.Dimension; p++) result[i, p] = gradient[i, Target(p)] / (Factor * Factor);
        return result;
    }

    // Where a value of an image goes.
    private int Target(int position)
    {
        var (pixel, channel) = Math.DivRem(position, Shape.Channels);
        var (row, column) = Math.DivRem(pixel, Shape.Width);
        return ((row / Factor * Pooled.Width) + column / Factor) * Shape.Channels + channel;
    }

    private static void Check(Matrix images, PointShape shape)
    {
        if (images.Columns != shape.Dimension)
            throw new InvalidDataFormatException($"Rows of {images.Columns} values are no images of {shape.Height} x {shape.Width} x {shape.Channels}.");
    }
}
