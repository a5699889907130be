using NtkGan.Kernels.Radial;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>A kernel under a metric: k(x, y) = k_1(L'x, L'y) with M = L L'; of a radial k_1, a function of (x - y)' M (x - y), whose gradient gains
/// the factor M.</summary>
/// <param name="Kernel">The kernel k_1.</param>
/// <param name="Metric">The rows of M, symmetric and positive definite, as large as the points' dimension; the identity if none is given.</param>
/// <exception cref="UsageException">M is not square, not symmetric, or not positive definite.</exception>
public sealed record MetricKernel(Kernel Kernel, ValueList<ValueList<double>>? Metric = null) : Kernel
{
    private readonly ValueList<ValueList<double>>? _factor = Factor(Metric);

    /// <summary>A small legal example, of any dimension.</summary>
    public static MetricKernel Example => new(new GaussianKernel());

    /// <summary>The rows of M, or null for the identity.</summary>
    public ValueList<ValueList<double>>? Metric { get; init => (field, _factor) = (value, Factor(value)); } = Metric;

    /// <inheritdoc/>
    public override Kernel For(PointShape shape) => this with { Kernel = Kernel.For(shape) };

    internal override int PairsPerBlock => Kernel.PairsPerBlock;

    internal override bool IsPositiveDefinite => Kernel.IsPositiveDefinite;

    internal override bool NeedsSquares(int dimension) => Kernel.NeedsSquares(dimension);

    internal override Remoteness RemotenessOf(Matrix points) => Kernel.RemotenessOf(_factor is null ? points : Mapped(points));

    internal override double SpectralMoment(int order) => order == 0 || Metric is null ? Kernel.SpectralMoment(order) : double.PositiveInfinity;

    internal override Func<RowEvaluator> Evaluators(Matrix x, Matrix y)
    {
        if (_factor is null) return Kernel.Evaluators(x, y);
        if (x.Columns != _factor.Count) throw new InvalidDataFormatException($"A metric of {_factor.Count} rows does not fit points of dimension {x.Columns}.");
        var first = Mapped(x);
        var inner = Kernel.Evaluators(first, ReferenceEquals(x, y) ? first : Mapped(y));
        return () => new Evaluator(inner(), _factor);
    }

    // The rows of the lower triangular L, without their zeros.
    private static ValueList<ValueList<double>>? Factor(ValueList<ValueList<double>>? metric)
    {
        if (metric is null) return null;
        var rows = new List<ValueList<double>>();
        for (var i = 0; i < metric.Count; i++)
        {
            var row = new double[i + 1];
            for (var j = 0; j <= i; j++)
            {
                if (metric[i].Count != metric.Count || metric[i][j] != metric[j][i]) throw Refusal();
                var rest = metric[i][j];
                for (var k = 0; k < j; k++) rest -= row[k] * (j == i ? row[k] : rows[j][k]);
                if (j == i && !(rest > 0 && double.IsFinite(rest))) throw Refusal();
                row[j] = j == i ? Math.Sqrt(rest) : rest / rows[j][j];
            }

            rows.Add(new(row));
        }

        return rows.Count > 0 ? ValueList.From(rows) : throw Refusal();

        static UsageException Refusal() => new("metric must be the rows of a symmetric positive definite matrix, such as [[1, 0], [0, 4]].");
    }

    // Rows x become L'x.
    private Matrix Mapped(Matrix points)
    {
        var result = new Matrix(points.Rows, points.Columns);
        for (var p = 0; p < points.Rows; p++)
            for (var i = 0; i < points.Columns; i++)
                for (var j = 0; j <= i; j++) result[p, j] += points[p, i] * _factor![i][j];
        return result;
    }

    private sealed class Evaluator(RowEvaluator inner, ValueList<ValueList<double>> factor) : RowEvaluator
    {
        private readonly double[] _gradient = new double[factor.Count];

        public override void Values(int i, int start, Span<double> values) => inner.Values(i, start, values);

        public override void Pull(int i, int start, ReadOnlySpan<double> cotangent, Span<double> values, Span<double> gradient)
        {
            _gradient.AsSpan().Clear();
            inner.Pull(i, start, cotangent, values, _gradient);
            for (var c = 0; c < gradient.Length; c++)
                for (var j = 0; j <= c; j++) gradient[c] += factor[c][j] * _gradient[j];
        }
    }
}
