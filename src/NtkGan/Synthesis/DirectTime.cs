namespace NtkGan.Synthesis;

/// <summary>The convention of the authors' program for direct synthesis: lambda = eta t/(2 N), t = 65536 rate, for its loss is a mean over the
/// 2 N entries of the labels. n = m = 256 and rates 1, 2, 4 give 0.64, 1.28, 2.56.</summary>
/// <param name="Rate">rate, at least 0.</param>
/// <param name="LearningRate">eta, above 0.</param>
[Named("direct")]
public sealed record DirectTime(double Rate = 2, double LearningRate = 0.01) : LambdaRule
{
    internal const double TimeOfUnitRate = 65536;

    /// <summary>rate.</summary>
    public double Rate { get; init => field = Require.NonNegative(value, nameof(Rate)); } = Require.NonNegative(Rate);

    /// <summary>eta.</summary>
    public double LearningRate { get; init => field = Require.Positive(value, nameof(LearningRate)); } = Require.Positive(LearningRate);

    /// <inheritdoc/>
    public override double Resolve(int points, Func<double[]> spectrum) => LearningRate * TimeOfUnitRate * Rate / (2.0 * points);
}
