using NtkGan.Numerics;
using static TorchSharp.torch;

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

    internal override IReadOnlyList<string> Memories => ["first_moment", "second_moment"];

    internal override TensorScalar Move(TensorScalar gradient, Tensor[] memories, int step, double rate)
    {
        var first = Blend(memories[0], FirstDecay, 1 - FirstDecay, gradient);
        var second = Blend(memories[1], SecondDecay, 1 - SecondDecay, gradient * gradient);
        var (firstSum, secondSum) = (1 - Math.Pow(FirstDecay, step), 1 - Math.Pow(SecondDecay, step));
        return -rate / firstSum * (first / (TensorScalar.Sqrt(1 / secondSum * second) + Epsilon));
    }

    private static double Decay(string name, double value) => value is >= 0 and < 1 ? value
        : throw new UsageException(FormattableString.Invariant($"{name} must be at least 0 and below 1, not {value}."));
}
