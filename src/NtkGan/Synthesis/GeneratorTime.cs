namespace NtkGan.Synthesis;

/// <summary>The convention of the authors' generator program: lambda = eta t/(4 batch), t = 65536 rate, whatever the batch really used.
/// A batch of 64 and rate 2 give 5.12.</summary>
/// <param name="Rate">rate, at least 0.</param>
/// <param name="Batch">Rows of real data in a batch, and of generated data, at least 1.</param>
/// <param name="LearningRate">eta, above 0.</param>
[Named("generator")]
public sealed record GeneratorTime(double Rate = 2, int Batch = 64, double LearningRate = 0.01) : LambdaRule
{
    /// <summary>rate.</summary>
    public double Rate { get; init => field = Require.NonNegative(value, nameof(Rate)); } = Require.NonNegative(Rate);

    /// <summary>Rows in a batch.</summary>
    public int Batch { get; init => field = Require.AtLeast(1, value, nameof(Batch)); } = Require.AtLeast(1, Batch);

    /// <summary>eta.</summary>
    public double LearningRate { get; init => field = Require.Positive(value, nameof(LearningRate)); } = Require.Positive(LearningRate);

    /// <inheritdoc/>
    public override double Resolve(int points, Func<double[]> spectrum) => LearningRate * DirectTime.TimeOfUnitRate * Rate / (4.0 * Batch);
}
