using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Synthesis;

/// <summary>The objective and its gradient at one set of samples.</summary>
/// <param name="Loss">The loss, of the batch that was used.</param>
/// <param name="Gradient">dL/dZ, m x d.</param>
/// <param name="RealScore">The mean of the real score F_1 over real rows, weighted as the loss.</param>
/// <param name="SyntheticScore">The mean of the real score F_1 over synthetic rows, weighted as the loss.</param>
/// <param name="Scores">F of the first term on the first pair of batches, real rows above synthetic ones, columns F_0 and F_1.</param>
public sealed record SynthesisEvaluation(double Loss, Matrix Gradient, double RealScore, double SyntheticScore, Matrix Scores);

/// <summary>GA-NTK (Zhang et al. 2022) as a function of the samples Z alone: at every Z the discriminator is trained in closed form for the time
/// lambda to tell X from Z. The gradient passes through the whole Gram matrix: blocks (Z, X), (Z, Z) and the diagonal. The block (X, X) is kept
/// while the real batch stays. Not for two callers at once.</summary>
public sealed class SynthesisObjective
{
    /// <summary>What an evaluation takes at its peak, in Gram matrices of its batch.</summary>
    internal const int CopiesOfGram = 6;

    private readonly Matrix _real;
    private readonly Term[] _terms;
    private readonly ulong _seed;

    /// <summary>Sets the data and resolves every lambda, which then stays.</summary>
    /// <param name="problem">Kernels, loss, batches.</param>
    /// <param name="real">X, n x d; copied.</param>
    /// <param name="samples">The number m of samples that will be given.</param>
    /// <param name="shape">How points are arranged; needed where a term pools images or its kernel sees them. A plain vector if not given.</param>
    /// <param name="seed">The seed of random batches.</param>
    /// <exception cref="UsageException">The batches do not fit, not even in memory, images cannot be pooled, or lambda cannot be resolved.</exception>
    /// <exception cref="InvalidDataFormatException">X is empty or not finite, or does not have the shape.</exception>
    public SynthesisObjective(SynthesisProblem problem, Matrix real, int samples, PointShape? shape = null, ulong seed = 0)
    {
        if (real.Rows == 0 || !real.IsFinite()) throw new InvalidDataFormatException("The real rows must be finite and at least one.");
        if (shape is { } given && given.Dimension != real.Columns)
            throw new InvalidDataFormatException($"Real rows of {real.Columns} values are no images of {given.Height} x {given.Width} x {given.Channels}.");
        (Problem, _real, Samples, _seed) = (problem, real = real.Clone(), Require.AtLeast(1, samples), seed);
        Regularisation = problem.Regularisation ?? problem.Loss.Regularisation;
        var first = Draw(0)[0];
        CheckMemory(first.Real.Count + (long)first.Synthetic.Count);
        _terms = [.. problem.Terms.Select(term => new Term(term, real, shape ?? new PointShape(real.Columns), Regularisation, first))];
    }

    /// <summary>Kernels, loss, batches.</summary>
    public SynthesisProblem Problem { get; }

    /// <summary>X, n x d; a copy.</summary>
    public Matrix Real => _real.Clone();

    /// <summary>The number m of samples.</summary>
    public int Samples { get; }

    /// <summary>r.</summary>
    public double Regularisation { get; }

    /// <summary>lambda of every term.</summary>
    public IReadOnlyList<double> Lambdas => [.. _terms.Select(term => term.Lambda)];

    /// <summary>The loss of the step's batches, its gradient and the scores.</summary>
    /// <param name="samples">Z, m x d.</param>
    /// <param name="step">The step, from 0, that draws the batches.</param>
    /// <exception cref="InvalidDataFormatException">Z has another shape, or is not finite.</exception>
    /// <exception cref="NumericalException">The kernel overflows, or the scores cannot be computed.</exception>
    public SynthesisEvaluation Evaluate(Matrix samples, long step = 0)
    {
        Check(samples);
        var gradient = new Matrix(samples.Rows, samples.Columns);
        var (loss, weights, realScore, syntheticScore) = (0.0, 0.0, 0.0, 0.0);
        Matrix? scores = null;
        foreach (var pair in Draw(step))
        {
            var rows = samples.Take(pair.Synthetic.AsSpan());
            foreach (var term in _terms)
            {
                var weight = pair.Weight * term.Weight;
                var (value, slope) = term.Evaluate(Problem, [.. pair.Real], rows);
                loss += weight * value.Value;
                weights += weight;
                realScore += weight * Mean(value.Scores, 0, pair.Real.Count);
                syntheticScore += weight * Mean(value.Scores, pair.Real.Count, value.Scores.Rows);
                scores ??= value.Scores;
                for (var i = 0; i < slope.Rows; i++) DotProduct.Add(weight, slope.Row(i), gradient.Row(pair.Synthetic[i]));
            }
        }

        var share = weights > 0 ? 1 / weights : 0;
        return new(loss, gradient, share * realScore, share * syntheticScore, scores!);
    }

    /// <summary>The eigenvalues of Kr on the first batch of X and Z, under one term.</summary>
    /// <param name="samples">Z, m x d.</param>
    /// <param name="term">The term, from 0.</param>
    public SynthesisSpectrum Spectrum(Matrix samples, int term = 0) =>
        new(_terms[term].Lambda, [.. SymmetricEigen.ValuesOf(FirstBatch(samples, term).Gram)]);

