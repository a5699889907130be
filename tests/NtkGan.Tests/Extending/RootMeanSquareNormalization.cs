using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Tests.Extending;

/// <summary>Normalisation by the root mean square (Zhang and Sennrich 2019), without a gain: y = z/r, r = sqrt(mean of z^2 + eps).</summary>
/// <param name="Epsilon">The regulariser eps, above 0.</param>
public sealed record RootMeanSquareNormalization(double Epsilon = 1e-6) : FeatureLayer<RootMeanSquareNormalization.Kernels>
{
    /// <inheritdoc/>
    protected override Kernels Formula => new(Epsilon);

    /// <inheritdoc/>
    protected override bool KeepsGaussian => true;

    /// <inheritdoc/>
    public override void Forward<T>(ReadOnlySpan<T> input, Span<T> output)
    {
        var root = Root(input);
        for (var k = 0; k < input.Length; k++) output[k] = input[k] / root;
    }

    /// <inheritdoc/>
    public override void Pull<T>(ReadOnlySpan<T> input, ReadOnlySpan<T> cotangents, Span<T> result)
    {
        // J = (1 - y y^T/n)/r is symmetric.
        T root = Root(input), along = 0.0;
        for (var k = 0; k < input.Length; k++) along += cotangents[k] * (input[k] / root);
        for (var k = 0; k < input.Length; k++) result[k] = (cotangents[k] - 1.0 / input.Length * (along * (input[k] / root))) / root;
    }

    private T Root<T>(ReadOnlySpan<T> input) where T : struct, IScalar<T>
    {
        T squares = 0.0;
        foreach (var z in input) squares += z * z;
        return T.Sqrt(1.0 / input.Length * squares + Epsilon);
    }

    /// <summary>At infinite width the mean of z^2 is q: N = q12/sqrt((q11 + eps)(q22 + eps)), D = 1/sqrt((q11 + eps)(q22 + eps)).</summary>
    public readonly struct Kernels(double epsilon) : IPairFormula
    {
        /// <inheritdoc/>
        public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
        {
            var scale = T.Sqrt((q11 + epsilon) * (q22 + epsilon));
            return new(q12 / scale, (T)1.0 / scale);
        }
    }
}
