using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Equal Gaussians in one dimension: centres spacing (j - (n-1)/2), j = 0..n-1. Mean 0, variance spacing^2 (n^2-1)/12 + deviation^2.</summary>
/// <param name="Components">The number n of Gaussians, at least 1.</param>
/// <param name="Spacing">The distance of neighbouring centres, at least 0.</param>
/// <param name="Deviation">The standard deviation of each Gaussian, at least 0.</param>
public sealed record GaussianLine(int Components = 3, double Spacing = 3, double Deviation = 0.5) : MixtureDataSet
{
    /// <summary>The number of Gaussians.</summary>
    public int Components { get; init => field = Counted(value, name: nameof(Components)); } = Counted(Components);

    /// <summary>The distance of neighbouring centres.</summary>
    public double Spacing { get; init => field = Require.NonNegative(value, nameof(Spacing)); } = Require.NonNegative(Spacing);

    /// <summary>The standard deviation of each Gaussian.</summary>
    public double Deviation { get; init => field = Require.NonNegative(value, nameof(Deviation)); } = Require.NonNegative(Deviation);

    /// <inheritdoc/>
    public override Mixture Modes
    {
        get
        {
            var centres = new Matrix(Components, 1);
            for (var j = 0; j < Components; j++) centres[j, 0] = Spacing * (j - (Components - 1) / 2.0);
            return new(centres, Deviation);
        }
    }
}
