namespace NtkGan.Synthesis;

/// <summary>The paper's convention: lambda = eta t, gradient flow of rate eta for a time t on the sum of squares.</summary>
/// <param name="LearningRate">eta, above 0.</param>
/// <param name="Time">t, at least 0.</param>
[Named("paper")]
public sealed record PaperTime(double LearningRate = 0.01, double Time = 100) : LambdaRule
{
    /// <summary>eta.</summary>
    public double LearningRate { get; init => field = Require.Positive(value, nameof(LearningRate)); } = Require.Positive(LearningRate);

    /// <summary>t.</summary>
    public double Time { get; init => field = Require.NonNegative(value, nameof(Time)); } = Require.NonNegative(Time);

    /// <inheritdoc/>
    public override double Resolve(int points, Func<double[]> spectrum) => LearningRate * Time;
}
