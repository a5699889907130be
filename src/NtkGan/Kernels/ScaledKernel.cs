using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>A kernel times a constant: k = s k_1.</summary>
/// <param name="Kernel">The kernel k_1.</param>
/// <param name="Scale">The constant s > 0.</param>
public sealed record ScaledKernel(Kernel Kernel, double Scale = 1) : Kernel
{
    /// <summary>A small legal example.</summary>
    public static ScaledKernel Example => new(new NeuralKernel(), 2);

    /// <summary>The constant.</summary>
    public double Scale { get; init => field = Require.Positive(value, nameof(Scale)); } = Require.Positive(Scale);

    internal override bool IsRadial => Kernel.IsRadial;

    internal override bool IsRotationInvariant => Kernel.IsRotationInvariant;

    internal override bool NeedsSquares(int dimension) => Kernel.NeedsSquares(dimension);

    internal override Remoteness RemotenessOf(Matrix points) => Kernel.RemotenessOf(points);

    internal override T AtSquaredDistance<T>(T squaredDistance) => Scale * Kernel.AtSquaredDistance(squaredDistance);

    internal override IReadOnlyList<DistanceTerm>? OnLine => Kernel.OnLine is { } terms ? [.. terms.Select(term => term.Times(Scale))] : null;

    /// <inheritdoc/>
    public override Kernel For(PointShape shape) => this with { Kernel = Kernel.For(shape) };

    internal override Func<RowEvaluator> Evaluators(Matrix x, Matrix y) => Scaled(Kernel.Evaluators(x, y));

    internal override Func<RowEvaluator> Evaluators(Matrix x, PointSet y) => Scaled(Kernel.Evaluators(x, y));

    internal override int PairsPerBlock => Kernel.PairsPerBlock;

    internal override bool IsPositiveDefinite => Kernel.IsPositiveDefinite;

    internal override double SpectralMoment(int order) => Scale * Kernel.SpectralMoment(order);

    internal override double SteepestSlope => Scale * Kernel.SteepestSlope;

    private Func<RowEvaluator> Scaled(Func<RowEvaluator> inner) => () => new Evaluator(inner(), Scale);

    private sealed class Evaluator(RowEvaluator inner, double scale) : RowEvaluator
    {
        private readonly double[] _weights = new double[BlockSize];

        public override void Values(int i, int start, Span<double> values)
        {
            inner.Values(i, start, values);
            foreach (ref var value in values) value *= scale;
        }

        public override void Pull(int i, int start, ReadOnlySpan<double> cotangent, Span<double> values, Span<double> gradient)
        {
            for (var b = 0; b < cotangent.Length; b++) _weights[b] = scale * cotangent[b];
            inner.Pull(i, start, _weights.AsSpan(0, cotangent.Length), values, gradient);
            foreach (ref var value in values) value *= scale;
        }
    }
}
