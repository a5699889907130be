using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Kernels;

/// <summary>The Gram matrix K = k(P, P) of many points, known by its products with vectors: expansions over the points at the points themselves, each over boxes
/// where that is shorter. Nothing of size N x N is stored.</summary>
/// <param name="kernel">k.</param>
/// <param name="points">P, N x d.</param>
/// <param name="sum">Sums over the points at the points.</param>
/// <param name="tolerance">Their tolerance.</param>
/// <param name="makeMatrix">Makes K itself, should products not suffice, or refuses.</param>
internal sealed class GramProduct(Kernel kernel, Matrix points, KernelSum sum, double tolerance, Func<Matrix> makeMatrix) : SymmetricProduct
{
    private double _largest;

    public override int Size => points.Rows;

    public override bool IsStored => false;

    public override double Error => tolerance;

    /// <summary>How the product was taken that erred by most; null before the first.</summary>
    public SummationReport? Report { get; private set; }

    // Late vectors of a Krylov space have small products: their errors count in parts of what K does to others.
    public override void Multiply(double[] vector, double[] result, Action<int, int>? finish = null)
    {
        Report = SummationReport.Worse(Report, sum.Evaluate(vector, result, leastSize: _largest));
        KernelChecks.Check(result);
        _largest = Math.Max(_largest, Reduction.LargestMagnitude(result));
        finish?.Invoke(0, result.Length);
    }

    // |K_pq| <= sqrt(K_pp K_qq) of a positive definite kernel; what is definite only on coefficients that sum to 0, minus a distance, has one sign.
    public override double LargestRowSum(double[] weights)
    {
        if (!kernel.IsPositiveDefinite)
        {
            var sums = new double[Size];
            Multiply(weights, sums);
            return Reduction.LargestMagnitude(sums);
        }

        var (sizes, sum) = (kernel.Diagonal(points), 0.0);
        for (var p = 0; p < sizes.Length; p++) sum += weights[p] * (sizes[p] = Math.Sqrt(Math.Max(0, sizes[p])));
        return sum * sizes.Max();
    }

    public override Matrix ToMatrix() => makeMatrix();
}
