using System.Runtime.CompilerServices;

namespace NtkGan.Numerics;

/// <summary>A power series c_0 + c_1 t + ... + c_4 t^4 + O(t^5) in one variable t >= 0 as a scalar: every generic formula evaluated on it gives its
/// expansion, and sqrt(t^2) is t, so that the kink of a formula at t = 0 shows as an odd coefficient.</summary>
internal readonly struct PowerSeries : IScalar<PowerSeries>
{
    /// <summary>The highest power kept.</summary>
    public const int Degree = 4;

    private readonly Coefficients _coefficients;

    private PowerSeries(Coefficients coefficients) => _coefficients = coefficients;

    /// <summary>The variable t.</summary>
    public static PowerSeries Variable => Of(i => i == 1 ? 1 : 0);

    /// <inheritdoc/>
    public static int Order => Degree;

    /// <summary>The coefficient of t^power, 0 to <see cref="Degree"/>.</summary>
    public double this[int power] => _coefficients[power];

    /// <inheritdoc/>
    public static implicit operator PowerSeries(double value) => Of(i => i == 0 ? value : 0);

    /// <inheritdoc/>
    public static PowerSeries operator +(PowerSeries a, PowerSeries b) => Of(i => a[i] + b[i]);

    /// <inheritdoc/>
    public static PowerSeries operator +(PowerSeries a, double b) => a + (PowerSeries)b;

    /// <inheritdoc/>
    public static PowerSeries operator -(PowerSeries a, PowerSeries b) => Of(i => a[i] - b[i]);

    /// <inheritdoc/>
    public static PowerSeries operator -(double a, PowerSeries b) => (PowerSeries)a - b;

    /// <inheritdoc/>
    public static PowerSeries operator -(PowerSeries a) => Of(i => -a[i]);

    /// <inheritdoc/>
    public static PowerSeries operator *(PowerSeries a, PowerSeries b) => Of(i => Convolution(a, b, i, 0));

    /// <inheritdoc/>
    public static PowerSeries operator *(double a, PowerSeries b) => Of(i => a * b[i]);

    /// <inheritdoc/>
    public static PowerSeries operator /(PowerSeries a, PowerSeries b)
    {
        Coefficients quotient = default;
        for (var i = 0; i <= Degree; i++) quotient[i] = (a[i] - Convolution(new(quotient), b, i, 0)) / b[0];
        return new(quotient);
    }

    /// <inheritdoc/>
    public static PowerSeries MultiplyAdd(PowerSeries a, PowerSeries b, PowerSeries c) => a * b + c;

    /// <inheritdoc/>
    public static PowerSeries DifferenceOfProducts(PowerSeries a, PowerSeries b, PowerSeries c, PowerSeries d) => a * b - c * d;

    /// <inheritdoc/>
    public static PowerSeries Sqrt(PowerSeries x)
    {
        Coefficients root = default;
        root[0] = Math.Sqrt(x[0]);
        for (var i = 1; i <= Degree; i++) root[i] = (x[i] - Convolution(new(root), new(root), i, 1)) / (2 * root[0]);
        return new(root);
    }

    /// <summary>The root of a series that starts with an even power, t^2m (c + ...), c > 0, is t^m sqrt(c + ...); of any other series without a
    /// positive constant it is 0. The highest m coefficients of the result are unknown and count as 0.</summary>
    public static PowerSeries SqrtGuarded(PowerSeries x, PowerSeries scale)
    {
        var first = Enumerable.Range(0, Degree + 1).FirstOrDefault(i => x[i] != 0);
        if (!(x[first] > 0) || first % 2 != 0) return 0;
        var root = Sqrt(Of(i => i + first <= Degree ? x[i + first] : 0));
        return Of(i => i >= first / 2 ? root[i - first / 2] : 0);
    }

    /// <inheritdoc/>
    public static PairAngle<PowerSeries> AngleOf(PowerSeries q11, PowerSeries q12, PowerSeries q22)
    {
        var sine = SqrtGuarded(DifferenceOfProducts(q11, q22, q12, q12), 0.0);
        return new(sine, Atan2(sine, q12));
    }

    /// <inheritdoc/>
    public static PowerSeries Exp(PowerSeries x) => Solution(Math.Exp(x[0]), y => y * Derivative(x));

    /// <inheritdoc/>
    public static PowerSeries Log(PowerSeries x) => Integral(Math.Log(x[0]), Derivative(x) / x);

    /// <inheritdoc/>
    public static PowerSeries Log1p(PowerSeries x) => Integral(ExponentialFunctions.Log1p(x[0]), Derivative(x) / (x + 1));

    /// <inheritdoc/>
    public static PowerSeries Sin(PowerSeries x) => Rotation(x, Math.Sin(x[0]), Math.Cos(x[0]));

    /// <inheritdoc/>
    public static PowerSeries Cos(PowerSeries x) => Rotation(x, Math.Cos(x[0]), -Math.Sin(x[0]));

    /// <inheritdoc/>
    public static PowerSeries Tanh(PowerSeries x) => Solution(Math.Tanh(x[0]), y => (1 - y * y) * Derivative(x));

    /// <inheritdoc/>
    public static PowerSeries Erf(PowerSeries x) =>
        Integral(Real.Erf(x[0]).Value, 2 / Math.Sqrt(Math.PI) * Exp(-(x * x)) * Derivative(x));

    /// <inheritdoc/>
    public static PowerSeries Atan2(PowerSeries y, PowerSeries x) => y[0] == 0 && x[0] == 0
        ? Math.PI / 2
        : Integral(Math.Atan2(y[0], x[0]), (x * Derivative(y) - y * Derivative(x)) / (x * x + y * y));

    /// <summary>Chooses by the sign of the test just right of t = 0, that is, of its first coefficient that is not 0.</summary>
    public static PowerSeries Select(PowerSeries test, PowerSeries positive, PowerSeries otherwise) =>
        Enumerable.Range(0, Degree + 1).Select(i => test[i]).FirstOrDefault(c => c != 0) > 0 ? positive : otherwise;

    /// <inheritdoc/>
    public static Lanes Primal(PowerSeries x) => x[0];

    /// <inheritdoc/>
    public static PowerSeries Map(Func<double, double> function, PowerSeries x) => function(x[0]);

    /// <inheritdoc/>
    public static PowerSeries Constant(Lanes value) => value.Vector[0];

    private static PowerSeries Of(Func<int, double> coefficient)
    {
        Coefficients result = default;
        for (var i = 0; i <= Degree; i++) result[i] = coefficient(i);
        return new(result);
    }

    // sum of a_j b_(power - j) over start <= j <= power - start.
    private static double Convolution(PowerSeries a, PowerSeries b, int power, int start)
    {
        var sum = 0.0;
        for (var j = start; j <= power - start; j++) sum += a[j] * b[power - j];
        return sum;
    }

    private static PowerSeries Derivative(PowerSeries x) => Of(i => i < Degree ? (i + 1) * x[i + 1] : 0);

    private static PowerSeries Integral(double start, PowerSeries slope) => Of(i => i == 0 ? start : slope[i - 1] / i);

    // y with y(0) = start and y' = slope(y): each round makes one coefficient more right.
    private static PowerSeries Solution(double start, Func<PowerSeries, PowerSeries> slope)
    {
        PowerSeries result = start;
        for (var round = 0; round < Degree; round++) result = Integral(start, slope(result));
        return result;
    }

    // g(x) for g'' = -g, from g and g' at the constant: Taylor's polynomial in the rest of the series.
    private static PowerSeries Rotation(PowerSeries x, double value, double slope)
    {
        var rest = x - (PowerSeries)x[0];
        var square = rest * rest;
        return value * (1 - 0.5 * square + 1.0 / 24 * (square * square)) + slope * (rest * (1 - 1.0 / 6 * square));
    }

    [InlineArray(Degree + 1)]
    private struct Coefficients
    {
        private double _first;
    }
}
