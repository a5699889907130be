using NtkGan.Numerics;

namespace NtkGan.Stability;

/// <summary>Points in coordinates of the space they span: a kernel of the distance sees no difference, and the theory of a few points in many dimensions
/// costs what a few dimensions cost.</summary>
internal static class ReducedSpace
{
    /// <summary>The points of two sets in min(d, n - 1) coordinates, n the number of both, with the same distances (to rounding); unchanged if d
    /// is small already. Points that span less leave the last coordinates 0.</summary>
    public static (Matrix First, Matrix Second) Of(Matrix first, Matrix second)
    {
        var all = first.Above(second);
        var size = Math.Max(1, all.Rows - 1);
        if (all.Columns <= size) return (first, second);
        var (basis, reduced) = (new List<double[]>(), new Matrix(all.Rows, size));
        for (var i = 1; i < all.Rows; i++)
        {
            var rest = all.Row(i).ToArray();
            DotProduct.Add(-1, all.Row(0), rest);
            var length = Math.Sqrt(DotProduct.Of(rest, rest));

            // Twice is enough: the second pass removes what rounding left of the first.
            for (var pass = 0; pass < 2; pass++)
            {
                for (var k = 0; k < basis.Count; k++)
                {
                    var along = DotProduct.Of(basis[k], rest);
                    reduced[i, k] += along;
                    DotProduct.Add(-along, basis[k], rest);
                }
            }

            var left = Math.Sqrt(DotProduct.Of(rest, rest));
            if (left <= 1e-14 * length) continue;
            reduced[i, basis.Count] = left;
            basis.Add([.. rest.Select(value => value / left)]);
        }

        int[] rows = [.. Enumerable.Range(0, all.Rows)];
        return (reduced.Take(rows.AsSpan(0, first.Rows)), reduced.Take(rows.AsSpan(first.Rows)));
    }
}
