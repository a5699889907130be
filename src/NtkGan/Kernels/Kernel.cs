using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>A symmetric kernel k(x, y) on points, with its gradient. Points are rows of matrices. Every operation runs over blocks of pairs in
/// SIMD and on all threads (<see cref="Workers"/>), stores nothing of size n x m x d, and gives the same bits for any number of threads.
/// At coincident points, where a kernel may have a kink, (d/dx) k(x, y) at y = x means half the gradient of k(x, x).</summary>
[Family("kernel")]
public abstract record Kernel
{
    private const int UsualDimension = 32, UsualPairs = 4096, SharingRows = 4, CachedNumbers = 1 << 15;

    /// <summary>The n x m matrix k(x_i, y_j).</summary>
    /// <exception cref="InvalidDataFormatException">The dimensions differ, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The kernel overflows on these points.</exception>
    public Matrix Gram(Matrix x, Matrix y) => Gram(x, y, CancellationToken.None);

    /// <summary>The same, until it is cancelled.</summary>
    /// <param name="x">n x d.</param>
    /// <param name="y">m x d.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="InvalidDataFormatException">The dimensions differ, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The kernel overflows on these points.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Matrix Gram(Matrix x, Matrix y, CancellationToken cancellation)
    {
        using var ended = Workers.EndBy(cancellation);
        var result = Matrix.Unset(x.Rows, y.Rows);
        KernelChecks.Check(this, x, y);
        if (KernelHelpers.Present?.TryGram(this, x, y, isBelow: false, result) != true) Sweep(x, y, (evaluator, i, j) => evaluator.Values(i, j, Block(result.Row(i), j)));
        return Finite(result);
    }

    /// <summary>The n x n matrix k(x_i, x_j), symmetric to the last bit; half the work of <see cref="Gram(Matrix, Matrix)"/>.</summary>
    /// <exception cref="InvalidDataFormatException">A coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The kernel overflows on these points.</exception>
    public Matrix Gram(Matrix x) => Gram(x, CancellationToken.None);

    /// <summary>The same, until it is cancelled.</summary>
    /// <param name="x">n x d.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="InvalidDataFormatException">A coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The kernel overflows on these points.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Matrix Gram(Matrix x, CancellationToken cancellation)
    {
        using var ended = Workers.EndBy(cancellation);
        var result = Matrix.Unset(x.Rows, x.Rows);
        KernelChecks.Check(this, x, x);
        if (KernelHelpers.Present?.TryGram(this, x, x, isBelow: true, result) != true) SweepBelow(x, (evaluator, i, j) => evaluator.Values(i, j, Block(result.Row(i)[..(i + 1)], j)));
        return Finite(Mirrored(result));
    }

    /// <summary>k(x, y) of one pair. Many pairs are far cheaper together: <see cref="Gram(Matrix, Matrix)"/>.</summary>
    /// <param name="x">d coordinates.</param>
    /// <param name="y">d coordinates.</param>
    /// <exception cref="InvalidDataFormatException">The dimensions differ, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The kernel overflows on these points.</exception>
    public virtual double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Gram(new Matrix(1, x.Length, x.ToArray()), new Matrix(1, y.Length, y.ToArray()))[0, 0];

    /// <summary>k(x_i, x_i) for each point.</summary>
    /// <exception cref="InvalidDataFormatException">A coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The kernel overflows on these points.</exception>
    public double[] Diagonal(Matrix x, CancellationToken cancellation = default)
    {
        using var ended = Workers.EndBy(cancellation);
        KernelChecks.Check(this, x, x);
        var evaluators = Evaluators(x, x);
        var result = new double[x.Rows];
        Workers.ForBlocks(x.Rows, RowEvaluator.BlockSize, evaluators, (start, end, evaluator) =>
        {
            // A block starts at whole lanes, so the pair is the last of a short run.
            Span<double> run = stackalloc double[Lanes.Count];
            for (var i = start; i < end; i++)
            {
                var first = i / Lanes.Count * Lanes.Count;
                evaluator.Values(i, first, run[..(i - first + 1)]);
                result[i] = run[i - first];
            }
        });
        KernelChecks.Check(result);
        return result;
    }

