using NtkGan.Metrics;
using NtkGan.Numerics;

namespace NtkGan.Tables.Judging;

/// <summary>What synthetic rows are worth, against real rows that no model has seen. Averages over several divisions of the rows.</summary>
/// <param name="Energy">The energy distance to the unseen rows, half of the usual one, in standard deviations; 0 is best.</param>
/// <param name="Shapes">The mean over columns of the greatest distance between distribution functions (Kolmogorov and Smirnov), or for categories of half the sum of differences of shares.</param>
/// <param name="WorstShape">The same of the worst column.</param>
/// <param name="Pairs">The mean absolute difference of correlations over pairs of coordinates of different columns.</param>
/// <param name="DetectionLinear">The area under the curve of logistic regression telling real from synthetic; 1/2 is best.</param>
/// <param name="DetectionKernel">The same of a Gaussian process under a neural tangent kernel.</param>
/// <param name="CopyRatio">The median distance to the nearest row of those fitted on, over that of unseen rows; 1 as new as real rows, 0 copies.</param>
/// <param name="Copies">The share of rows that stand among those fitted on.</param>
/// <param name="RealCopies">That share of the unseen real rows.</param>
/// <param name="Membership">How well an attacker tells who took part, as an area under the curve; 1/2 is best.</param>
/// <param name="UseChance">What the most frequent class alone gets right, or 0 for R^2.</param>
/// <param name="UseReal">How well a model trained on the real rows tells the target of unseen ones: the share right, or the explained part of the variance (R^2).</param>
/// <param name="UseSynthetic">The same of one trained on the synthetic rows.</param>
/// <param name="UseBoth">The same of one trained on both.</param>
public sealed record TableScores(double Energy, double Shapes, double WorstShape, double Pairs, double DetectionLinear, double DetectionKernel, double CopyRatio, double Copies, double RealCopies,
    double Membership, double UseChance, double UseReal, double UseSynthetic, double UseBoth)
{
    /// <summary>The area under the curve of the better classifier, at least 1/2.</summary>
    public double Detection => Math.Max(.5, Math.Max(DetectionLinear, DetectionKernel));

    /// <summary>Measures.</summary>
    /// <param name="made">Synthetic rows.</param>
    /// <param name="fitted">The rows that the model was fitted on.</param>
    /// <param name="unseen">Other real rows.</param>
    /// <param name="target">The column that a model shall tell, or -1 for none.</param>
    /// <param name="seed">The seed of what is drawn.</param>
    internal static TableScores Of(RowTable made, RowTable fitted, RowTable unseen, int target, ulong seed)
    {
        var space = new JudgedSpace(fitted);
        Matrix x = space.Of(made), z = space.Of(fitted), y = space.Of(unseen);
        var (near, found) = (Nearness.Of(x, z, y), Judging.Detection.Of(y, x, CounterRandom.For(seed, "detection")));
        double[] shapes = [.. Enumerable.Range(0, made.Columns.Count).Where(j => made.Columns[j] is not IdentifierColumn).Select(j => Shape(made, unseen, j))];
        var use = target < 0 ? null : new Usefulness(fitted, unseen, target);
        return new(new EnergyDistance().Measure(new(x, y))[0].Value, shapes.Average(), shapes.Max(), PairDifference(space, x, y), found.Linear, found.Kernel,
            near.CopyRatio, near.Copies, near.RealCopies, near.Membership, use?.Chance ?? double.NaN, use?.Of(fitted) ?? double.NaN, use?.Of(made) ?? double.NaN, use?.Of(made, fitted) ?? double.NaN);
    }

    /// <summary>The mean of several; NaN where none has a number.</summary>
    internal static TableScores Mean(IReadOnlyList<TableScores> all)
    {
        double Of(Func<TableScores, double> part) => all.Select(part).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
        return new(Of(one => one.Energy), Of(one => one.Shapes), Of(one => one.WorstShape), Of(one => one.Pairs), Of(one => one.DetectionLinear), Of(one => one.DetectionKernel), Of(one => one.CopyRatio), Of(one => one.Copies),
            Of(one => one.RealCopies), Of(one => one.Membership), Of(one => one.UseChance), Of(one => one.UseReal), Of(one => one.UseSynthetic), Of(one => one.UseBoth));
    }

    private static double Shape(RowTable left, RowTable right, int column)
    {
        double[] x = [.. Enumerable.Range(0, left.Rows).Select(i => left.Values[i, column])], y = [.. Enumerable.Range(0, right.Rows).Select(i => right.Values[i, column])];
        double Share(double[] values, Func<double, bool> holds) => values.Count(holds) / (double)values.Length;
        var gap = Math.Abs(Share(x, double.IsNaN) - Share(y, double.IsNaN));
        if (left.Columns[column] is WordColumn words)
            return (gap + Enumerable.Range(0, words.Words.Count).Sum(word => Math.Abs(Share(x, value => value == word) - Share(y, value => value == word)))) / 2;
        return x.Concat(y).Where(value => !double.IsNaN(value)).Distinct().Select(at => Math.Abs(Share(x, value => value <= at) - Share(y, value => value <= at))).Append(gap).Max();
    }

    private static double PairDifference(JudgedSpace space, Matrix x, Matrix y)
    {
        Matrix left = RowGroup.Correlations(x), right = RowGroup.Correlations(y);
        var (sum, count) = (0.0, 0);
        for (var j = 0; j < left.Rows; j++)
        {
            for (var k = 0; k < j; k++)
            {
                if (space.AreOfOneColumn(j, k)) continue;
                sum += Math.Abs(left[j, k] - right[j, k]);
                count++;
            }
        }

        return count == 0 ? 0 : sum / count;
    }
}
