using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Equal Gaussians on a square grid: centres centre + spacing (i - (n-1)/2, j - (n-1)/2), i, j = 0..n-1. The covariance is
/// (spacing^2 (n^2-1)/12 + deviation^2) I.</summary>
/// <param name="Side">The number n of Gaussians along a side, at least 1.</param>
/// <param name="Spacing">The distance of neighbouring centres, at least 0.</param>
/// <param name="Deviation">The standard deviation of each Gaussian in each coordinate, at least 0.</param>
/// <param name="Centre">The middle of the grid: two numbers, or one for both coordinates; the origin if left out.</param>
public sealed record GaussianGrid(int Side = 5, double Spacing = 2, double Deviation = 0.05, ValueList<double>? Centre = null) : MixtureDataSet
{
    /// <summary>The number of Gaussians along a side.</summary>
    public int Side { get; init => field = Counted(value, largest: 1000, name: nameof(Side)); } = Counted(Side, largest: 1000);

    /// <summary>The distance of neighbouring centres.</summary>
    public double Spacing { get; init => field = Require.NonNegative(value, nameof(Spacing)); } = Require.NonNegative(Spacing);

    /// <summary>The standard deviation of each Gaussian.</summary>
    public double Deviation { get; init => field = Require.NonNegative(value, nameof(Deviation)); } = Require.NonNegative(Deviation);

    /// <summary>The middle of the grid.</summary>
    public ValueList<double> Centre { get; init => field = PerCoordinate.Checked(value, 0, 2, nameof(Centre)); } = PerCoordinate.Checked(Centre, 0, 2);

    /// <inheritdoc/>
    public override Mixture Modes
    {
        get
        {
            var centres = new Matrix(Side * Side, 2);
            for (var i = 0; i < centres.Rows; i++)
            {
                centres[i, 0] = Centre.At(0) + Spacing * (i / Side - (Side - 1) / 2.0);
                centres[i, 1] = Centre.At(1) + Spacing * (i % Side - (Side - 1) / 2.0);
            }

            return new(centres, Deviation);
        }
    }
}
