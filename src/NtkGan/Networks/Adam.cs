namespace NtkGan.Networks;

/// <summary>Adam (Kingma and Ba 2015): m &lt;- b1 m + (1 - b1) g, v &lt;- b2 v + (1 - b2) g^2,
/// theta &lt;- theta - eta (m/(1 - b1^k))/(sqrt(v/(1 - b2^k)) + eps) at step k.</summary>
/// <param name="LearningRate">eta, above 0.</param>
/// <param name="FirstDecay">b1, 0 to below 1.</param>
/// <param name="SecondDecay">b2, 0 to below 1.</param>
/// <param name="Epsilon">eps, above 0.</param>
public sealed record Adam(double LearningRate = 0.001, double FirstDecay = 0.9, double SecondDecay = 0.999, double Epsilon = 1e-8) : Optimizer(LearningRate)
{
    /// <summary>b1.</summary>
    public double FirstDecay { get; } = Decay("first_decay", FirstDecay);

    /// <summary>b2.</summary>
    public double SecondDecay { get; } = Decay("second_decay", SecondDecay);

    /// <summary>eps.</summary>
    public double Epsilon { get; } = Require.Positive(Epsilon);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Memories => ["first_moment", "second_moment"];

    /// <inheritdoc/>
    public override void Move(Span<double> parameters, ReadOnlySpan<double> gradient, IReadOnlyList<double[]> memories, int step, double rate)
    {
        var (first, second) = (memories[0], memories[1]);
        var (firstSum, secondSum) = (1 - Math.Pow(FirstDecay, step), 1 - Math.Pow(SecondDecay, step));
        for (var p = 0; p < parameters.Length; p++)
        {
            first[p] = FirstDecay * first[p] + (1 - FirstDecay) * gradient[p];
            second[p] = SecondDecay * second[p] + (1 - SecondDecay) * (gradient[p] * gradient[p]);
            parameters[p] -= rate / firstSum * (first[p] / (Math.Sqrt(second[p] / secondSum) + Epsilon));
        }
    }

    private static double Decay(string name, double value) => value is >= 0 and < 1 ? value
        : throw new UsageException(FormattableString.Invariant($"{name} must be at least 0 and below 1, not {value}."));
}
