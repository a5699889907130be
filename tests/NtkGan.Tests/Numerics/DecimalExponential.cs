using NtkGan.Numerics;

namespace NtkGan.Tests.Numerics;

/// <summary>t phi_1(-t A) y in 28 decimal digits by another road than the library's: the last column of exp [[-t A, t y], [0, 0]], by halving,
/// the exponential series and squaring.</summary>
internal static class DecimalExponential
{
    private const int Terms = 24;

    /// <summary>The response to a constant force.</summary>
    /// <param name="matrix">A, symmetric or not.</param>
    /// <param name="time">t.</param>
    /// <param name="force">y.</param>
    public static decimal[] Response(decimal[,] matrix, decimal time, decimal[] force)
    {
        var n = force.Length;
        var halvings = 0;
        var largest = time;
        foreach (var entry in matrix) largest = Math.Max(largest, time * Math.Abs(entry) * n);
        foreach (var entry in force) largest = Math.Max(largest, time * Math.Abs(entry));
        for (; largest > 0.1m; largest /= 2) halvings++;
        var part = time;
        for (var k = 0; k < halvings; k++) part /= 2;
        var generator = new decimal[n + 1, n + 1];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) generator[i, j] = -part * matrix[i, j];
            generator[i, n] = part * force[i];
        }

        var (sum, term) = (Identity(n + 1), Identity(n + 1));
        for (var k = 1; k <= Terms; k++)
        {
            term = Product(term, generator, 1m / k);
            for (var i = 0; i <= n; i++)
                for (var j = 0; j <= n; j++) sum[i, j] += term[i, j];
        }

        for (var k = 0; k < halvings; k++) sum = Product(sum, sum, 1);
        return [.. Enumerable.Range(0, n).Select(i => sum[i, n])];
    }

    public static decimal[] Times(decimal[,] matrix, decimal[] vector) =>
        [.. Enumerable.Range(0, matrix.GetLength(0)).Select(i => Enumerable.Range(0, vector.Length).Sum(j => matrix[i, j] * vector[j]))];

    public static Matrix ToMatrix(decimal[,] matrix)
    {
        var result = new Matrix(matrix.GetLength(0), matrix.GetLength(1));
        for (var i = 0; i < result.Rows; i++)
            for (var j = 0; j < result.Columns; j++) result[i, j] = (double)matrix[i, j];
        return result;
    }

    private static decimal[,] Identity(int size)
    {
        var result = new decimal[size, size];
        for (var i = 0; i < size; i++) result[i, i] = 1;
        return result;
    }

    private static decimal[,] Product(decimal[,] a, decimal[,] b, decimal factor)
    {
        var n = a.GetLength(0);
        var result = new decimal[n, n];
        for (var i = 0; i < n; i++)
            for (var k = 0; k < n; k++)
                for (var j = 0; j < n; j++) result[i, j] += factor * (a[i, k] * b[k, j]);
        return result;
    }
}
