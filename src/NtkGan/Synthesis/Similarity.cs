using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>Cross-entropy plus weight times the mean over synthetic rows of the largest cosine similarity to a real row (the authors' code):
/// a positive weight drives samples away from the rows of the data. A row of zeros has similarity 0 and no gradient; of several largest
/// similarities the first counts.</summary>
/// <param name="Weight">a, of either sign.</param>
[Named("similarity")]
public sealed record Similarity(double Weight = 0.1) : ScoreLoss
{
    /// <summary>a.</summary>
    public double Weight { get; init => field = Require.Finite(value, nameof(Weight)); } = Require.Finite(Weight);

    /// <inheritdoc/>
    public override double Regularisation => CrossEntropy.DirectRegularisation;

    /// <inheritdoc/>
    public override LossValue Evaluate(SynthesisBatch batch)
    {
        var value = base.Evaluate(batch);
        var (samples, gradient) = (batch.Synthetic, new Matrix(batch.Synthetic.Rows, batch.Synthetic.Columns));
        var largest = new double[samples.Rows];
        var lengths = Lengths(batch.Real);
        Workers.ForBlocks(samples.Rows, 4, (start, end) =>
        {
            for (var i = start; i < end; i++) largest[i] = Largest(samples.Row(i), batch.Real, lengths, gradient.Row(i));
        });
        foreach (ref var entry in gradient.Values) entry *= Weight / samples.Rows;
        return value with { Value = value.Value + Weight * largest.Sum() / samples.Rows, Synthetic = gradient };
    }

    /// <inheritdoc/>
    protected override double Of(Matrix scores, Matrix cotangent) => CrossEntropy.Mean(scores, cotangent);

    private static double Largest(ReadOnlySpan<double> sample, Matrix real, double[] lengths, Span<double> gradient)
    {
        var length = Math.Sqrt(DotProduct.Of(sample, sample));
        var (best, index) = (double.NegativeInfinity, -1);
        for (var j = 0; j < real.Rows; j++)
        {
            var cosine = length == 0 || lengths[j] == 0 ? 0 : DotProduct.Of(sample, real.Row(j)) / (length * lengths[j]);
            if (cosine > best) (best, index) = (cosine, j);
        }

        // d cos/dz = (x/|x| - cos z/|z|)/|z|.
        if (length == 0 || lengths[index] == 0) return best;
        DotProduct.Add(1 / (lengths[index] * length), real.Row(index), gradient);
        DotProduct.Add(-best / (length * length), sample, gradient);
        return best;
    }

    private static double[] Lengths(Matrix rows)
    {
        var lengths = new double[rows.Rows];
        for (var i = 0; i < lengths.Length; i++) lengths[i] = Math.Sqrt(DotProduct.Of(rows.Row(i), rows.Row(i)));
        return lengths;
    }
}