    /// <summary>The discriminator that the first batch of X and Z trains, under one term, for scores of any points.</summary>
    /// <param name="samples">Z, m x d.</param>
    /// <param name="term">The term, from 0.</param>
    /// <exception cref="NumericalException">The discriminator cannot be computed.</exception>
    public SynthesisDiscriminator Discriminator(Matrix samples, int term = 0)
    {
        var batch = FirstBatch(samples, term);
        return new(_terms[term].Pool, new(_terms[term].Kernel, batch.Real.Above(batch.Synthetic), Problem.Loss.Coefficients(batch)));
    }

    private SynthesisBatch FirstBatch(Matrix samples, int term)
    {
        Check(samples);
        var pair = Draw(0)[0];
        return _terms[term].Batch(Problem, [.. pair.Real], samples.Take(pair.Synthetic.AsSpan()));
    }

    private IReadOnlyList<BatchPair> Draw(long step) => Problem.Batching.Draw(_real.Rows, Samples, _seed, step);

    private void Check(Matrix samples)
    {
        if ((samples.Rows, samples.Columns) != (Samples, _real.Columns))
            throw new InvalidDataFormatException($"{samples.Rows} samples of dimension {samples.Columns} do not fit {Samples} of dimension {_real.Columns}.");
    }

    // The Gram matrix, its eigenvectors, its cotangent, and what lies between.
    private static void CheckMemory(long rows) => MemoryBudget.CheckMatrices(rows, rows, CopiesOfGram, FormattableString.Invariant($"A batch of {rows} rows"),
        "take paired batches of 256, say, or fewer rows.");

    private static double Mean(Matrix scores, int start, int end)
    {
        var sum = 0.0;
        for (var i = start; i < end; i++) sum += scores[i, 1];
        return sum / (end - start);
    }

    /// <summary>One kernel at its resolution, with its lambda and the last block (X, X).</summary>
    private sealed class Term
    {
        private readonly Matrix _real;
        private readonly double _regularisation;
        private int[] _rows = [];
        private Matrix _batch = new(0, 0);
        private Matrix _gram = new(0, 0);

        public Term(SynthesisTerm term, Matrix real, PointShape shape, double regularisation, BatchPair first)
        {
            (Pool, Weight, _regularisation) = (new MeanPool(shape, term.Pooling), term.Weight, regularisation);
            Kernel = term.Kernel.For(Pool.Pooled);
            _real = Pool.Apply(real);
            Lambda = term.Lambda.Resolve(first.Real.Count + first.Synthetic.Count, () => SymmetricEigen.ValuesOf(RealGram([.. first.Real])));
        }

        public Kernel Kernel { get; }

        public MeanPool Pool { get; }

        public double Weight { get; }

        public double Lambda { get; }

        public (LossValue Value, Matrix Gradient) Evaluate(SynthesisProblem problem, int[] rows, Matrix samples)
        {
            var batch = Batch(problem, rows, samples);
            var value = problem.Loss.Evaluate(batch);
            var (n, m) = (batch.Real.Rows, batch.Synthetic.Rows);
            Matrix across = new(m, n), within = new(m, m);
            for (var i = 0; i < m; i++)
            {
                var row = value.Gram.Rows.Row(i);
                for (var j = 0; j < n; j++) across[i, j] = 2 * row[j];
                row[n..].CopyTo(within.Row(i));
                within[i, i] += _regularisation * value.Gram.Trace / batch.Count;
            }

            var gradient = Kernel.Pullback(batch.Synthetic, batch.Real, across);
            DotProduct.Add(1, Kernel.Pullback(batch.Synthetic, within).Values, gradient.Values);
            if (value.Synthetic is { } direct) DotProduct.Add(1, direct.Values, gradient.Values);
            return (value, Pool.Adjoint(gradient));
        }

        public SynthesisBatch Batch(SynthesisProblem problem, int[] rows, Matrix samples)
        {
            var pooled = Pool.Apply(samples);
            var realGram = RealGram(rows);
            var (n, m) = (rows.Length, samples.Rows);
            var (across, within, gram) = (Kernel.Gram(pooled, _batch), Kernel.Gram(pooled), new Matrix(n + m, n + m));
            for (var i = 0; i < n; i++)
            {
                realGram.Row(i).CopyTo(gram.Row(i));
                for (var j = 0; j < m; j++) gram[i, n + j] = across[j, i];
            }

            for (var i = 0; i < m; i++)
            {
                across.Row(i).CopyTo(gram.Row(n + i));
                within.Row(i).CopyTo(gram.Row(n + i)[n..]);
            }

            return new(_batch, pooled, Regularised(gram), Lambda, problem.Route);
        }

        private Matrix RealGram(int[] rows)
        {
            if (!rows.AsSpan().SequenceEqual(_rows) || _gram.Rows == 0)
            {
                _batch = _real.Take(rows);
                (_rows, _gram) = (rows, Kernel.Gram(_batch));
            }

            return _gram;
        }

        private Matrix Regularised(Matrix gram)
        {
            var trace = 0.0;
            for (var i = 0; i < gram.Rows; i++) trace += gram[i, i];
            for (var i = 0; i < gram.Rows; i++) gram[i, i] += _regularisation * trace / gram.Rows;
            return gram;
        }
    }
}
