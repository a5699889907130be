using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>A kernel written as a function of two points: derive a record, say <see cref="Of"/>, and it works wherever a kernel does, pair by pair and
/// on all threads. Of the distance alone, <see cref="Radial.RadialKernel{TProfile}"/> is many times faster, and the theory of isolated points knows it.</summary>
public abstract record PairwiseKernel : Kernel
{
    private const double Step = 1e-3, SlopeDoubt = 1e-2, BendDoubt = .05;
    private const double LeastRatio = 1e3, MovedDoubt = 1e-3;
    private const int LongestOnStack = 256, TriedPoints = 8;

    /// <summary>k(x, y), the same number as k(y, x), and the same at every call: several threads call at once. The points have as many coordinates,
    /// all finite; a result that is not is refused as an overflow.</summary>
    /// <param name="x">d coordinates.</param>
    /// <param name="y">d coordinates.</param>
    public abstract override double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y);

    /// <summary>(d/dx) k(x, y). Unless overridden, central differences over 1e-3 and 2e-3 of the larger of |x| and |y| (of 1 where both are 0), extrapolated:
    /// 4 d values of the kernel a pair, right to about 1e-9 where the kernel changes little over a tenth of that length; a kink is rounded off within the steps.</summary>
    /// <param name="x">d coordinates.</param>
    /// <param name="y">d coordinates.</param>
    /// <param name="gradient">Receives d numbers.</param>
    /// <exception cref="NumericalException">The differences of the two steps disagree by more than 1e-2 of the kernel's values and slopes, or it bends by
    /// more than a twentieth within them.</exception>
    protected virtual void Gradient(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> gradient)
    {
        var size = Math.Sqrt(Math.Max(DotProduct.Of(x, x), DotProduct.Of(y, y)));
        if (size == 0) size = 1;
        Span<double> moved = x.Length <= LongestOnStack ? stackalloc double[x.Length] : new double[x.Length];
        x.CopyTo(moved);
        var value = Of(x, y);
        var (largest, disagreement, bend) = (0.0, 0.0, 0.0);
        for (var c = 0; c < x.Length; c++)
        {
            var (near, far) = (Around(moved, y, c, Step * size), Around(moved, y, c, 2 * Step * size));
            var (narrow, wide) = ((near.Above - near.Below) / (2 * Step * size), (far.Above - far.Below) / (4 * Step * size));
            gradient[c] = (4 * narrow - wide) / 3;
            (largest, disagreement) = (Math.Max(largest, Math.Abs(narrow)), Math.Max(disagreement, Math.Abs(narrow - wide)));
            bend = Math.Max(bend, Math.Abs(far.Above - value + (far.Below - value)));
        }

        var scale = Math.Max(Math.Abs(value), Math.Abs(Of(x, x)));
        if (!(disagreement * size <= SlopeDoubt * (scale + largest * size) && bend <= BendDoubt * (scale + largest * size)))
            throw new NumericalException($"The kernel '{Catalog.NameOf(GetType())}' changes too fast for differences to stand in for its gradient: override {nameof(Gradient)}, or scale the data.");
    }

    /// <summary>Whether every Gram matrix is positive semidefinite, not only on coefficients that sum to 0. A kernel that does not say so is taken for one that
    /// is not: trainings that need it then note that, and a stability game's history forgets nothing.</summary>
    protected virtual bool IsDefinite => false;

    internal sealed override bool IsPositiveDefinite => IsDefinite;

    // What a pair costs is not known: less than the usual number of them is worth a thread.
    internal sealed override int PairsPerBlock => 256;

    // Whether it sees the origin is found by moving a few points there: a function of differences stays the same but for the rounding of the points.
    internal sealed override Remoteness RemotenessOf(Matrix points)
    {
        var far = Remoteness.Of(points, keepsGradients: false);
        if (far.Ratio < LeastRatio || !double.IsFinite(far.Ratio)) return Remoteness.None;
        var some = points.Take([.. Enumerable.Range(0, Math.Min(points.Rows, TriedPoints)).Select(i => (int)((long)i * points.Rows / Math.Min(points.Rows, TriedPoints)))]);
        var (moved, largest, change) = (some.Clone(), 0.0, 0.0);
        for (var i = 0; i < some.Rows; i++)
            for (var c = 0; c < some.Columns; c++) moved[i, c] -= some[0, c];
        for (var i = 0; i < some.Rows; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var value = Of(some.Row(i), some.Row(j));
                (largest, change) = (Math.Max(largest, Math.Abs(value)), Math.Max(change, Math.Abs(value - Of(moved.Row(i), moved.Row(j)))));
            }
        }

        return change <= MovedDoubt * largest ? Remoteness.None : far;
    }

    internal sealed override Func<RowEvaluator> Evaluators(Matrix x, Matrix y) => () => new Evaluator(this, x, y);

    private (double Below, double Above) Around(Span<double> x, ReadOnlySpan<double> y, int coordinate, double step)
    {
        var place = x[coordinate];
        x[coordinate] = place - step;
        var below = Of(x, y);
        x[coordinate] = place + step;
        var above = Of(x, y);
        x[coordinate] = place;
        return (below, above);
    }

    private sealed class Evaluator(PairwiseKernel kernel, Matrix first, Matrix second) : RowEvaluator
    {
        private readonly double[] _gradient = new double[first.Columns];

        public override void Values(int i, int start, Span<double> values)
        {
            for (var b = 0; b < values.Length; b++) values[b] = kernel.Of(first.Row(i), second.Row(start + b));
        }

        public override void Pull(int i, int start, ReadOnlySpan<double> cotangent, Span<double> values, Span<double> gradient)
        {
            Values(i, start, values);
            for (var b = 0; b < values.Length; b++)
            {
                if (cotangent[b] == 0) continue;
                kernel.Gradient(first.Row(i), second.Row(start + b), _gradient);
                for (var c = 0; c < gradient.Length; c++) gradient[c] += cotangent[b] * _gradient[c];
            }
        }
    }
}
