using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Tables.Judging;

/// <summary>Logistic regression with a ridge: minimises sum log(1 + exp(-s f)) + |w|^2/2 by Newton's method, the intercept free; columns in their standard deviations.</summary>
internal sealed class LogisticRegression
{
    private const int MostSteps = 50;
    private const double Settled = 1e-10;

    private readonly double[] _means, _scales, _weights;

    /// <summary>Fits.</summary>
    /// <param name="points">n x d.</param>
    /// <param name="labels">0 or 1 for each point.</param>
    public LogisticRegression(Matrix points, double[] labels)
    {
        var (n, d) = (points.Rows, points.Columns);
        (_means, _scales, _weights) = (new double[d], new double[d], new double[d + 1]);
        for (var j = 0; j < d; j++)
        {
            for (var i = 0; i < n; i++) _means[j] += points[i, j] / n;
            for (var i = 0; i < n; i++) _scales[j] += (points[i, j] - _means[j]) * (points[i, j] - _means[j]) / n;
            _scales[j] = _scales[j] > 0 ? 1 / Math.Sqrt(_scales[j]) : 0;
        }

        var features = new Matrix(n, d + 1);
        for (var i = 0; i < n; i++) Features(points.Row(i), features.Row(i));
        for (var (step, change) = (0, double.PositiveInfinity); step < MostSteps && change > Settled; step++)
        {
            var (gradient, hessian) = (new double[d + 1], new Matrix(d + 1, d + 1));
            for (var j = 0; j < d; j++) (gradient[j], hessian[j, j]) = (_weights[j], 1);
            hessian[d, d] = 1e-8;
            for (var i = 0; i < n; i++)
            {
                var probability = 1 / (1 + Math.Exp(-DotProduct.Of(features.Row(i), _weights)));
                DotProduct.Add(probability - labels[i], features.Row(i), gradient);
                for (var j = 0; j <= d; j++) DotProduct.Add(probability * (1 - probability) * features[i, j], features.Row(i), hessian.Row(j));
            }

            var inverse = Cholesky.TryFactor(hessian)?.Inverse() ?? throw new NumericalException("A logistic regression cannot be fitted on these rows.");
            change = 0;
            for (var j = 0; j <= d; j++)
            {
                var move = DotProduct.Of(inverse.Row(j), gradient);
                _weights[j] -= move;
                change = Math.Max(change, Math.Abs(move));
            }
        }
    }

    /// <summary>f at a point: the logarithm of the odds of a 1.</summary>
    public double Score(ReadOnlySpan<double> point)
    {
        var features = new double[_weights.Length];
        Features(point, features);
        return DotProduct.Of(features, _weights);
    }

    private void Features(ReadOnlySpan<double> point, Span<double> features)
    {
        for (var j = 0; j < point.Length; j++) features[j] = (point[j] - _means[j]) * _scales[j];
        features[^1] = 1;
    }
}
