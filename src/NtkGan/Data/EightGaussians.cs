namespace NtkGan.Data;

/// <summary>The field's standard toy: eight equal Gaussians on a circle about the origin, centres radius (cos(pi j/4), -sin(pi j/4)). Mean 0,
/// covariance (radius^2/2 + deviation^2) I, which is 12.75 I by default.</summary>
/// <param name="Radius">The radius of the circle, at least 0.</param>
/// <param name="Deviation">The standard deviation of each Gaussian in each coordinate, at least 0.</param>
public sealed record EightGaussians(double Radius = 5, double Deviation = 0.5) : MixtureDataSet
{
    /// <summary>The radius of the circle.</summary>
    public double Radius { get; init => field = Require.NonNegative(value, nameof(Radius)); } = Require.NonNegative(Radius);

    /// <summary>The standard deviation of each Gaussian.</summary>
    public double Deviation { get; init => field = Require.NonNegative(value, nameof(Deviation)); } = Require.NonNegative(Deviation);

    /// <inheritdoc/>
    public override Mixture Modes => new GaussianRing(8, Radius, Deviation).Modes;
}
