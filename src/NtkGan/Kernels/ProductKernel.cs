using NtkGan.Kernels.Radial;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>A product of kernels: k = k_1 k_2 ...</summary>
/// <param name="Factors">At least one kernel.</param>
public sealed record ProductKernel(ValueList<Kernel> Factors) : Kernel
{
    /// <summary>A small legal example.</summary>
    public static ProductKernel Example => new([new GaussianKernel(), new NeuralKernel()]);

    /// <summary>The kernels that are multiplied.</summary>
    public ValueList<Kernel> Factors { get; init => field = Require.Filled(value, "at least one kernel", nameof(Factors)); } = Require.Filled(Factors, "at least one kernel");

    internal override bool IsRadial => Factors.All(factor => factor.IsRadial);

    internal override bool IsRotationInvariant => Factors.All(factor => factor.IsRotationInvariant);

    internal override bool NeedsSquares(int dimension) => Factors.Any(factor => factor.NeedsSquares(dimension));

    // A factor of differences tells points apart in numbers as large as the product's own; of others the product rounds what each has kept.
    internal override Remoteness RemotenessOf(Matrix points)
    {
        Remoteness[] factors = [.. Factors.Select(factor => factor.RemotenessOf(points))];
        return Array.Exists(factors, factor => factor.Ratio == 0) ? Remoteness.None : new(factors.Max(factor => factor.Ratio), KeepsGradients: factors is [{ KeepsGradients: true }], factors.Any(factor => factor.IsApart));
    }

    internal override T AtSquaredDistance<T>(T squaredDistance) =>
        Factors.Aggregate((T)1.0, (product, factor) => product * factor.AtSquaredDistance(squaredDistance));

    /// <inheritdoc/>
    public override Kernel For(PointShape shape) => new ProductKernel([.. Factors.Select(factor => factor.For(shape))]) { Summation = Summation };

    internal override Func<RowEvaluator> Evaluators(Matrix x, Matrix y)
    {
        var factors = Factors.Select(factor => factor.Evaluators(x, y)).ToList();
        return () => new Evaluator([.. factors.Select(make => make())]);
    }

    internal override int PairsPerBlock => Factors.Min(factor => factor.PairsPerBlock);

    internal override bool IsPositiveDefinite => Factors.All(factor => factor.IsPositiveDefinite);

    // Frequencies add up, and odd moments vanish.
    internal override double SpectralMoment(int order)
    {
        var moments = Enumerable.Range(0, order + 1).Select(Factors[0].SpectralMoment).ToArray();
        foreach (var factor in Factors.Skip(1))
        {
            for (var m = order; m >= 0; m--)
            {
                var (sum, binomial) = (0.0, 1.0);
                for (var j = 0; j <= m; j++)
                {
                    sum += binomial * moments[m - j] * factor.SpectralMoment(j);
                    binomial *= (2.0 * m - 2 * j) * (2.0 * m - 2 * j - 1) / ((2.0 * j + 1) * (2.0 * j + 2));
                }

                moments[m] = sum;
            }
        }

        return moments[order];
    }

    private sealed class Evaluator(RowEvaluator[] factors) : RowEvaluator
    {
        private readonly double[][] _values = [.. factors.Select(_ => new double[BlockSize])];
        private readonly double[] _weights = new double[BlockSize];

        public override void Values(int i, int start, Span<double> values)
        {
            for (var f = 0; f < factors.Length; f++) factors[f].Values(i, start, _values[f].AsSpan(0, values.Length));
            for (var b = 0; b < values.Length; b++) values[b] = ProductBut(-1, b);
        }

        public override void Pull(int i, int start, ReadOnlySpan<double> cotangent, Span<double> values, Span<double> gradient)
        {
            Values(i, start, values);
            for (var f = 0; f < factors.Length; f++)
            {
                // A factor's own cotangent is w times the product of the others (not k / k_f, for k_f may be 0).
                for (var b = 0; b < values.Length; b++) _weights[b] = cotangent[b] * ProductBut(f, b);
                factors[f].Pull(i, start, _weights.AsSpan(0, values.Length), _values[f].AsSpan(0, values.Length), gradient);
            }
        }

        private double ProductBut(int left, int b)
        {
            var product = 1.0;
            for (var f = 0; f < factors.Length; f++)
                if (f != left) product *= _values[f][b];
            return product;
        }
    }
}
