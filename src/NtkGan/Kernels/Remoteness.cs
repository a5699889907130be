using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>How much further points lie from the origin than from each other, in the eyes of a kernel that sees them from there, through inner products:
/// what tells them apart drowns in the rounding of what they share.</summary>
/// <param name="Ratio">r = |mean|/deviation, the deviation in all coordinates together, or, if that is more, what half of the points lie further from the origin than from a
/// quarter of the others; 0 for a kernel of differences, infinite where nothing is finite.</param>
/// <param name="KeepsGradients">Whether gradients of expansions carry differences, and lose no more than the points themselves.</param>
/// <param name="IsApart">Whether the points lie in several clusters, far from each other, so that centring them would not help.</param>
internal readonly record struct Remoteness(double Ratio, bool KeepsGradients, bool IsApart = false)
{
    private const int Tried = 32;

    // Of one cluster both ratios are of one size.
    private const double SeveralClusters = 10;

    // A mean is rounded: points as near as this to theirs, in squares, are equal.
    private static readonly double Rounding = Math.ScaleB(1, -52), Equal = Math.ScaleB(1, -96);

    /// <summary>Of a kernel of differences.</summary>
    public static Remoteness None => new(0, true);

    /// <summary>The share of squared distances in features that rounding takes, 2^-52 r^2: of the values of expansions whose coefficients nearly sum to 0, and of their gradients where these carry no differences.</summary>
    public double LostInValues => Rounding * Ratio * Ratio;

    /// <summary>The same of what a training makes of a Gram matrix: how a kink's fold bends what is nearly a plane from there is of the order r^-3 of the kernel,
    /// so that up to 2^-52 r^3 of it is lost; long trainings see it all.</summary>
    public double LostInTrainings => LostInValues * Ratio;

    /// <summary>Of a kernel that sees the points from the origin.</summary>
    /// <param name="points">n x d; of fewer than two, or of equal ones, nothing is to be told apart.</param>
    /// <param name="keepsGradients">Whether its gradients carry differences.</param>
    public static Remoteness Of(Matrix points, bool keepsGradients)
    {
        var (offset, spread) = (0.0, 0.0);
        for (var d = 0; d < points.Columns; d++)
        {
            var mean = 0.0;
            for (var i = 0; i < points.Rows; i++) mean += points[i, d] / points.Rows;
            offset += mean * mean;
            for (var i = 0; i < points.Rows; i++) spread += (points[i, d] - mean) * (points[i, d] - mean) / points.Rows;
        }

        if (points.Rows < 2 || spread <= Equal * offset) return None;
        var (whole, near) = (Math.Sqrt(offset / spread), BesideNeighbours(points));
        return new(Math.Max(whole, near), keepsGradients, near > SeveralClusters * Math.Max(1, whole));
    }

    // Of a part of the points: the median of |x| over the distance to a quarter of those elsewhere.
    private static double BesideNeighbours(Matrix points)
    {
        var count = Math.Min(points.Rows, Tried);
        var some = points.Take([.. Enumerable.Range(0, count).Select(i => (int)((long)i * points.Rows / count))]);
        var ratios = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var distances = Enumerable.Range(0, count).Select(j => DotProduct.SquaredDistance(some.Row(i), some.Row(j))).Where(distance => distance > 0).Order().ToArray();
            if (distances.Length > 0) ratios.Add(Math.Sqrt(DotProduct.Of(some.Row(i), some.Row(i)) / distances[distances.Length / 4]));
        }

        ratios.Sort();
        return ratios.Count > 0 ? ratios[ratios.Count / 2] : 0;
    }

    /// <summary>Of a sum with another kernel: the larger numbers drown the smaller ones.</summary>
    public Remoteness And(Remoteness other) => new(Math.Max(Ratio, other.Ratio), KeepsGradients && other.KeepsGradients, IsApart || other.IsApart);
}
