using NtkGan.Numerics;

namespace NtkGan.Tables.Judging;

/// <summary>How near synthetic rows are to the rows that a model was fitted on.</summary>
/// <param name="CopyRatio">The median distance of a synthetic row to its nearest fitted row over that of unseen real rows: 1 as new as real rows, 0 copies; NaN where it cannot be had.</param>
/// <param name="Copies">The share of synthetic rows that are a fitted row.</param>
/// <param name="RealCopies">The same share of the unseen real rows.</param>
/// <param name="Membership">How well the distance to the nearest synthetic row tells fitted rows from unseen ones, as an area under the curve: 1/2 says nothing about who took part.</param>
internal sealed record Nearness(double CopyRatio, double Copies, double RealCopies, double Membership)
{
    private const double Same = 1e-9;

    /// <summary>Measures.</summary>
    /// <param name="synthetic">Synthetic rows.</param>
    /// <param name="fitted">The rows that the model was fitted on.</param>
    /// <param name="unseen">Other real rows.</param>
    public static Nearness Of(Matrix synthetic, Matrix fitted, Matrix unseen)
    {
        double[] made = Distances(synthetic, fitted), real = Distances(unseen, fitted);
        var membership = AreaUnderCurve.Of([.. Distances(fitted, synthetic).Select(distance => -distance)], [.. Distances(unseen, synthetic).Select(distance => -distance)]);
        return new(Median(real) is > 0 and var scale ? Median(made) / scale : double.NaN, Share(made), Share(real), membership);
    }

    private static double Share(double[] distances) => distances.Count(distance => distance < Same) / (double)distances.Length;

    private static double[] Distances(Matrix points, Matrix reference) => NearestNeighbours.Of(points, reference).Distances.Values.ToArray();

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
