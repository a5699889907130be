using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>Noise with the mean and the covariance of the real rows, clipped to the box: x = mean + s sum_i w_i (x_i - mean)/sqrt(n - 1), w_i independent normal
/// numbers. Of pictures it makes clouds with the right light and smoothness, in which no row can be seen. The discriminator then need not spend its first steps
/// on what two moments say, and samples do not start in corners of the box that are far from all rows. Derived.</summary>
/// <param name="Deviation">s, above 0: 1 keeps the covariance.</param>
[Named("gaussian")]
public sealed record GaussianStart(double Deviation = 1) : SampleStart
{
    /// <summary>s.</summary>
    public double Deviation { get; init => field = Require.Positive(value, nameof(Deviation)); } = Require.Positive(Deviation);

    /// <inheritdoc/>
    public override Matrix Draw(int samples, Matrix real, Bounds bounds, ulong seed, int replica)
    {
        bounds.CheckDimension(real.Columns);
        var mean = new double[real.Columns];
        for (var i = 0; i < real.Rows; i++) DotProduct.Add(1.0 / real.Rows, real.Row(i), mean);
        var (result, weights, random) = (new Matrix(samples, real.Columns), new double[real.Rows], CounterRandom.For(seed, "synthesis start", (ulong)replica));
        var scale = Deviation / Math.Sqrt(Math.Max(1, real.Rows - 1));
        for (var k = 0; k < samples; k++)
        {
            random.FillNormal(weights);
            var row = result.Row(k);
            var sum = 0.0;
            foreach (var weight in weights) sum += weight;
            for (var i = 0; i < real.Rows; i++) DotProduct.Add(scale * weights[i], real.Row(i), row);
            DotProduct.Add(1 - scale * sum, mean, row);
        }

        bounds.Clip(result);
        return result;
    }
}
