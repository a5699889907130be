namespace NtkGan.Movers;

/// <summary>Explicit Euler with a fixed step, as in the paper: x &lt;- x + eta v(x). Order 1.</summary>
/// <param name="StepSize">eta > 0.</param>
[Named("euler")]
public sealed record ExplicitEuler(double StepSize = 1000) : FixedStep
{
    /// <summary>eta.</summary>
    public double StepSize { get; init => field = Require.Positive(value, nameof(StepSize)); } = Require.Positive(StepSize);

    /// <inheritdoc/>
    protected override Tableau Tableau => Tableau.Euler;

    /// <inheritdoc/>
    protected override double Size => StepSize;
}
