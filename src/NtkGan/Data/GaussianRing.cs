using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Equal Gaussians on a circle: centres centre + radius (cos(2 pi j/n), -sin(2 pi j/n)), j = 0..n-1, clockwise from the right. For n >= 3 the
/// covariance is (radius^2/2 + deviation^2) I.</summary>
/// <param name="Components">The number n of Gaussians, at least 1.</param>
/// <param name="Radius">The radius of the circle, at least 0.</param>
/// <param name="Deviation">The standard deviation of each Gaussian in each coordinate, at least 0.</param>
/// <param name="Centre">The middle of the circle: two numbers, or one for both coordinates; the origin if left out.</param>
public sealed record GaussianRing(int Components = 8, double Radius = 5, double Deviation = 0.5, ValueList<double>? Centre = null) : MixtureDataSet
{
    /// <summary>The number of Gaussians.</summary>
    public int Components { get; init => field = Counted(value, name: nameof(Components)); } = Counted(Components);

    /// <summary>The radius of the circle.</summary>
    public double Radius { get; init => field = Require.NonNegative(value, nameof(Radius)); } = Require.NonNegative(Radius);

    /// <summary>The standard deviation of each Gaussian.</summary>
    public double Deviation { get; init => field = Require.NonNegative(value, nameof(Deviation)); } = Require.NonNegative(Deviation);

    /// <summary>The middle of the circle.</summary>
    public ValueList<double> Centre { get; init => field = PerCoordinate.Checked(value, 0, 2, nameof(Centre)); } = PerCoordinate.Checked(Centre, 0, 2);

    /// <inheritdoc/>
    public override Mixture Modes
    {
        get
        {
            var centres = new Matrix(Components, 2);
            for (var j = 0; j < Components; j++)
            {
                var (sine, cosine) = double.SinCosPi(2.0 * j / Components);
                centres[j, 0] = Centre.At(0) + Radius * cosine;
                centres[j, 1] = Centre.At(1) - Radius * sine;
            }

            return new(centres, Deviation);
        }
    }
}
