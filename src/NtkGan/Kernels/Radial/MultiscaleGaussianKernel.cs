using NtkGan.Numerics;

namespace NtkGan.Kernels.Radial;

/// <summary>A mixture of Gaussian kernels over several length scales: sum_i w_i exp(-r^2/(2 l_i^2)).</summary>
/// <param name="Lengths">The length scales l_i > 0.</param>
/// <param name="Weights">The weights w_i >= 0, as many as lengths; equal weights that sum to 1 if none are given.</param>
public sealed record MultiscaleGaussianKernel(ValueList<double>? Lengths = null, ValueList<double>? Weights = null)
    : RadialKernel<MultiscaleGaussianKernel.Formula>
{
    /// <summary>The length scales.</summary>
    public ValueList<double> Lengths { get; } = Checked(Lengths ?? [0.5, 1, 2, 4, 8], Weights);

    /// <summary>The weights, or null for equal ones.</summary>
    public ValueList<double>? Weights { get; } = Weights;

    /// <inheritdoc/>
    protected override Formula Profile =>
        new([.. Lengths.Select(length => -0.5 / (length * length))], [.. Weights ?? ValueList.From(Lengths.Select(_ => 1.0 / Lengths.Count))]);

    private static ValueList<double> Checked(ValueList<double> lengths, ValueList<double>? weights)
    {
        Require.AtLeast(1, lengths.Count, nameof(lengths));
        if (weights is not null && weights.Count != lengths.Count)
            throw new UsageException($"A multiscale kernel of {lengths.Count} lengths cannot have {weights.Count} weights.");
        foreach (var length in lengths) Require.Positive(length);
        foreach (var weight in weights ?? []) Require.NonNegative(weight);
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
