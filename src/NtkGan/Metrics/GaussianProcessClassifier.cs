using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Metrics;

/// <summary>A Gaussian process on classes: each class regresses 1 - 1/C on its rows and -1/C on all others, in closed form, which is the mean of
/// infinitely wide networks at infinite training time where the kernel is an NTK (Lee et al. 2019). With A = K + s I, s = noise tr K/n:
/// mean m_c(x) = k(x, X) A^-1 Y_c, variance v(x) = k(x, x) - k(x, X) A^-1 k(X, x) + s (Rasmussen and Williams 2006, 2.25 and 2.26).
/// Probabilities are a softmax of b m_c/sqrt(v), so that points far from all rows are known by none; b is fitted on other rows (Guo et al. 2017).</summary>
internal sealed class GaussianProcessClassifier
{
    private const double LeastSharpness = 1e-3, MostSharpness = 1e3;
    private const int SharpnessSteps = 60;

    private readonly Kernel _kernel;
    private readonly Matrix _rows, _coefficients, _inverse;
    private readonly double _noise, _sharpness;

    /// <summary>Fits.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="known">X and its classes, each from 0 to C - 1.</param>
    /// <param name="classes">C, at least 2.</param>
    /// <param name="noise">The noise relative to the mean of k(x, x), above 0.</param>
    /// <param name="calibration">Other rows, by which the sharpness b is chosen: the largest likelihood of their classes.</param>
    /// <exception cref="NumericalException">The kernel overflows or its matrix is not positive definite.</exception>
    public GaussianProcessClassifier(Kernel kernel, LabelledRows known, int classes, double noise, LabelledRows calibration)
    {
        (_kernel, _rows, Classes) = (kernel, known.Rows, classes);
        var gram = kernel.Gram(_rows);
        for (var i = 0; i < gram.Rows; i++) _noise += noise * gram[i, i] / gram.Rows;
        for (var i = 0; i < gram.Rows; i++) gram[i, i] += _noise;
        _inverse = (Cholesky.TryFactor(gram) ?? throw new NumericalException("The kernel on the labelled rows is not positive definite to rounding; raise the noise.")).Inverse();
        var targets = new Matrix(_rows.Rows, classes);
        for (var i = 0; i < targets.Rows; i++)
            for (var c = 0; c < classes; c++) targets[i, c] = (known.Labels[i] == c ? 1 : 0) - 1.0 / classes;
        _coefficients = MatrixProduct.Of(_inverse, targets);
        _sharpness = Sharpness(Scores(calibration.Rows), calibration.Labels);
    }

    /// <summary>C.</summary>
    public int Classes { get; }

    /// <summary>m_c/sqrt(v), n x C.</summary>
    public Matrix Scores(Matrix points)
    {
        var across = _kernel.Gram(points, _rows);
        var (scores, explained, own) = (MatrixProduct.Of(across, _coefficients), MatrixProduct.Of(across, _inverse), _kernel.Diagonal(points));
        for (var i = 0; i < points.Rows; i++)
        {
            // The variance of a row that is known is the rounding of 0 at most.
            var variance = Math.Max(0, own[i] - DotProduct.Of(across.Row(i), explained.Row(i))) + _noise;
            foreach (ref var score in scores.Row(i)) score /= Math.Sqrt(variance);
        }

        return scores;
    }

    /// <summary>The probabilities of the classes, n x C, from <see cref="Scores"/>.</summary>
    public Matrix Probabilities(Matrix scores) => Softmax(scores, _sharpness);

    private static Matrix Softmax(Matrix scores, double sharpness)
    {
        var result = new Matrix(scores.Rows, scores.Columns);
        for (var i = 0; i < scores.Rows; i++)
        {
            var row = result.Row(i);
            var (sum, largest) = (0.0, double.NegativeInfinity);
            foreach (var score in scores.Row(i)) largest = Math.Max(largest, score);
            for (var c = 0; c < row.Length; c++) sum += row[c] = Math.Exp(sharpness * (scores[i, c] - largest));
            foreach (ref var value in row) value /= sum;
        }

        return result;
    }

    // The likelihood is concave in b: golden section on its logarithm finds the only maximum.
    private static double Sharpness(Matrix scores, ValueList<int> labels)
    {
        double Loss(double logarithm)
        {
            var (probabilities, loss) = (Softmax(scores, Math.Exp(logarithm)), 0.0);
            for (var i = 0; i < probabilities.Rows; i++) loss -= Math.Log(Math.Max(double.Epsilon, probabilities[i, labels[i]]));
            return loss;
        }

        var ratio = (Math.Sqrt(5) - 1) / 2;
        var (low, high) = (Math.Log(LeastSharpness), Math.Log(MostSharpness));
        var (left, right) = (high - ratio * (high - low), low + ratio * (high - low));
        var (atLeft, atRight) = (Loss(left), Loss(right));
        for (var step = 0; step < SharpnessSteps; step++)
        {
            if (atLeft <= atRight)
            {
                (high, right, atRight, left) = (right, left, atLeft, right - ratio * (right - low));
                atLeft = Loss(left);
            }
            else
            {
                (low, left, atLeft, right) = (left, right, atRight, left + ratio * (high - left));
                atRight = Loss(right);
            }
        }

        return Math.Exp((low + high) / 2);
    }
}
