using NtkGan.Kernels.Transforms;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>A kernel of transformed inputs: k(x, y) = k_1(T(x), T(y)), T acting coordinate by coordinate; the gradient carries T'(x).</summary>
/// <param name="Kernel">The kernel k_1.</param>
/// <param name="Transform">The transform T.</param>
public sealed record TransformedKernel(Kernel Kernel, InputTransform Transform) : Kernel
{
    /// <summary>A small legal example.</summary>
    public static TransformedKernel Example => new(new NeuralKernel(), new TanhTransform());

    /// <inheritdoc/>
    public override Kernel For(PointShape shape) => this with { Kernel = Kernel.For(shape) };

    internal override bool NeedsSquares(int dimension) => Kernel.NeedsSquares(dimension);

    internal override Remoteness RemotenessOf(Matrix points) => Kernel.RemotenessOf(Transform.Apply(points));

    internal override Func<RowEvaluator> Evaluators(Matrix x, Matrix y)
    {
        var slopes = new Matrix(x.Rows, x.Columns);
        var first = Transform.Apply(x, slopes);
        var inner = Kernel.Evaluators(first, ReferenceEquals(x, y) ? first : Transform.Apply(y));
        return () => new Evaluator(inner(), slopes);
    }

    internal override int PairsPerBlock => Kernel.PairsPerBlock;

    internal override bool IsPositiveDefinite => Kernel.IsPositiveDefinite;

    private sealed class Evaluator(RowEvaluator inner, Matrix slopes) : RowEvaluator
    {
        private readonly double[] _gradient = new double[slopes.Columns];

        public override void Values(int i, int start, Span<double> values) => inner.Values(i, start, values);

        public override void Pull(int i, int start, ReadOnlySpan<double> cotangent, Span<double> values, Span<double> gradient)
        {
            _gradient.AsSpan().Clear();
            inner.Pull(i, start, cotangent, values, _gradient);
            for (var c = 0; c < gradient.Length; c++) gradient[c] += slopes[i, c] * _gradient[c];
        }
    }
}
