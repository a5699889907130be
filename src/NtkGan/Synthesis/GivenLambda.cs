namespace NtkGan.Synthesis;

/// <summary>lambda itself.</summary>
/// <param name="Lambda">lambda, at least 0.</param>
[Named("given")]
public sealed record GivenLambda(double Lambda = 1) : LambdaRule
{
    /// <summary>lambda.</summary>
    public double Lambda { get; init => field = Require.NonNegative(value, nameof(Lambda)); } = Require.NonNegative(Lambda);

    /// <inheritdoc/>
    public override double Resolve(int points, Func<double[]> spectrum) => Lambda;
}
