using NtkGan.Numerics;

namespace NtkGan.Tests.Numerics;

/// <summary>Random positive semidefinite matrices for property tests.</summary>
internal static class RandomMatrices
{
    public static double[] Normal(int count, ulong seed)
    {
        var values = new double[count];
        CounterRandom.For(seed, "test vector").FillNormal(values);
        return values;
    }

    /// <summary>B B^T / rank with B n x rank, normal; the last row a copy of the first where n > 2. Rank 0 gives zeros.</summary>
    public static Matrix PositiveSemidefinite(int size, int rank, ulong seed)
    {
        var factor = new Matrix(size, rank, Normal(size * rank, seed));
        if (size > 2) factor.Row(0).CopyTo(factor.Row(size - 1));
        var result = new Matrix(size, size);
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++) result[i, j] = rank == 0 ? 0 : DotProduct.Of(factor.Row(Math.Min(i, j)), factor.Row(Math.Max(i, j))) / rank;
        return result;
    }
}
