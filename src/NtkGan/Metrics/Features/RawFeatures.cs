using NtkGan.Numerics;

namespace NtkGan.Metrics.Features;

/// <summary>The coordinates themselves.</summary>
[Named("raw")]
public sealed record RawFeatures : FeatureMap
{
    /// <inheritdoc/>
    public override Matrix Of(Matrix points, PointShape shape) => points;
}
