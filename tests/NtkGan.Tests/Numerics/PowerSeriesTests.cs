using CsCheck;
using NtkGan.Numerics;

namespace NtkGan.Tests.Numerics;

/// <summary>Series against exact identities and against jets.</summary>
public class PowerSeriesTests
{
    private static readonly Gen<PowerSeries> Any = Gen.Double[-1, 1].Array[4].Select(c => Polynomial(.7 + .2 * c[0], c[1], c[2], c[3]));

    private static PowerSeries Polynomial(params double[] coefficients)
    {
        PowerSeries result = 0;
        foreach (var coefficient in coefficients.Reverse()) result = result * PowerSeries.Variable + coefficient;
        return result;
    }

    private static void Same(PowerSeries expected, PowerSeries actual)
    {
        for (var i = 0; i <= PowerSeries.Degree; i++) Close.Relative(expected[i], actual[i], Close.Kernel, scale: 100);
    }

    [Fact]
    public void Functions_obey_their_identities() => Gen.Select(Any, Any).Sample((a, b) =>
    {
        Same(a, a / b * b);
        Same(a, PowerSeries.Log(PowerSeries.Exp(a)));
        Same(PowerSeries.Exp(a) * PowerSeries.Exp(b), PowerSeries.Exp(a + b));
        Same(a, PowerSeries.Sqrt(a) * PowerSeries.Sqrt(a));
        Same(1, PowerSeries.Sin(a) * PowerSeries.Sin(a) + PowerSeries.Cos(a) * PowerSeries.Cos(a));
        Same(PowerSeries.Sin(a + b), PowerSeries.Sin(a) * PowerSeries.Cos(b) + PowerSeries.Cos(a) * PowerSeries.Sin(b));
        var grown = PowerSeries.Exp(2 * a);
        Same((grown - (PowerSeries)1) / (grown + 1), PowerSeries.Tanh(a));
        Same(a, PowerSeries.Atan2(PowerSeries.Sin(a), PowerSeries.Cos(a)));
        Same(a * b - a * a, PowerSeries.DifferenceOfProducts(a, b, a, a));
        Same(PowerSeries.SqrtGuarded(a * a, 0), a);
    });

    [Fact]
    public void The_error_function_has_its_known_series()
    {
        var series = PowerSeries.Erf(PowerSeries.Variable);
        Same(2 / Math.Sqrt(Math.PI) * Polynomial(0, 1, 0, -1.0 / 3, 0), series);
    }

    [Fact]
    public void A_root_of_a_square_at_zero_is_the_distance_itself()
    {
        var square = PowerSeries.Variable * PowerSeries.Variable;
        Assert.Equal([0.0, 1, 0, 0, 0], Enumerable.Range(0, 5).Select(i => PowerSeries.SqrtGuarded(square, 0)[i]));
        Assert.Equal([0.0, 2, 0, 0, 0], Enumerable.Range(0, 5).Select(i => PowerSeries.SqrtGuarded(4 * square, 0)[i]));
        Assert.Equal(0, PowerSeries.SqrtGuarded(0, 0)[1]);
        Assert.Equal(0, PowerSeries.SqrtGuarded(-square, 0)[1]);
        Assert.Equal(1, PowerSeries.Select(PowerSeries.Variable, 1, 2)[0]);
        Assert.Equal(2, PowerSeries.Select(-square, 1, 2)[0]);
        Assert.Equal(2, PowerSeries.Select(0, 1, 2)[0]);
    }
}
