using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>What every factorisation asks of its matrix.</summary>
internal static class SquareMatrix
{
    /// <summary>Refuses what has no such factorisation.</summary>
    /// <param name="what">The factorisation in messages, such as "eigendecomposition".</param>
    /// <param name="matrix">The matrix.</param>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    /// <exception cref="NumericalException">An entry is NaN or infinite.</exception>
    public static void Check(string what, Matrix matrix)
    {
        if (matrix.Columns != matrix.Rows) throw new ArgumentException($"A {matrix.Rows} x {matrix.Columns} matrix has no {what}.", nameof(matrix));
        if (!matrix.IsFinite()) throw new NumericalException($"A matrix with an entry that is NaN or infinite has no {what}; look for the cause in the data or the kernel.");
    }

    /// <summary>The power of 2 just above the largest modulus of an entry; 1 where that is within 2^-400..2^400, or all are 0.</summary>
    public static double Scale(Matrix matrix)
    {
        var largest = Reduction.LargestMagnitude(matrix.Values);
        var exponent = largest == 0 ? 0 : Math.ILogB(largest) + 1;
        return Math.Abs(exponent) <= 400 ? 1 : Math.ScaleB(1, Math.Clamp(exponent, -1000, 1000));
    }

    /// <summary>The matrix over a power of 2; itself for 1.</summary>
    public static Matrix Divided(Matrix matrix, double scale) =>
        scale == 1 ? matrix : new(matrix.Rows, matrix.Columns, [.. matrix.Values.ToArray().Select(value => value / scale)]);
}
