using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>A symmetric matrix K, n x n, that is known by its products with vectors: stored, or never made.</summary>
internal abstract class SymmetricProduct
{
    /// <summary>The number n of rows.</summary>
    public abstract int Size { get; }

    /// <summary>Whether its entries lie in memory, so that a product costs next to nothing and decompositions are at hand.</summary>
    public virtual bool IsStored => true;

    /// <summary>The error of a product, in parts of the largest entry of one so far; 0 where it is rounding alone.</summary>
    public virtual double Error => 0;

    /// <summary>result = K x; each entry is summed in one order. Not for two callers at once.</summary>
    /// <param name="vector">x.</param>
    /// <param name="result">Receives K x.</param>
    /// <param name="finish">What happens to the rows [start, end) of the result; nothing if null.</param>
    public abstract void Multiply(double[] vector, double[] result, Action<int, int>? finish = null);

    /// <summary>At least the largest sum over q of |K_pq| w_q, for weights w of at least 0.</summary>
    public abstract double LargestRowSum(double[] weights);

    /// <summary>K, as a copy.</summary>
    public abstract Matrix ToMatrix();
}

/// <summary>A matrix in memory.</summary>
/// <param name="matrix">K; not copied, and not to be changed.</param>
internal sealed class StoredProduct(Matrix matrix) : SymmetricProduct
{
    public override int Size => matrix.Rows;

    public override void Multiply(double[] vector, double[] result, Action<int, int>? finish = null) => ScaledMatrix.Multiply(matrix, vector, result, finish);

    public override double LargestRowSum(double[] weights)
    {
        var sums = new double[Size];
        Workers.ForBlocks(Size, 64, (start, end) =>
        {
            for (var p = start; p < end; p++) sums[p] = DotProduct.OfMagnitudes(matrix.Row(p), weights);
        });
        return sums.Max();
    }

    public override Matrix ToMatrix() => matrix.Clone();
}
