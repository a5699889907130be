using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>f(x_i) = sum_j c_j k(x_i, y_j) on fixed points, for any number of coefficients.</summary>
internal abstract class KernelSum
{
    /// <summary>Whether it takes about n + m operations.</summary>
    public virtual bool IsNearLinear => false;

    /// <summary>About the evaluations of the kernel that a sum will take, told without most of it.</summary>
    /// <param name="coefficients">c.</param>
    /// <param name="withGradients">Whether gradients will be asked for.</param>
    public abstract double ExpectedPairs(double[] coefficients, bool withGradients);

    /// <summary>Values and, where asked, gradients. Finite or not is the caller's to see.</summary>
    /// <param name="coefficients">c.</param>
    /// <param name="values">Receives f.</param>
    /// <param name="gradients">Receives the gradients; null for values alone.</param>
    /// <param name="leastSize">What errors of values are measured by, should the largest value be less.</param>
    public abstract SummationReport Evaluate(double[] coefficients, double[] values, Matrix? gradients = null, double leastSize = 0);
}

/// <summary>Pair by pair.</summary>
/// <param name="kernel">k.</param>
/// <param name="x">x, n x d.</param>
/// <param name="y">y, m x d.</param>
/// <param name="reason">Why so.</param>
internal sealed class DirectSum(Kernel kernel, Matrix x, Matrix y, string reason) : KernelSum
{
    public override double ExpectedPairs(double[] coefficients, bool withGradients) => (double)x.Rows * y.Rows;

    public override SummationReport Evaluate(double[] coefficients, double[] values, Matrix? gradients = null, double leastSize = 0)
    {
        kernel.ExpandDirectly(x, y, coefficients, values, gradients);
        return Report(reason, (double)x.Rows * y.Rows);
    }

    /// <summary>The report of a sum pair by pair.</summary>
    public static SummationReport Report(string reason, double pairs) => new(false, reason, pairs, pairs, 0, 0, 0, 0);
}
