using NtkGan.Architectures;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Benchmarks;

/// <summary>Nanoseconds per pair of the depth-3 ReLU tangent kernel with bias, 500 x 500 points in two dimensions.</summary>
internal static class KernelBenchmark
{
    private const int Count = 500, Depth = 3;

    public static void Run()
    {
        var random = CounterRandom.For(1, "benchmark");
        Matrix x = new(Count, 2), y = new(Count, 2);
        random.FillNormal(x.Values);
        random.FillNormal(y.Values);
        var kernel = new NeuralKernel(new Mlp(biasDeviation: 1));
        var coefficients = new double[Count];
        var values = new double[Count];
        var gradients = new Matrix(Count, 2);
        Array.Fill(coefficients, 1.0 / Count);
        Action On(int threads, Action body) => () =>
        {
            using (Workers.Limit(threads)) body();
        };

        var times = Timing.Milliseconds(41,
            () => Scalar(x, y),
            On(1, () => kernel.Expand(x, y, coefficients, values)),
            On(1, () => kernel.Expand(x, y, coefficients, values, gradients)),
            On(2, () => kernel.Expand(x, y, coefficients, values)),
            On(2, () => kernel.Expand(x, y, coefficients, values, gradients)),
            On(1, () => (kernel with { Variant = KernelKind.Nngp }).Gram(x, y)),
            On(1, () => kernel.Gram(x, y)),
            On(1, () => kernel.Both(x, y)));
        string[] names = ["scalar, Math.Acos", "values, 1 thread", "values + gradients, 1 thread", "values, 2 threads", "values + gradients, 2 threads", "NNGP matrix, 1 thread", "NTK matrix, 1 thread", "both matrices, 1 thread"];
        for (var i = 0; i < names.Length; i++)
            Console.WriteLine(FormattableString.Invariant($"{names[i],-30} {1e6 * times[i] / (Count * Count),8:F1} ns/pair   {times[0] / times[i],6:F2} x scalar"));
        Console.WriteLine(FormattableString.Invariant($"gradients / values {times[2] / times[1]:F2}; two threads {times[1] / times[3]:F2}, {times[2] / times[4]:F2}"));
    }

    /// <summary>The plain scalar recursion that a first implementation would be.</summary>
    private static double Scalar(Matrix x, Matrix y)
    {
        var total = 0.0;
        for (var i = 0; i < x.Rows; i++)
        {
            for (var j = 0; j < y.Rows; j++)
            {
                double q11 = 1, q12 = 1, q22 = 1;
                for (var c = 0; c < x.Columns; c++)
                {
                    q11 += x[i, c] * x[i, c] / x.Columns;
                    q12 += x[i, c] * y[j, c] / x.Columns;
                    q22 += y[j, c] * y[j, c] / x.Columns;
                }

                var tangent = q12;
                for (var layer = 0; layer < Depth; layer++)
                {
                    var norm = Math.Sqrt(q11 * q22);
                    var cosine = Math.Clamp(q12 / norm, -1, 1);
                    var angle = Math.Acos(cosine);
                    var derivative = 0.5 - angle / (2 * Math.PI);
                    var bias = layer < Depth - 1 ? 1 : 0;
                    q12 = norm * Math.Sqrt(1 - cosine * cosine) / (2 * Math.PI) + derivative * q12 + bias;
                    tangent = q12 + derivative * tangent;
                    (q11, q22) = (q11 / 2 + bias, q22 / 2 + bias);
                }

                total += tangent;
            }
        }

        return total;
    }
}
