using NtkGan.Numerics;

namespace NtkGan.Tables.Judging;

/// <summary>How well real and synthetic rows can be told apart by a classifier that has not seen them: areas under the curve, of five parts in turn (fewer of few rows). 1/2 is best.</summary>
/// <param name="Linear">Of logistic regression.</param>
/// <param name="Kernel">Of a Gaussian process under a neural tangent kernel.</param>
internal sealed record Detection(double Linear, double Kernel)
{
    private const int MostParts = 5, MostRows = 500;

    /// <summary>The better classifier's.</summary>
    public double Best => Math.Max(Linear, Kernel);

    /// <summary>Measures, on as many rows of either side, at most 500.</summary>
    /// <param name="real">Real rows that no model has seen, n x d.</param>
    /// <param name="synthetic">Synthetic rows, m x d.</param>
    /// <param name="random">Draws the parts.</param>
    public static Detection Of(Matrix real, Matrix synthetic, CounterRandom random)
    {
        var count = Math.Min(Math.Min(real.Rows, synthetic.Rows), MostRows);
        var parts = Math.Min(MostParts, count / 2);
        if (parts < 2) return new(double.NaN, double.NaN);
        var (rows, labels) = (real.Take(random.NextPermutation(real.Rows).AsSpan(0, count)).Above(synthetic.Take(random.NextPermutation(synthetic.Rows).AsSpan(0, count))), new double[2 * count]);
        labels.AsSpan(count).Fill(1);
        double linear = 0, kernel = 0;
        for (var part = 0; part < parts; part++)
        {
            int[] unseen = [.. Enumerable.Range(0, 2 * count).Where(i => i % count % parts == part)], seen = [.. Enumerable.Range(0, 2 * count).Where(i => i % count % parts != part)];
            var (points, told) = (rows.Take(seen), seen.Select(i => labels[i]).ToArray());
            var logistic = new LogisticRegression(points, told);
            linear += Area(unseen, labels, [.. unseen.Select(i => logistic.Score(rows.Row(i)))]) / parts;
            kernel += Area(unseen, labels, new TangentProcess(points, Matrix.Column(told)).Predict(rows.Take(unseen)).Values.ToArray()) / parts;
        }

        return new(linear, kernel);
    }

    private static double Area(int[] rows, double[] labels, double[] scores) =>
        AreaUnderCurve.Of([.. scores.Where((_, k) => labels[rows[k]] == 1)], [.. scores.Where((_, k) => labels[rows[k]] == 0)]);
}