    /// <summary>The adjoint of <see cref="Gram(Matrix, Matrix)"/> in x: given W_ij = dL/dk(x_i, y_j) (n x m), the n x d matrix
    /// dL/dx_i = sum_j W_ij (d/dx_i) k(x_i, y_j).</summary>
    /// <exception cref="InvalidDataFormatException">Shapes do not fit, or an entry is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The result overflows.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Matrix Pullback(Matrix x, Matrix y, Matrix cotangent, CancellationToken cancellation = default)
    {
        using var ended = Workers.EndBy(cancellation);
        KernelChecks.Check(this, x, y);
        KernelChecks.CheckCotangent(cotangent, x.Rows, y.Rows);
        return Pull(x, y, (i, j, block) => cotangent.Row(i).Slice(j, block.Length).CopyTo(block));
    }

    /// <summary>The adjoint of <see cref="Gram(Matrix)"/>, x standing on both sides: given W_ij = dL/dk(x_i, x_j) (n x n, symmetric or not),
    /// dL/dx_i = sum_j (W_ij + W_ji) (d/dx_i) k(x_i, x_j).</summary>
    /// <exception cref="InvalidDataFormatException">Shapes do not fit, or an entry is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The result overflows.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Matrix Pullback(Matrix x, Matrix cotangent, CancellationToken cancellation = default)
    {
        using var ended = Workers.EndBy(cancellation);
        KernelChecks.Check(this, x, x);
        KernelChecks.CheckCotangent(cotangent, x.Rows, x.Rows);
        return Pull(x, x, (i, j, block) =>
        {
            for (var b = 0; b < block.Length; b++) block[b] = cotangent[i, j + b] + cotangent[j + b, i];
        });
    }

    /// <summary>How <see cref="Expand(Matrix, Matrix, double[], double[], Matrix, CancellationToken)"/> sums: at many points in few dimensions over boxes of them, to 1e-10 of
    /// the largest value, unless told otherwise. Of a kernel made of others its own counts, not theirs.</summary>
    public Summation Summation { get; init; } = Summation.Default;

    /// <summary>The kernel expansion f(x_i) = sum_j c_j k(x_i, p_j) and, where asked, its spatial gradient, in one pass and without
    /// storing the n x m matrix. Cost n m pairs, or about n + m where <see cref="Summation"/> finds a shorter way; gradients cost about twice the values.</summary>
    /// <param name="x">Query points, n x d.</param>
    /// <param name="centres">Centres p, m x d.</param>
    /// <param name="coefficients">c, m values.</param>
    /// <param name="values">Receives f, n values.</param>
    /// <param name="gradients">Receives the gradients, n x d; null for values alone.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>How it was summed, and how exactly.</returns>
    /// <exception cref="InvalidDataFormatException">Shapes do not fit, or a coordinate or a coefficient is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The result overflows.</exception>
    /// <exception cref="UsageException">The points do not suit the way of summing that was asked for.</exception>
    public SummationReport Expand(Matrix x, Matrix centres, double[] coefficients, double[] values, Matrix? gradients = null, CancellationToken cancellation = default)
    {
        using var ended = Workers.EndBy(cancellation);
        KernelChecks.Check(this, x, centres);
        if (coefficients.Length != centres.Rows || values.Length != x.Rows || (gradients is not null && (gradients.Rows, gradients.Columns) != (x.Rows, x.Columns)))
            throw new InvalidDataFormatException($"An expansion of {coefficients.Length} coefficients on {centres.Rows} centres at {x.Rows} points of dimension {x.Columns} does not fit its results.");
        if (!Reduction.IsFinite(coefficients)) throw new InvalidDataFormatException("The coefficients of an expansion must be finite, but one is NaN or infinite.");
        var report = Summation.Prepare(this, x, centres).Evaluate(coefficients, values, gradients);
        KernelChecks.Check(values);
        if (gradients is not null) KernelChecks.Check(gradients.Values);
        return report;
    }

    /// <summary>The same pair by pair, unchecked.</summary>
    internal void ExpandDirectly(Matrix x, Matrix centres, double[] coefficients, double[] values, Matrix? gradients = null)
    {
        if (KernelHelpers.Present?.TryExpand(this, x, centres, coefficients, values, gradients) == true) return;
        Expand(x.Rows, x.Columns, Evaluators(x, centres), coefficients, values, gradients);
    }

