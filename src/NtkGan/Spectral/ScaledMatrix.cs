using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>The symmetric matrix A = S K S with S = diag(s), never stored: the form in which a Gram matrix K meets the weights of its points.</summary>
/// <param name="matrix">K, n x n.</param>
/// <param name="scale">s, n values.</param>
internal sealed class ScaledMatrix(SymmetricProduct matrix, double[] scale)
{
    private const int RowsPerBlock = 64;
    private readonly double[] _scaled = new double[scale.Length];

    /// <summary>The same of a matrix in memory.</summary>
    /// <param name="matrix">K, n x n, symmetric; not copied.</param>
    /// <param name="scale">s, n values.</param>
    public ScaledMatrix(Matrix matrix, double[] scale) : this(new StoredProduct(matrix), scale)
    {
    }

    /// <summary>The number n of rows.</summary>
    public int Size => scale.Length;

    /// <summary>Whether the entries of K lie in memory.</summary>
    public bool IsStored => matrix.IsStored;

    /// <summary>The error of a product, in parts of the largest; 0 where it is rounding alone.</summary>
    public double Error => matrix.Error;

    /// <summary>result = A x, in parallel over rows. Not for two callers at once.</summary>
    public void Multiply(ReadOnlySpan<double> vector, double[] result)
    {
        for (var i = 0; i < Size; i++) _scaled[i] = scale[i] * vector[i];
        matrix.Multiply(_scaled, result);
        for (var i = 0; i < Size; i++) result[i] *= scale[i];
    }

    /// <summary>A as a matrix of its own.</summary>
    public Matrix ToMatrix()
    {
        var result = matrix.ToMatrix();
        for (var i = 0; i < Size; i++)
        {
            var row = result.Row(i);
            for (var j = 0; j < Size; j++) row[j] *= scale[i] * scale[j];
        }

        return result;
    }

    /// <summary>result = M x for any matrix, in parallel over blocks of rows; each row is summed in one order.</summary>
    /// <param name="matrix">M.</param>
    /// <param name="vector">x.</param>
    /// <param name="result">Receives M x.</param>
    /// <param name="finish">What happens to the rows [start, end) of the result while they are in cache; nothing if null.</param>
    internal static void Multiply(Matrix matrix, double[] vector, double[] result, Action<int, int>? finish = null) =>
        Workers.ForBlocks(matrix.Rows, RowsPerBlock, (start, end) =>
        {
            var i = start;
            for (; i + 4 <= end; i += 4) FourRows(matrix, i, vector, result);
            for (; i < end; i++) result[i] = DotProduct.Of(matrix.Row(i), vector);
            finish?.Invoke(start, end);
        });

    // Four independent chains of multiply-adds hide the latency of one, and read x once.
    private static void FourRows(Matrix matrix, int i, double[] vector, double[] result)
    {
        var x = MemoryMarshal.Cast<double, Vector256<double>>((ReadOnlySpan<double>)vector);
        var a = MemoryMarshal.Cast<double, Vector256<double>>(matrix.Row(i))[..x.Length];
        var b = MemoryMarshal.Cast<double, Vector256<double>>(matrix.Row(i + 1))[..x.Length];
        var c = MemoryMarshal.Cast<double, Vector256<double>>(matrix.Row(i + 2))[..x.Length];
        var d = MemoryMarshal.Cast<double, Vector256<double>>(matrix.Row(i + 3))[..x.Length];
        Vector256<double> sumA = default, sumB = default, sumC = default, sumD = default;
        for (var j = 0; j < x.Length; j++)
        {
            sumA = Vector256.FusedMultiplyAdd(a[j], x[j], sumA);
            sumB = Vector256.FusedMultiplyAdd(b[j], x[j], sumB);
            sumC = Vector256.FusedMultiplyAdd(c[j], x[j], sumC);
            sumD = Vector256.FusedMultiplyAdd(d[j], x[j], sumD);
        }

        var tail = x.Length * Vector256<double>.Count;
        result[i] = Reduction.Sum(sumA) + Tail(matrix.Row(i), vector, tail);
        result[i + 1] = Reduction.Sum(sumB) + Tail(matrix.Row(i + 1), vector, tail);
        result[i + 2] = Reduction.Sum(sumC) + Tail(matrix.Row(i + 2), vector, tail);
        result[i + 3] = Reduction.Sum(sumD) + Tail(matrix.Row(i + 3), vector, tail);
    }

    private static double Tail(ReadOnlySpan<double> row, double[] vector, int start)
    {
        var sum = 0.0;
        for (var j = start; j < row.Length; j++) sum += row[j] * vector[j];
        return sum;
    }
}
