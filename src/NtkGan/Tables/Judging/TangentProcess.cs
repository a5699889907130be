using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Tables.Judging;

/// <summary>The posterior mean of a Gaussian process under the tangent kernel of a network of error functions with biases (another than the one that chooses rows, which it shall judge): f(x) = y0 + k(x, P) (K + s I)^-1 (y - y0), s a twentieth of the
/// mean of K's diagonal, y0 the mean.</summary>
internal sealed class TangentProcess
{
    private const double Noise = 0.05;
    private static readonly Kernel Tangent = new NeuralKernel(new Mlp(hiddenLayers: 2, biasDeviation: 0.5, activations: [new Erf()]));

    private readonly Matrix _points, _coefficients;
    private readonly double[] _means;

    /// <summary>Fits.</summary>
    /// <param name="points">n x d.</param>
    /// <param name="values">n x k: what is to be told.</param>
    public TangentProcess(Matrix points, Matrix values)
    {
        var (gram, n) = (Tangent.Gram(points), points.Rows);
        var trace = 0.0;
        for (var i = 0; i < n; i++) trace += gram[i, i];
        for (var i = 0; i < n; i++) gram[i, i] += Noise * trace / n;
        var inverse = Cholesky.TryFactor(gram)?.Inverse() ?? throw new NumericalException("A Gaussian process cannot be fitted on these rows.");
        (_points, _coefficients, _means) = (points, new Matrix(values.Columns, n), new double[values.Columns]);
        for (var k = 0; k < values.Columns; k++)
        {
            for (var i = 0; i < n; i++) _means[k] += values[i, k] / n;
            double[] centred = [.. Enumerable.Range(0, n).Select(i => values[i, k] - _means[k])];
            for (var i = 0; i < n; i++) _coefficients[k, i] = DotProduct.Of(inverse.Row(i), centred);
        }
    }

    /// <summary>f at points, n x k.</summary>
    public Matrix Predict(Matrix points)
    {
        var (gram, result) = (Tangent.Gram(points, _points), new Matrix(points.Rows, _means.Length));
        for (var i = 0; i < points.Rows; i++)
            for (var k = 0; k < _means.Length; k++) result[i, k] = _means[k] + DotProduct.Of(gram.Row(i), _coefficients.Row(k));
        return result;
    }
}