    /// <summary>The same over centres that grew, without a copy of them where the kernel can do so. The points are finite and all fits; what overflows is the caller's to see.</summary>
    internal void Expand(Matrix x, PointSet centres, ReadOnlyMemory<double> coefficients, double[] values, Matrix? gradients = null) =>
        Expand(x.Rows, x.Columns, Evaluators(x, centres), coefficients, values, gradients);

    /// <summary>The kernel on points of a shape: a network that reads positions and was not told how coordinates are arranged learns it here; any
    /// other kernel is itself.</summary>
    /// <param name="shape">How the coordinates of the data's points are arranged.</param>
    /// <exception cref="UsageException">The network does not fit the shape.</exception>
    public virtual Kernel For(PointShape shape) => this;

    /// <summary>Prepares what depends on one set alone, and returns a maker of evaluators, one for each thread.</summary>
    internal abstract Func<RowEvaluator> Evaluators(Matrix x, Matrix y);

    /// <summary>The same for a second set that grew.</summary>
    internal virtual Func<RowEvaluator> Evaluators(Matrix x, PointSet y) => Evaluators(x, y.Points);

    /// <summary>Whether every Gram matrix is positive semidefinite, not only on coefficients that sum to 0.</summary>
    internal virtual bool IsPositiveDefinite => true;

    /// <summary>The moment of order 2m of the spectral measure along a line, E[omega^(2m)] = |d^(2m) K/dtau^(2m)| at tau = 0 of a kernel
    /// K(tau) of the difference alone, the same in every direction (Bochner); m = 0: K(0). It bounds derivatives of every function of the
    /// kernel's space: |d^m f| &lt;= |f| sqrt(moment m). Infinite if there is none, or if the kernel is not of this kind.</summary>
    internal virtual double SpectralMoment(int order) => double.PositiveInfinity;

    /// <summary>A bound on the gradient of k(., y) anywhere, for every y; infinite if there is none.</summary>
    internal virtual double SteepestSlope => Math.Sqrt(SpectralMoment(0) * SpectralMoment(1));

    /// <summary>Calls for every row i and every block of columns that begins at j, on all threads.</summary>
    private protected void Sweep(Matrix x, Matrix y, Action<RowEvaluator, int, int> block)
    {
        KernelChecks.Check(this, x, y);
        Workers.ForBlocks(x.Rows, RowsPerBlock(y.Rows, y.Columns), Evaluators(x, y), (start, end, evaluator) =>
        {
            for (var j = 0; j < y.Rows; j += RowEvaluator.BlockSize)
                for (var i = start; i < end; i++) block(evaluator, i, j);
        });
    }

    /// <summary>The same for the blocks that reach the diagonal or below.</summary>
    private protected void SweepBelow(Matrix x, Action<RowEvaluator, int, int> block)
    {
        KernelChecks.Check(this, x, x);
        Workers.ForBlocks(x.Rows, RowsPerBlock(x.Rows, x.Columns), Evaluators(x, x), (start, end, evaluator) =>
        {
            for (var j = 0; j < end; j += RowEvaluator.BlockSize)
                for (var i = Math.Max(start, j); i < end; i++) block(evaluator, i, j);
        });
    }

    /// <summary>A matrix whose upper triangle becomes what is below.</summary>
    private protected static Matrix Mirrored(Matrix below)
    {
        const int tile = 32;
        Workers.ForBlocks(below.Rows, tile, (start, end) =>
        {
            for (var columns = start; columns < below.Rows; columns += tile)
                for (var i = start; i < end; i++)
                    for (var j = Math.Max(i + 1, columns); j < Math.Min(below.Rows, columns + tile); j++)
                        below[i, j] = below[j, i];
        });
        return below;
    }

