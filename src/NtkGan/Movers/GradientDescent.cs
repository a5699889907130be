namespace NtkGan.Movers;

/// <summary>Gradient descent as GA-NTK's authors wrote it: Z &lt;- clip(Z - rate grad L - perturbation). Their rate of 1000 is for images; points in the plane need about 1.</summary>
/// <param name="LearningRate">rate, above 0.</param>
[Named("gradient_descent")]
public sealed record GradientDescent(double LearningRate = 1000) : FixedStep
{
    /// <summary>rate.</summary>
    public double LearningRate { get; init => field = Require.Positive(value, nameof(LearningRate)); } = Require.Positive(LearningRate);

    /// <inheritdoc/>
    protected override Tableau Tableau => Tableau.Euler;

    /// <inheritdoc/>
    protected override double Size => LearningRate;
}
