using NtkGan.Numerics;

namespace NtkGan.Autoencoders;

/// <summary>How far a point that an autoencoder gives back is from the point that it got.</summary>
[Family("reconstruction_loss")]
public abstract record ReconstructionLoss
{
    /// <summary>The loss of one point and its slope.</summary>
    /// <param name="made">What came back, d numbers.</param>
    /// <param name="point">The point.</param>
    /// <param name="shape">How the coordinates of both are arranged.</param>
    /// <param name="display">The values of black and of white; null where they are not known.</param>
    /// <param name="slope">Receives the derivative by what came back.</param>
    /// <exception cref="UsageException">The loss is one of images, and the points are none.</exception>
    public abstract double Evaluate(ReadOnlySpan<double> made, ReadOnlySpan<double> point, PointShape shape, DisplayRange? display, Span<double> slope);
}
