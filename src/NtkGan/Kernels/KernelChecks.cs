using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>What a kernel refuses.</summary>
internal static class KernelChecks
{
    /// <summary>Points of one dimension, all of them finite, and not all too small for the kernel.</summary>
    /// <exception cref="InvalidDataFormatException">They are not of one dimension, or not finite.</exception>
    /// <exception cref="NumericalException">They are too small.</exception>
    public static void Check(Kernel kernel, Matrix x, Matrix y)
    {
        if (x.Columns != y.Columns) throw new InvalidDataFormatException($"A kernel needs points of one dimension, but got {x.Columns} and {y.Columns}.");
        if (x.Columns == 0) throw new InvalidDataFormatException("A kernel needs points of at least one dimension.");
        if (!x.IsFinite() || !y.IsFinite()) throw new InvalidDataFormatException("A kernel needs finite points, but a coordinate is NaN or infinite.");
        if (SmallNumbers.AreAll(x, y) && kernel.NeedsSquares(x.Columns)) throw new NumericalException(SmallNumbers.NoteOn("points"));
    }

    /// <summary>A cotangent of the shape of the Gram matrix, all of it finite.</summary>
    /// <exception cref="InvalidDataFormatException">It is not.</exception>
    public static void CheckCotangent(Matrix cotangent, int rows, int columns)
    {
        if ((cotangent.Rows, cotangent.Columns) != (rows, columns))
            throw new InvalidDataFormatException($"The cotangent of a {rows} x {columns} Gram matrix cannot be {cotangent.Rows} x {cotangent.Columns}.");
        if (!cotangent.IsFinite()) throw new InvalidDataFormatException("A cotangent must be finite, but an entry is NaN or infinite.");
    }

    /// <summary>Results, all of them finite: one rule for all that a kernel gives.</summary>
    /// <exception cref="NumericalException">They are not.</exception>
    public static void Check(ReadOnlySpan<double> results)
    {
        if (!Reduction.IsFinite(results)) throw new NumericalException("The kernel overflows on these points, or falls below all numbers: scale the data towards 1, and so the weight and bias deviations.");
    }
}
