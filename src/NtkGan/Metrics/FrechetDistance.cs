using NtkGan.Metrics.Features;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Metrics;

/// <summary>The squared Frechet distance between Gaussians fitted to features of the two sets, |m1 - m2|^2 + tr(C1 + C2 - 2 (C1^(1/2) C2 C1^(1/2))^(1/2)),
/// covariances with 1/(n-1) and 0 for a single point. The column is <c>frechet_</c> and the name of the features: it is the FID of papers only on the
/// features of their own network, given as an ONNX or TorchScript file.</summary>
/// <param name="Features">What is compared; the coordinates themselves (<c>frechet_raw</c>) if none is given.</param>
public sealed record FrechetDistance(FeatureMap? Features = null) : Metric
{
    /// <summary>What is compared.</summary>
    public FeatureMap Features { get; init; } = Features ?? new RawFeatures();

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [$"frechet_{Catalog.NameOf(Features.GetType())}"];

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        if (Features.NeedsImages && input.Shape is not { IsImage: true })
            return [MetricValue.Unavailable(Columns[0], "The points are no images; these features need data of images.")];
        var shape = input.Shape ?? new PointShape(input.Generated.Columns);
        var features = Features.Of(input.Generated, shape);
        var (value, spread) = Compare(features, Features.Of(input.Target, shape));
        var rounding = features.Columns * Math.ScaleB(spread, -26); // the root of a rounding of 2^-52
        return [new(Columns[0], value, MetricStatus.Exact, rounding)];
    }

    /// <summary>The squared distance between two sets of features, n x d and m x d.</summary>
    internal static double Between(Matrix generated, Matrix target) => Compare(generated, target).Value;

    private static (double Value, double Spread) Compare(Matrix generated, Matrix target)
    {
        var (x, y) = (Gaussian.Of(generated), Gaussian.Of(target));
        var shift = 0.0;
        for (var k = 0; k < x.Mean.Length; k++) shift += (x.Mean[k] - y.Mean[k]) * (x.Mean[k] - y.Mean[k]);
        var root = Root(x.Covariance);
        var product = Symmetric(MatrixProduct.Of(MatrixProduct.Of(root, y.Covariance), root));
        var shared = SymmetricEigen.ValuesOf(product).Sum(value => Math.Sqrt(Math.Max(0, value)));
        var spread = Trace(x.Covariance) + Trace(y.Covariance);
        return (Math.Max(0, shift + spread - 2 * shared), shift + spread);
    }

    private static Matrix Root(Matrix covariance)
    {
        var eigen = SymmetricEigen.Of(covariance);
        var scaled = eigen.Vectors.Clone(); // rows are eigenvectors
        for (var i = 0; i < scaled.Rows; i++)
        {
            var root = Math.Sqrt(Math.Max(0, eigen.Values[i]));
            foreach (ref var value in scaled.Row(i)) value *= root;
        }

        return MatrixProduct.TransposedOf(eigen.Vectors, scaled);
    }

    private static Matrix Symmetric(Matrix matrix)
    {
        for (var i = 0; i < matrix.Rows; i++)
            for (var j = 0; j < i; j++) matrix[i, j] = matrix[j, i] = (matrix[i, j] + matrix[j, i]) / 2;
        return matrix;
    }

    private static double Trace(Matrix matrix)
    {
        var sum = 0.0;
        for (var i = 0; i < matrix.Rows; i++) sum += matrix[i, i];
        return sum;
    }

    private sealed record Gaussian(double[] Mean, Matrix Covariance)
    {
        public static Gaussian Of(Matrix features)
        {
            if (!features.IsFinite()) throw new NumericalException("The features of some point are NaN or infinite; look for the cause in the model that makes them, or divide the data by a constant first.");
            var mean = new double[features.Columns];
            for (var i = 0; i < features.Rows; i++) DotProduct.Add(1.0 / features.Rows, features.Row(i), mean);
            var centred = features.Clone();
            for (var i = 0; i < features.Rows; i++) DotProduct.Add(-1, mean, centred.Row(i));
            var covariance = MatrixProduct.TransposedOf(centred, centred);
            foreach (ref var value in covariance.Values) value /= Math.Max(1, features.Rows - 1);
            return covariance.IsFinite() && double.IsFinite(DotProduct.Of(mean, mean)) ? new(mean, covariance)
                : throw new NumericalException("The covariance of these features overflows; divide the data by a constant first.");
        }
    }
}
