using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Movers;

/// <summary>Adam (Kingma and Ba 2015): m &lt;- b1 m + (1 - b1) g, v &lt;- b2 v + (1 - b2) g^2,
/// theta &lt;- theta - eta (m/(1 - b1^k))/(sqrt(v/(1 - b2^k)) + eps) at step k. A gradient that is not finite skips the step wholly, momentum too; several such steps
/// on end are an error.</summary>
/// <param name="LearningRate">eta, above 0; if none is given the usual one: 0.001 of networks and flows, 0.01 of the samples of a synthesis.</param>
/// <param name="FirstDecay">b1, 0 to below 1.</param>
/// <param name="SecondDecay">b2, 0 to below 1.</param>
/// <param name="Epsilon">eps, above 0.</param>
public sealed record Adam(double? LearningRate = null, double FirstDecay = 0.9, double SecondDecay = 0.999, double Epsilon = 1e-8) : Optimizer
{
    /// <summary>The usual rate of networks and flows.</summary>
    public const double UsualRate = 0.001;

    private static readonly MemoryShape[] Moments = [new("first_moment"), new("second_moment")];

    /// <summary>eta, or null for the usual one.</summary>
    public double? LearningRate { get; init => field = Positive(value); } = Positive(LearningRate);

    /// <summary>b1.</summary>
    public double FirstDecay { get; init => field = Decay("first_decay", value); } = Decay("first_decay", FirstDecay);

    /// <summary>b2.</summary>
    public double SecondDecay { get; init => field = Decay("second_decay", value); } = Decay("second_decay", SecondDecay);

    /// <summary>eps.</summary>
    public double Epsilon { get; init => field = Require.Positive(value, nameof(Epsilon)); } = Require.Positive(Epsilon);

    /// <inheritdoc/>
    public override double? Rate => LearningRate ?? UsualRate;

    /// <inheritdoc/>
    protected override int LargestSkips => 10;

    /// <inheritdoc/>
    protected override IReadOnlyList<MemoryShape> Vectors => Moments;

    /// <inheritdoc/>
    public override Mover WithUsualRate(double rate) => LearningRate is null ? this with { LearningRate = rate } : this;

    /// <inheritdoc/>
    protected override void Move(Span<double> parameters, ReadOnlySpan<double> gradient, MoverMemory memory, double rate)
    {
        var (first, second) = (memory["first_moment"], memory["second_moment"]);
        var (firstSum, secondSum) = (1 - Math.Pow(FirstDecay, memory.Steps), 1 - Math.Pow(SecondDecay, memory.Steps));
        var size = rate / firstSum;
        var whole = parameters.Length / Vector256<double>.Count * Vector256<double>.Count;
        Move<Lanes>(Cast<Lanes>(parameters[..whole]), MemoryMarshal.Cast<double, Lanes>(gradient[..whole]), Cast<Lanes>(first.AsSpan(0, whole)), Cast<Lanes>(second.AsSpan(0, whole)), size, secondSum);
        Move<Real>(Cast<Real>(parameters[whole..]), MemoryMarshal.Cast<double, Real>(gradient[whole..]), Cast<Real>(first.AsSpan(whole)), Cast<Real>(second.AsSpan(whole)), size, secondSum);
    }

    private void Move<T>(Span<T> parameters, ReadOnlySpan<T> gradient, Span<T> first, Span<T> second, double size, T correction) where T : struct, IScalar<T>
    {
        for (var p = 0; p < parameters.Length; p++)
        {
            var slope = gradient[p];
            first[p] = FirstDecay * first[p] + (1 - FirstDecay) * slope;
            second[p] = SecondDecay * second[p] + (1 - SecondDecay) * (slope * slope);
            parameters[p] -= size * (first[p] / (T.Sqrt(second[p] / correction) + Epsilon));
        }
    }

    private static Span<T> Cast<T>(Span<double> values) where T : struct => MemoryMarshal.Cast<double, T>(values);

    private static double? Positive(double? rate) => rate is { } value ? Require.Positive(value, nameof(LearningRate)) : null;

    private static double Decay(string name, double value) => value is >= 0 and < 1 ? value
        : throw new UsageException(FormattableString.Invariant($"{name} must be at least 0 and below 1, not {value}."));
}
