using NtkGan.Numerics;

namespace NtkGan.Tests.Games;

/// <summary>The NTK of a ReLU network on the line, three hidden layers, W = 1, b = 1 and none in the last layer: a second, scalar way to
/// the Gram matrices of the golden numbers; and the fixed sets of points that they use.</summary>
internal static class ScalarTangentKernel
{
    public static readonly double[] Queries = [-3, -1, 0, 1, 3];
    public static readonly double[] ModesFakes = Scaled(-1.2, -1.34, -.8, -.7, -.3);
    public static readonly double[] ModesTargets = Scaled(.6, 1, 1.23, 1.32, .2);
    public static readonly double[] OverlapFakes = Scaled(-1.2, -1.34, -.8, -.7, -.2);
    public static readonly double[] OverlapTargets = Scaled(.6, 1, 1.23, 1.32, -1.1, -1, -1.8);

    public static double At(double x, double y)
    {
        var (xx, xy, yy) = (x * x + 1, x * y + 1, y * y + 1);
        var tangent = xy;
        for (var layer = 1; layer <= 3; layer++)
        {
            var area = Math.Sqrt(Math.Max(xx * yy - xy * xy, 0));
            var slope = 0.5 - Math.Atan2(area, xy) / (2 * Math.PI);
            var bias = layer < 3 ? 1 : 0;
            var covariance = area / (2 * Math.PI) + slope * xy + bias;
            (xx, xy, yy) = (xx / 2 + bias, covariance, yy / 2 + bias);
            tangent = slope * tangent + covariance;
        }

        return tangent;
    }

    public static Matrix Gram(double[] x, double[] y)
    {
        var gram = new Matrix(x.Length, y.Length);
        for (var i = 0; i < x.Length; i++)
            for (var j = 0; j < y.Length; j++) gram[i, j] = At(x[i], y[j]);
        return gram;
    }

    /// <summary>sum_j c_j k(x_i, p_j).</summary>
    public static double[] Expand(double[] queries, double[] points, double[] coefficients) =>
        [.. queries.Select(x => points.Zip(coefficients, (p, c) => c * At(x, p)).Sum())];

    private static double[] Scaled(params double[] values) => [.. values.Select(value => 1.5 * value)];
}
