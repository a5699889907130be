using NtkGan.Numerics;

namespace NtkGan.Kernels.Hierarchical;

/// <summary>Coordinates in the plane, line or space that two sets of points lie in, of however many coordinates they are: boxes are made there, and the
/// kernel sees points and nodes as they are.</summary>
internal sealed class PointFrame
{
    /// <summary>The most dimensions in which boxes separate points.</summary>
    public const int MostDimensions = 3;

    // Of the largest distance: rounding of coordinates.
    private const double Rounding = 1e-13;

    private readonly double[] _origin;
    private readonly double[][]? _axes;

    private PointFrame(double[] origin, double[][]? axes, int dimension) => (_origin, _axes, Dimension) = (origin, axes, dimension);

    /// <summary>Number m of dimensions, 1 to 3.</summary>
    public int Dimension { get; }

    /// <summary>The frame, or null if the points lie in no space of three dimensions.</summary>
    public static PointFrame? Of(Matrix x, Matrix y)
    {
        var (origin, axes, scale) = (x.Row(0).ToArray(), new List<double[]>(), 0.0);
        while (true)
        {
            var (farthest, distance) = (Farthest(x, origin, axes), 0.0);
            var other = Farthest(y, origin, axes);
            (farthest, distance) = other.Distance > farthest.Distance ? (other, other.Distance) : (farthest, farthest.Distance);
            if (axes.Count == 0) scale = Math.Max(distance, Math.Sqrt(DotProduct.Of(origin, origin)));
            if (distance <= Rounding * scale) break;
            if (axes.Count == MostDimensions) return null;
            foreach (ref var component in farthest.Direction.AsSpan()) component /= distance;
            axes.Add(farthest.Direction);
        }

        if (axes.Count == x.Columns || axes.Count == 0 && x.Columns <= MostDimensions) return new(origin, null, x.Columns);
        if (axes.Count == 0) axes.Add([1, .. new double[x.Columns - 1]]);
        return new(origin, [.. axes], axes.Count);
    }

    /// <summary>The coordinates of each point, n x m.</summary>
    public Matrix Coordinates(Matrix points) => _axes is null ? points : Coordinates(points, points.Rows);

    /// <summary>The coordinates of the first points, count x m; a copy.</summary>
    public Matrix Coordinates(Matrix points, int count)
    {
        var result = new Matrix(count, Dimension);
        if (_axes is null)
        {
            points.Values[..result.Values.Length].CopyTo(result.Values);
            return result;
        }

        var difference = new double[points.Columns];
        for (var i = 0; i < count; i++)
        {
            Subtract(points.Row(i), difference);
            for (var a = 0; a < Dimension; a++) result[i, a] = DotProduct.Of(_axes[a], difference);
        }

        return result;
    }

    /// <summary>The point of given coordinates.</summary>
    public void Place(ReadOnlySpan<double> coordinates, Span<double> point)
    {
        if (_axes is null)
        {
            coordinates.CopyTo(point);
            return;
        }

        _origin.CopyTo(point);
        for (var a = 0; a < Dimension; a++) DotProduct.Add(coordinates[a], _axes[a], point);
    }

    /// <summary>Adds a multiple of the direction of one coordinate.</summary>
    public void AddDirection(int coordinate, double factor, Span<double> direction)
    {
        if (_axes is null) direction[coordinate] += factor;
        else DotProduct.Add(factor, _axes[coordinate], direction);
    }

    private void Subtract(ReadOnlySpan<double> point, Span<double> difference)
    {
        for (var c = 0; c < point.Length; c++) difference[c] = point[c] - _origin[c];
    }

    // The point farthest from what the axes span, and the way to it; of several the first.
    private static (double[] Direction, double Distance) Farthest(Matrix points, double[] origin, List<double[]> axes)
    {
        var (best, rest, largest) = (new double[points.Columns], new double[points.Columns], 0.0);
        for (var i = 0; i < points.Rows; i++)
        {
            for (var c = 0; c < rest.Length; c++) rest[c] = points[i, c] - origin[c];
            for (var pass = 0; pass < 2; pass++)
                foreach (var axis in axes) DotProduct.Add(-DotProduct.Of(axis, rest), axis, rest);
            var square = DotProduct.Of(rest, rest);
            if (square <= largest) continue;
            largest = square;
            rest.CopyTo(best, 0);
        }

        return (best, Math.Sqrt(largest));
    }
}
