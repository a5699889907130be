using NtkGan.Numerics;

namespace NtkGan.Kernels.Radial;

/// <summary>A mixture of Gaussian kernels over several length scales: sum_i w_i exp(-r^2/(2 l_i^2)) / sum_i w_i.</summary>
/// <param name="Lengths">The length scales l_i > 0.</param>
/// <param name="Weights">The relative weights w_i >= 0, not all 0, as many as lengths; equal if none are given. Their sum is divided out, so k(x, x) = 1.</param>
public sealed record MultiscaleGaussianKernel(ValueList<double>? Lengths = null, ValueList<double>? Weights = null)
    : RadialKernel<MultiscaleGaussianKernel.Formula>
{
    /// <summary>The length scales.</summary>
    public ValueList<double> Lengths { get; } = Checked(Lengths ?? [0.5, 1, 2, 4, 8], Weights);

    /// <summary>Weights proportional to 1/l_i: broad scales pull from afar without outweighing the narrow ones near by.</summary>
    /// <param name="lengths">The length scales l_i > 0.</param>
    public static MultiscaleGaussianKernel WithInverseWeights(ValueList<double> lengths) => new(lengths, ValueList.From(lengths.Select(length => 1 / Require.Positive(length))));

    /// <summary>The relative weights, or null for equal ones.</summary>
    public ValueList<double>? Weights { get; } = Weights;

    /// <inheritdoc/>
    protected override Formula Profile => new([.. Lengths.Select(length => Bounded(-0.5 / length / length))], Shares());

    internal override double SpectralMoment(int order) => Lengths.Zip(Shares(), (length, share) => share * GaussianKernel.Moment(length, order)).Sum();

    private double[] Shares()
    {
        var total = Weights?.Sum() ?? Lengths.Count;
        return [.. Weights?.Select(weight => weight / total) ?? Lengths.Select(_ => 1 / total)];
    }

    private static ValueList<double> Checked(ValueList<double> lengths, ValueList<double>? weights)
    {
        Require.AtLeast(1, lengths.Count, nameof(lengths));
        if (weights is not null && weights.Count != lengths.Count)
            throw new UsageException($"A multiscale kernel of {lengths.Count} lengths cannot have {weights.Count} weights.");
        foreach (var length in lengths) Require.Positive(length);
        foreach (var weight in weights ?? []) Require.NonNegative(weight);
        if (weights is not null) Require.Positive(weights.Sum(), nameof(weights));
        return lengths;
    }

    /// <summary>sum_i weights_i exp(factors_i s).</summary>
    public readonly struct Formula(double[] factors, double[] weights) : IRadialProfile
    {
        /// <inheritdoc/>
        public T Evaluate<T>(T squaredDistance) where T : struct, IScalar<T>
        {
            T sum = 0.0;
            for (var i = 0; i < factors.Length; i++) sum += weights[i] * T.Exp(factors[i] * squaredDistance);
            return sum;
        }
    }
}
