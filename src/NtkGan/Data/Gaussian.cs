using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>An isotropic Gaussian, N(mean, deviation^2 I), in any dimension; with 1024 dimensions also noise in the space of 32 x 32 pictures.</summary>
/// <param name="Dimension">The number of coordinates d, at least 1.</param>
/// <param name="Mean">The mean: d numbers, or one for all coordinates; 0 if left out.</param>
/// <param name="Deviation">The standard deviation of each coordinate, at least 0.</param>
public sealed record Gaussian(int Dimension = 2, ValueList<double>? Mean = null, double Deviation = 1) : MixtureDataSet
{
    /// <inheritdoc/>
    public override int Dimension { get; } = Require.AtLeast(1, Dimension);

    /// <summary>The mean: one number for each coordinate, or one for all.</summary>
    public ValueList<double> Mean { get; } = PerCoordinate.Checked(Mean, 0, Dimension);

    /// <summary>The standard deviation of each coordinate.</summary>
    public double Deviation { get; init => field = Require.NonNegative(value, nameof(Deviation)); } = Require.NonNegative(Deviation);

    /// <inheritdoc/>
    public override Mixture Modes
    {
        get
        {
            var centre = new Matrix(1, Dimension);
            for (var j = 0; j < Dimension; j++) centre[0, j] = Mean.At(j);
            return new(centre, Deviation);
        }
    }
}
