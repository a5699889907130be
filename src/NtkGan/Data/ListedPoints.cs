using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Points written down one by one: [[0, 1], [2, 3]].</summary>
/// <param name="Points">The points, each a list of its coordinates; at least one, all of the same dimension.</param>
[Named("listed")]
public sealed record ListedPoints(ValueList<ValueList<double>> Points) : MatrixDataSet
{
    private static readonly Deferred<ListedPoints, Matrix> Rows = new(data => new(data.Points.Count, data.Points[0].Count, [.. data.Points.SelectMany(point => point)]));

    /// <summary>Two points on a line.</summary>
    public static ListedPoints Example => new([[-1], [1]]);

    /// <summary>The points.</summary>
    public ValueList<ValueList<double>> Points { get; init => field = Checked(value); } = Checked(Points);

    /// <inheritdoc/>
    protected override Matrix Stored => Rows.Of(this);

    private static ValueList<ValueList<double>> Checked(ValueList<ValueList<double>> points)
    {
        if (points.Count == 0 || points[0].Count == 0) throw new UsageException("points must list at least one point of at least one coordinate, such as [[0, 1]].");
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].Count != points[0].Count)
                throw new UsageException(FormattableString.Invariant($"points must have one dimension, but the first has {points[0].Count} coordinates and number {i + 1} has {points[i].Count}."));
            foreach (var coordinate in points[i]) Require.Finite(coordinate, nameof(points));
        }

        return points;
    }
}
