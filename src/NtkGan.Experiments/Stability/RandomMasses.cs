using NtkGan.Numerics;

namespace NtkGan.Experiments.Stability;

/// <summary>Random masses, softmax(deviation N(0, 1)), as in the published experiments: positive, with sum 1, and other ones in every trial.</summary>
/// <param name="Deviation">The standard deviation of a mass's logarithm, at least 0.</param>
public sealed record RandomMasses(double Deviation = 1) : Masses
{
    /// <summary>The standard deviation of a mass's logarithm.</summary>
    public double Deviation { get; } = Require.NonNegative(Deviation);

    /// <inheritdoc/>
    public override ValueList<double> Of(int count, CounterRandom random)
    {
        var logarithms = new double[count];
        for (var i = 0; i < count; i++) logarithms[i] = Deviation * random.NextNormal();
        var largest = logarithms.Max();
        double[] weights = [.. logarithms.Select(logarithm => Math.Exp(logarithm - largest))];
        var total = weights.Sum();
        return ValueList.From(weights.Select(weight => weight / total));
    }
}
