namespace NtkGan.Stability;

/// <summary>The time-averaged model of one oscillating point on the line (derived): u is the mean of x^2 over an oscillation and c minus the
/// discriminator's curvature, u+ = u - (eta_d lambda + eta_g q c) u, c+ = r c + eta_d (gamma Delta + 3/2 kappa Q u), from u = x^2/2 and c = 0, both by old
/// values. It follows the envelope where the linear model rings.</summary>
public sealed class AveragedModel
{
    private readonly RegionModel _region;

    /// <summary>The model at its start.</summary>
    /// <param name="region">Masses and step sizes; the order has no meaning here.</param>
    /// <param name="start">x at the start, relative to the true point, finite.</param>
    public AveragedModel(RegionModel region, double start)
    {
        _region = region;
        MeanSquare = Require.Finite(start) * start / 2;
    }

    /// <summary>u, the mean of x^2.</summary>
    public double MeanSquare { get; private set; }

    /// <summary>c, minus the discriminator's second derivative.</summary>
    public double Curvature { get; private set; }

    /// <summary>One update.</summary>
    /// <exception cref="NumericalException">The model has overflowed.</exception>
    public void Advance()
    {
        var (u, c, rate) = (MeanSquare, Curvature, _region.DiscriminatorRate);
        MeanSquare -= (rate * _region.Regularisation + _region.GeneratorRate * _region.PointMass * c) * u;
        Curvature = _region.Retention * c + rate * (_region.Gamma * _region.Imbalance + 1.5 * _region.Kappa * _region.GeneratedMass * u);
        if (!double.IsFinite(MeanSquare) || !double.IsFinite(Curvature))
            throw new NumericalException("The averaged model has overflowed: lower the rates, or widen the kernel.");
    }
}
