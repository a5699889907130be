using System.Numerics;

namespace NtkGan.Networks.Dense;

/// <summary>Layer normalisation y = (z - mean)/sigma, sigma = sqrt(variance + eps), of each row, with its derivatives. Its Jacobian
/// J = (P - y y^T/n)/sigma, P the projection on mean 0, is symmetric: pushing a direction and pulling a cotangent are one operation.</summary>
internal static class NormalisedRows
{
    /// <summary>y, and 1/sigma at the head of each row of a second array.</summary>
    public static void Forward<T>(T[] input, T[] output, T[] inverses, int stride, int features, int rows, double epsilon) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < rows; i++)
        {
            var z = input.AsSpan(i * stride, features);
            var y = output.AsSpan(i * stride, features);
            var mean = Mean<T>(z);
            for (var k = 0; k < features; k++) y[k] = z[k] - mean;
            var inverse = T.One / T.Sqrt(Dot<T>(y, y) / T.CreateTruncating(features) + T.CreateTruncating(epsilon));
            for (var k = 0; k < features; k++) y[k] *= inverse;
            inverses[i * stride] = inverse;
        }
    }

    /// <summary>target = J v, or target += J v.</summary>
    public static void Push<T>(T[] output, T[] inverses, T[] vectors, T[] target, int stride, int features, int rows, bool isAdding) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < rows; i++)
        {
            var y = output.AsSpan(i * stride, features);
            var v = vectors.AsSpan(i * stride, features);
            var to = target.AsSpan(i * stride, features);
            var (mean, along, inverse) = (Mean<T>(v), Dot<T>(y, v) / T.CreateTruncating(features), inverses[i * stride]);
            for (var k = 0; k < features; k++)
            {
                var value = inverse * (v[k] - mean - y[k] * along);
                to[k] = isAdding ? to[k] + value : value;
            }
        }
    }

    /// <summary>target += d(a^T J(z) v)/dz at fixed a and v. With centred a and v it is
    /// -(g/(n sigma)) y - (1/(n sigma)) J ((y.v) a + (y.a) v), g = a^T J v.</summary>
    public static void AddBend<T>(T[] output, T[] inverses, T[] vectors, T[] cotangents, T[] target, int stride, int features, int rows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] mixed = new T[features];
        var count = T.CreateTruncating(features);
        for (var i = 0; i < rows; i++)
        {
            var y = output.AsSpan(i * stride, features);
            var v = vectors.AsSpan(i * stride, features);
            var a = cotangents.AsSpan(i * stride, features);
            var to = target.AsSpan(i * stride, features);
            var (inverse, meanV, meanA, alongV, alongA) = (inverses[i * stride], Mean<T>(v), Mean<T>(a), Dot<T>(y, v), Dot<T>(y, a));
            var both = T.Zero;
            for (var k = 0; k < features; k++)
            {
                both += (a[k] - meanA) * (v[k] - meanV);
                mixed[k] = alongV * (a[k] - meanA) + alongA * (v[k] - meanV);
            }

            var bilinear = inverse * (both - alongA * alongV / count);
            var alongMixed = Dot<T>(y, mixed) / count;
            for (var k = 0; k < features; k++) to[k] -= inverse / count * (bilinear * y[k] + inverse * (mixed[k] - y[k] * alongMixed));
        }
    }

    private static T Mean<T>(ReadOnlySpan<T> values) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = T.Zero;
        foreach (var value in values) sum += value;
        return sum / T.CreateTruncating(values.Length);
    }

    private static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = T.Zero;
        for (var k = 0; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }
}