    private void Expand(int rows, int dimension, Func<RowEvaluator> evaluators, ReadOnlyMemory<double> coefficients, double[] values, Matrix? gradients)
    {
        Workers.ForBlocks(rows, RowsPerBlock(coefficients.Length, dimension), evaluators, (start, end, evaluator) =>
        {
            Span<double> kernel = stackalloc double[RowEvaluator.BlockSize];
            for (var i = start; i < end; i++)
            {
                values[i] = 0;
                gradients?.Row(i).Clear();
            }

            for (var j = 0; j < coefficients.Length; j += RowEvaluator.BlockSize)
            {
                var weights = Block(coefficients.Span, j);
                var block = kernel[..weights.Length];
                for (var i = start; i < end; i++)
                {
                    if (gradients is null) evaluator.Values(i, j, block);
                    else evaluator.Pull(i, j, weights, block, gradients.Row(i));
                    values[i] += DotProduct.Of(weights, block);
                }
            }
        });
    }

    /// <summary>Pairs of points of a few coordinates that are enough work for a thread to be worth waking: small problems stay on one.</summary>
    internal virtual int PairsPerBlock => UsualPairs;

    /// <summary>How far from the origin points (n x d) lie in its eyes, if it sees them from there.</summary>
    internal virtual Remoteness RemotenessOf(Matrix points) => Remoteness.None;

    /// <summary>Whether the kernel of points of a dimension is wrong where squares vanish: one that grows from 0, and one with a kink at equal points. Others are constant there.</summary>
    internal virtual bool NeedsSquares(int dimension) => false;

    /// <summary>Whether two numbers a pair make its gradient: whether its evaluators are <see cref="PairEvaluator"/>s.</summary>
    internal virtual bool HasSlopes => false;

    /// <summary>True if the kernel depends on the distance alone, so that <see cref="AtSquaredDistance"/> answers.</summary>
    internal virtual bool IsRadial => false;

    /// <summary>The kernel in one dimension as powers and exponentials of the distance, which sums carry along sorted points; null if it is no such sum.</summary>
    internal virtual IReadOnlyList<DistanceTerm>? OnLine => null;

    /// <summary>True if k(Rx, Ry) = k(x, y) for all rotations R, also into more or fewer dimensions that hold both points and the origin.</summary>
    internal virtual bool IsRotationInvariant => IsRadial;

    /// <summary>The value of a kernel of the distance alone at a squared distance, on any scalar type.</summary>
    /// <exception cref="InvalidOperationException">The kernel depends on more than the distance.</exception>
    internal virtual T AtSquaredDistance<T>(T squaredDistance) where T : struct, IScalar<T> =>
        throw new InvalidOperationException($"{GetType().Name} depends on more than the distance.");

    private protected static Matrix Finite(Matrix result)
    {
        KernelChecks.Check(result.Values);
        return result;
    }

    // Columns beyond the first caches are read anew for every row, unless a few rows share a block of them while it is there. Where pairs cost much, reading is nothing.
    internal int RowsPerBlock(int columns, int dimension) =>
        Math.Max(PairsPerBlock == UsualPairs && (long)columns * dimension > CachedNumbers ? SharingRows : 1, PairsPerBlock / Math.Max(1, columns) / (1 + dimension / UsualDimension));

    private static ReadOnlySpan<double> Block(ReadOnlySpan<double> row, int start) => row.Slice(start, Math.Min(RowEvaluator.BlockSize, row.Length - start));

    /// <summary>The part of a row that a block from a column on fills.</summary>
    private protected static Span<double> Block(Span<double> row, int start) => row.Slice(start, Math.Min(RowEvaluator.BlockSize, row.Length - start));

    private delegate void FillWeights(int row, int start, Span<double> block);

    private Matrix Pull(Matrix x, Matrix y, FillWeights weights)
    {
        var evaluators = Evaluators(x, y);
        var result = new Matrix(x.Rows, x.Columns);
        Workers.ForBlocks(x.Rows, RowsPerBlock(y.Rows, y.Columns), evaluators, (start, end, evaluator) =>
        {
            Span<double> kernel = stackalloc double[RowEvaluator.BlockSize], cotangent = stackalloc double[RowEvaluator.BlockSize];
            for (var j = 0; j < y.Rows; j += RowEvaluator.BlockSize)
            {
                var count = Math.Min(RowEvaluator.BlockSize, y.Rows - j);
                for (var i = start; i < end; i++)
                {
                    weights(i, j, cotangent[..count]);
                    evaluator.Pull(i, j, cotangent[..count], kernel[..count], result.Row(i));
                }
            }
        });
        return Finite(result);
    }
}
