using NtkGan.Numerics;

namespace NtkGan.Plots;

/// <summary>A plane in d dimensions, and the orthogonal projection onto it.</summary>
public sealed record Projection
{
    private const int Iterations = 300;
    private readonly double[] _centre;
    private readonly double[][] _axes;

    private Projection(double[] centre, double[][] axes) => (_centre, _axes) = (centre, axes);

    /// <summary>The plane through the mean of some points along their first two principal components: the two orthonormal directions
    /// of largest variance, each signed so that its largest entry is positive. Found by orthogonal iteration on the covariance, a
    /// fixed number of steps from a fixed start, so that the same points give the same plane. Directions without any variance are
    /// filled up with coordinate axes.</summary>
    /// <param name="points">n x d, n at least 1, d at least 2.</param>
    /// <exception cref="ArgumentException">There is no point, or fewer than two dimensions.</exception>
    public static Projection PrincipalPlane(Matrix points)
    {
        if (points.Rows == 0 || points.Columns < 2)
            throw new ArgumentException($"A principal plane needs a point and two dimensions, not {points.Rows} x {points.Columns}.", nameof(points));
        var centre = new double[points.Columns];
        for (var i = 0; i < points.Rows; i++)
            for (var k = 0; k < centre.Length; k++) centre[k] += points[i, k] / points.Rows;
        var axes = new[] { new double[centre.Length], new double[centre.Length] };
        var random = CounterRandom.For(0, "principal plane");
        foreach (var axis in axes) random.FillNormal(axis);
        Orthonormalise(axes);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            for (var a = 0; a < 2; a++) axes[a] = CovarianceTimes(points, centre, axes[a]);
            Orthonormalise(axes);
        }

        foreach (var axis in axes)
            if (axis.MaxBy(Math.Abs) < 0)
                for (var k = 0; k < axis.Length; k++) axis[k] = -axis[k];
        return new(centre, axes);
    }

    /// <summary>Coordinates of points in the plane.</summary>
    /// <param name="points">n x d.</param>
    /// <returns>n x 2.</returns>
    public Matrix Apply(Matrix points) => Project(points, _centre);

    /// <summary>Components of vectors along the plane.</summary>
    /// <param name="vectors">n x d.</param>
    /// <returns>n x 2.</returns>
    public Matrix ApplyToVectors(Matrix vectors) => Project(vectors, new double[_centre.Length]);

    /// <summary>The points of the plane with some coordinates.</summary>
    /// <param name="coordinates">n x 2.</param>
    /// <returns>n x d.</returns>
    public Matrix Lift(Matrix coordinates)
    {
        var points = new Matrix(coordinates.Rows, _centre.Length);
        for (var i = 0; i < points.Rows; i++)
            for (var k = 0; k < _centre.Length; k++)
                points[i, k] = _centre[k] + coordinates[i, 0] * _axes[0][k] + coordinates[i, 1] * _axes[1][k];
        return points;
    }

    private Matrix Project(Matrix points, double[] origin)
    {
        var result = new Matrix(points.Rows, 2);
        for (var i = 0; i < points.Rows; i++)
            for (var a = 0; a < 2; a++) result[i, a] = Along(points.Row(i), origin, _axes[a]);
        return result;
    }

    private static double Along(ReadOnlySpan<double> point, double[] origin, double[] axis)
    {
        var sum = 0.0;
        for (var k = 0; k < axis.Length; k++) sum += (point[k] - origin[k]) * axis[k];
        return sum;
    }

    private static double[] CovarianceTimes(Matrix points, double[] centre, double[] axis)
    {
        var product = new double[axis.Length];
        for (var i = 0; i < points.Rows; i++)
        {
            var row = points.Row(i);
            var along = Along(row, centre, axis);
            for (var k = 0; k < product.Length; k++) product[k] += along * (row[k] - centre[k]);
        }

        return product;
    }

    private static void Orthonormalise(double[][] axes)
    {
        for (var a = 0; a < axes.Length; a++)
        {
            var before = Norm(axes[a]);
            for (var b = 0; b < a; b++) Subtract(axes[a], axes[b]);
            for (var next = 0; !(Norm(axes[a]) > 1e-10 * before); next++)
            {
                Array.Clear(axes[a]);
                axes[a][next] = before = 1;
                for (var b = 0; b < a; b++) Subtract(axes[a], axes[b]);
            }

            var norm = Norm(axes[a]);
            for (var k = 0; k < axes[a].Length; k++) axes[a][k] /= norm;
        }
    }

    private static void Subtract(double[] from, double[] unit)
    {
        var along = Along(from, new double[unit.Length], unit);
        for (var k = 0; k < unit.Length; k++) from[k] -= along * unit[k];
    }

    private static double Norm(double[] vector) => Math.Sqrt(Along(vector, new double[vector.Length], vector));
}
