using NtkGan.Numerics;

namespace NtkGan.Stability;

/// <summary>The second moment model of one region (Becker et al. 2025, "GAN training with kernel discriminators"): the generated points are known by
/// their mean e and covariance S (1/n), the discriminator as f = b'x - x'Cx/2, both from 0:
/// b+ = r b - eta_d gamma Q e,
/// C+ = r C + eta_d gamma Delta I + eta_d kappa Q (tr(M) I + 2 M)/2 with M = S + e e',
/// e+ = (I - eta_g q C) e + eta_g q b,  S+ = (I - eta_g q C) S (I - eta_g q C)'.
/// Alternating, the points use b+ and C+ (with e = 0 and a diagonal S this is the published eigenvalue version; of one point in one dimension,
/// S = 0, the quadratic model; with kappa = 0, the linear model); simultaneous, the old ones (the published full version).
/// The published code has 1 in the place of Q: see the moment mass.</summary>
public sealed class SecondMomentModel
{
    private readonly RegionModel _region;
    private readonly double _momentMass;
    private readonly double[] _mean, _slope;
    private Matrix _covariance, _curvature;

    /// <summary>The model at its start.</summary>
    /// <param name="region">Masses and step sizes.</param>
    /// <param name="mean">The points' mean, d values, relative to the true point.</param>
    /// <param name="covariance">Their covariance, d x d, symmetric.</param>
    /// <param name="momentMass">What stands for Q before the moments, > 0; null: Q itself. 1 repeats the published code, right only when Q = 1.</param>
    /// <exception cref="InvalidDataFormatException">The shapes do not fit, or an entry is NaN or infinite.</exception>
    public SecondMomentModel(RegionModel region, ReadOnlySpan<double> mean, Matrix covariance, double? momentMass = null)
    {
        if (mean.Length == 0 || (covariance.Rows, covariance.Columns) != (mean.Length, mean.Length))
            throw new InvalidDataFormatException($"A mean of {mean.Length} values and a covariance of {covariance.Rows} x {covariance.Columns} do not fit.");
        (_region, _momentMass) = (region, Require.Positive(momentMass ?? region.GeneratedMass, nameof(momentMass)));
        (_mean, _slope, _covariance, _curvature) = (mean.ToArray(), new double[mean.Length], covariance.Clone(), new(mean.Length, mean.Length));
        if (!IsFinite) throw new InvalidDataFormatException("A second moment model needs a finite mean and covariance, but an entry is NaN or infinite.");
    }

    /// <summary>Updates so far.</summary>
    public int Updates { get; private set; }

    /// <summary>The points' mean e.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>The discriminator's slope b at the true point.</summary>
    public ReadOnlySpan<double> Slope => _slope;

    /// <summary>The points' covariance S, as a copy.</summary>
    public Matrix Covariance => _covariance.Clone();

    /// <summary>The mean of |y|^2 over the points, |e|^2 + tr(S): W2^2 to the true point.</summary>
    public double MeanSquare
    {
        get
        {
            var sum = DotProduct.Of(_mean, _mean);
            for (var c = 0; c < _covariance.Rows; c++) sum += _covariance[c, c];
            return sum;
        }
    }

    /// <summary>Minus the discriminator's second derivative, C, as a copy.</summary>
    public Matrix Curvature => _curvature.Clone();

    private bool IsFinite => _covariance.IsFinite() && _curvature.IsFinite() && _mean.All(double.IsFinite) && _slope.All(double.IsFinite);

    /// <summary>The model of given points: their mean and covariance.</summary>
    /// <param name="region">Masses and step sizes.</param>
    /// <param name="points">n x d, relative to the true point, n >= 1.</param>
    /// <param name="momentMass">As in the constructor.</param>
    public static SecondMomentModel Of(RegionModel region, Matrix points, double? momentMass = null)
    {
        var mean = new double[points.Columns];
        for (var j = 0; j < points.Rows; j++) DotProduct.Add(1.0 / points.Rows, points.Row(j), mean);
        var covariance = new Matrix(points.Columns, points.Columns);
        var difference = new double[points.Columns];
        for (var j = 0; j < points.Rows; j++)
        {
            for (var c = 0; c < difference.Length; c++) difference[c] = points[j, c] - mean[c];
            for (var c = 0; c < difference.Length; c++) DotProduct.Add(difference[c] / points.Rows, difference, covariance.Row(c));
        }

        return new(region, mean, covariance, momentMass);
    }

