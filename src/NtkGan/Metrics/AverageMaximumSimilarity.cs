using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>The average maximum cosine similarity (<c>ams</c>): the mean over generated rows of the largest x.y/(|x| |y|) over target rows
/// (Zhang et al. 2022). 1 for copies up to positive factors, 0 for orthogonal rows; a row of zeros has similarity 1 with a row of zeros and 0 with others.
/// Images are compared on [0, 1], black to white, as the authors' are, whatever their coordinates: about a grey middle even unlike images would be similar.</summary>
public sealed record AverageMaximumSimilarity : Metric
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["ams"];

    /// <inheritdoc/>
    public override bool IsDistance => false;

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        Matrix x = Normalised(input.OnUnit(input.Generated)), y = Normalised(input.OnUnit(input.Target));
        var largest = new double[x.Rows];
        Workers.ForBlocks(x.Rows, 16, (start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                largest[i] = -1;
                for (var j = 0; j < y.Rows; j++) largest[i] = Math.Max(largest[i], DotProduct.Of(x.Row(i), y.Row(j)));
            }
        });
        return [new("ams", largest.Average(), MetricStatus.Exact, (8 + x.Columns) * Math.ScaleB(1, -52))];
    }

    // Rows of length 1 with a last coordinate that is 1 for rows of zeros; divided by their largest entry first, so that no square overflows.
    private static Matrix Normalised(Matrix rows)
    {
        var result = new Matrix(rows.Rows, rows.Columns + 1);
        for (var i = 0; i < rows.Rows; i++)
        {
            var row = result.Row(i);
            rows.Row(i).CopyTo(row);
            var largest = 0.0;
            foreach (var value in row) largest = Math.Max(largest, Math.Abs(value));
            if (largest == 0) row[^1] = 1;
            else foreach (ref var value in row) value /= largest;
            var length = Math.Sqrt(DotProduct.Of(row, row));
            foreach (ref var value in row) value /= length;
        }

        return result;
    }
}
