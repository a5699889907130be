namespace NtkGan.Data;

/// <summary>Equally likely, isotropic Gaussians about centres of one's own, in any dimension.</summary>
/// <param name="Centres">The centres: a list of points, all of the same dimension.</param>
/// <param name="Deviation">The standard deviation of each Gaussian in each coordinate, at least 0.</param>
public sealed record GaussianMixture(ValueList<ValueList<double>> Centres, double Deviation = 0.5) : MixtureDataSet
{
    /// <summary>Two Gaussians in the plane.</summary>
    public static GaussianMixture Example => new([[-1, 0], [1, 0.5]]);

    /// <summary>The centres.</summary>
    public ValueList<ValueList<double>> Centres { get; init => field = Checked(value); } = Checked(Centres);

    /// <summary>The standard deviation of each Gaussian.</summary>
    public double Deviation { get; init => field = Require.NonNegative(value, nameof(Deviation)); } = Require.NonNegative(Deviation);

    /// <inheritdoc/>
    public override Mixture Modes => new(new(Centres.Count, Centres[0].Count, [.. Centres.SelectMany(centre => centre)]), Deviation);

    private static ValueList<ValueList<double>> Checked(ValueList<ValueList<double>> centres)
    {
        if (centres.Count == 0 || centres.Any(centre => centre.Count == 0 || centre.Count != centres[0].Count))
            throw new UsageException("centres must be a list of at least one point, all of the same dimension, such as [[-1, 0], [1, 0]].");
        foreach (var value in centres.SelectMany(centre => centre)) Require.Finite(value, nameof(centres));
        return centres;
    }
}
