using NtkGan.Numerics;

namespace NtkGan.Plots;

internal static class MatrixColumns
{
    /// <summary>A copy of column k.</summary>
    public static double[] Column(this Matrix matrix, int k)
    {
        var column = new double[matrix.Rows];
        for (var i = 0; i < column.Length; i++) column[i] = matrix[i, k];
        return column;
    }
}
