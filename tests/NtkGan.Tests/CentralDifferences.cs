using NtkGan.Numerics;

namespace NtkGan.Tests;

/// <summary>Gradients by central differences: the slow, independent route for every gradient by formula.</summary>
internal static class CentralDifferences
{
    /// <summary>Balances rounding, about 1e-16/h, against the truncation of order h^2: both near 1e-10 of a value of order 1.</summary>
    public const double Step = 1e-5;

    /// <summary>d value/dx, entry by entry.</summary>
    public static Matrix Of(Matrix x, Func<Matrix, double> value)
    {
        var result = new Matrix(x.Rows, x.Columns);
        for (var entry = 0; entry < x.Values.Length; entry++)
        {
            var (forward, backward) = (x.Clone(), x.Clone());
            forward.Values[entry] += Step;
            backward.Values[entry] -= Step;
            result.Values[entry] = (value(forward) - value(backward)) / (2 * Step);
        }

        return result;
    }

    /// <summary>A gradient is that of the value.</summary>
    public static void Equal(Matrix x, Func<Matrix, double> value, Matrix gradient) => Close.Relative(Of(x, value), gradient, Close.Difference, scale: 1);
}
