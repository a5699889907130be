using NtkGan.Numerics;

namespace NtkGan.Stability;

/// <summary>The space that points span, in orthonormal coordinates. Under a kernel of the distance alone the gradient of a discriminator at a point of
/// the affine span of all centres lies in that span, and under a kernel that rotations leave as it is, in the linear span; so a game never leaves it,
/// and n points in many dimensions cost what n - 1 (or n) dimensions cost. Distances are those of the points, to rounding (derived).</summary>
public sealed class ReducedSpace
{
    private readonly double[] _origin;
    private readonly Matrix? _axes;

    private ReducedSpace(double[] origin, Matrix? axes) => (_origin, _axes) = (origin, axes);

    /// <summary>Number of coordinates, min(d, n - 1), or min(d, n) where the origin counts; d where there is nothing to gain.</summary>
    public int Dimension => _axes?.Rows ?? _origin.Length;

    /// <summary>True if coordinates are something else than the points' own.</summary>
    public bool IsReduced => _axes is not null;

    /// <summary>The space of a game: that of all its points under a kernel that permits it, else the whole one.</summary>
    /// <param name="configuration">The game.</param>
    public static ReducedSpace Of(GameConfiguration configuration)
    {
        var (kernel, points) = (configuration.Game.Kernel, configuration.Real.Places.Above(configuration.Generated.Places));
        return kernel.IsRadial ? OfAffineSpan(points)
            : kernel.IsRotationInvariant ? Of(points, new double[points.Columns], points.Rows)
            : Whole(points.Columns);
    }

    /// <summary>The whole space of d coordinates.</summary>
    /// <param name="dimension">d, at least 1.</param>
    public static ReducedSpace Whole(int dimension) => new(new double[Require.AtLeast(1, dimension)], null);

    /// <summary>The affine span of some points; the first one becomes the origin.</summary>
    internal static ReducedSpace OfAffineSpan(Matrix points) => Of(points, points.Row(0).ToArray(), Math.Max(1, points.Rows - 1));

    /// <summary>Coordinates of points of the space: the components of x - origin along the axes.</summary>
    /// <param name="points">n x d.</param>
    /// <returns>n x <see cref="Dimension"/>.</returns>
    public Matrix Coordinates(Matrix points)
    {
        if (_axes is null) return points;
        var (result, rest) = (new Matrix(points.Rows, _axes.Rows), new double[_origin.Length]);
        for (var i = 0; i < points.Rows; i++)
        {
            points.Row(i).CopyTo(rest);
            DotProduct.Add(-1, _origin, rest);
            for (var k = 0; k < _axes.Rows; k++) result[i, k] = DotProduct.Of(_axes.Row(k), rest);
        }

        return result;
    }

    /// <summary>The points at some coordinates.</summary>
    /// <param name="coordinates">n x <see cref="Dimension"/>.</param>
    /// <returns>n x d.</returns>
    public Matrix Points(Matrix coordinates)
    {
        if (_axes is null) return coordinates;
        var result = new Matrix(coordinates.Rows, _origin.Length);
        for (var i = 0; i < coordinates.Rows; i++)
        {
            _origin.CopyTo(result.Row(i));
            for (var k = 0; k < _axes.Rows; k++) DotProduct.Add(coordinates[i, k], _axes.Row(k), result.Row(i));
        }

        return result;
    }

    /// <summary>The same game in these coordinates.</summary>
    /// <param name="configuration">A game whose points lie in the space.</param>
    public GameConfiguration Reduced(GameConfiguration configuration) => _axes is null ? configuration : new(configuration.Game,
        new(Coordinates(configuration.Real.Places), configuration.Real.Masses), new(Coordinates(configuration.Generated.Places), configuration.Generated.Masses));

    // Points that span less leave the last axes 0.
    private static ReducedSpace Of(Matrix points, double[] origin, int size)
    {
        if (points.Columns <= size) return Whole(points.Columns);
        var (axes, count) = (new Matrix(size, points.Columns), 0);
        for (var i = 0; i < points.Rows && count < size; i++)
        {
            var rest = points.Row(i).ToArray();
            DotProduct.Add(-1, origin, rest);
            var length = Math.Sqrt(DotProduct.Of(rest, rest));

            // Twice is enough: the second pass removes what rounding left of the first.
            for (var pass = 0; pass < 2; pass++)
                for (var k = 0; k < count; k++)
                    DotProduct.Add(-DotProduct.Of(axes.Row(k), rest), axes.Row(k), rest);

            var left = Math.Sqrt(DotProduct.Of(rest, rest));
            if (left <= 1e-14 * length) continue;
            for (var c = 0; c < rest.Length; c++) axes[count, c] = rest[c] / left;
            count++;
        }

        return new(origin, axes);
    }
}