    /// <summary>The quadratic model of one point on the line (Becker et al. 2025): b+ = r b - eta_d gamma q x, c+ = r c + eta_d (gamma Delta + 3/2 kappa q x^2),
    /// x+ = x + eta_g q (b+ - c+ x).</summary>
    /// <param name="region">Masses and step sizes.</param>
    /// <param name="start">x at the start, relative to the true point.</param>
    public static SecondMomentModel Quadratic(RegionModel region, double start) => new(region, [start], new Matrix(1, 1));

    /// <summary>The linear model of one point on the line: the quadratic model without curvature, x+ = x + eta_g q b+.</summary>
    /// <param name="region">Masses and step sizes; kappa is ignored, and so is the imbalance.</param>
    /// <param name="start">x at the start, relative to the true point.</param>
    public static SecondMomentModel Linear(RegionModel region, double start) =>
        Quadratic(new(region.Gamma, 0, region.GeneratedMass, region.PointMass, region.Count, region.DiscriminatorRate, region.GeneratorRate, region.Regularisation, region.Order), start);

    /// <summary>One update.</summary>
    /// <exception cref="NumericalException">The model has overflowed.</exception>
    public void Advance()
    {
        var (d, rate) = (_mean.Length, _region.DiscriminatorRate);
        double[] oldSlope = [.. _slope];
        var oldCurvature = _curvature;
        var trace = 0.0;
        for (var i = 0; i < d; i++) trace += _covariance[i, i] + _mean[i] * _mean[i];
        _curvature = new Matrix(d, d);
        for (var i = 0; i < d; i++)
        {
            _slope[i] = _region.Retention * oldSlope[i] - rate * _region.Gamma * _momentMass * _mean[i];
            for (var j = 0; j < d; j++)
                _curvature[i, j] = _region.Retention * oldCurvature[i, j] + rate * _region.Kappa * _momentMass * (_covariance[i, j] + _mean[i] * _mean[j]);
            _curvature[i, i] += rate * (_region.Gamma * _region.Imbalance + .5 * _region.Kappa * _momentMass * trace);
        }

        if (_region.Order == UpdateOrder.Alternating) Move(_slope, _curvature);
        else Move(oldSlope, oldCurvature);
        Updates++;
        if (!IsFinite) throw new NumericalException($"The second moment model has overflowed at update {Updates}: lower the rates, or widen the kernel.");
    }

    /// <summary>Some updates.</summary>
    /// <param name="updates">How many, at least 0.</param>
    /// <exception cref="NumericalException">The model has overflowed.</exception>
    public void Advance(int updates)
    {
        for (var k = Require.AtLeast(0, updates); k > 0; k--) Advance();
    }

    private void Move(double[] slope, Matrix curvature)
    {
        var (d, step) = (_mean.Length, _region.GeneratorRate * _region.PointMass);
        var map = new Matrix(d, d);
        for (var i = 0; i < d; i++)
            for (var j = 0; j < d; j++) map[i, j] = (i == j ? 1 : 0) - step * curvature[i, j];
        double[] mean = [.. _mean];
        for (var i = 0; i < d; i++) _mean[i] = DotProduct.Of(map.Row(i), mean) + step * slope[i];
        _covariance = Product(Product(map, _covariance), map);
    }

    // a b', for symmetric b the product.
    private static Matrix Product(Matrix a, Matrix b)
    {
        var result = new Matrix(a.Rows, b.Rows);
        for (var i = 0; i < a.Rows; i++)
            for (var j = 0; j < b.Rows; j++) result[i, j] = DotProduct.Of(a.Row(i), b.Row(j));
        return result;
    }
}
