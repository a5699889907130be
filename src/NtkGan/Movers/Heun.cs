namespace NtkGan.Movers;

/// <summary>Heun's method with a fixed step: x &lt;- x + (eta/2) (v(x) + v(x + eta v(x))). Order 2, two evaluations a step.</summary>
/// <param name="StepSize">eta > 0.</param>
public sealed record Heun(double StepSize = 1000) : FixedStep
{
    /// <summary>eta.</summary>
    public double StepSize { get; init => field = Require.Positive(value, nameof(StepSize)); } = Require.Positive(StepSize);

    /// <inheritdoc/>
    protected override Tableau Tableau => Tableau.Heun;

    /// <inheritdoc/>
    protected override double Size => StepSize;
}
