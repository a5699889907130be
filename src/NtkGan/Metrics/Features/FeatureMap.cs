using NtkGan.Numerics;

namespace NtkGan.Metrics.Features;

/// <summary>What is compared of points: features, the same for the same points on every machine.</summary>
[Family("features")]
public abstract record FeatureMap
{
    /// <summary>True if the points must be images.</summary>
    public virtual bool NeedsImages => false;

    /// <summary>The features, one row for each point.</summary>
    /// <param name="points">n x d.</param>
    /// <param name="shape">How the coordinates are arranged.</param>
    /// <exception cref="UsageException">A file is missing.</exception>
    /// <exception cref="InvalidDataFormatException">A file cannot be used.</exception>
    public abstract Matrix Of(Matrix points, PointShape shape);
}
