using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Tests.Numerics;

/// <summary>The elementary functions of registers against the runtime's scalar ones.</summary>
public class VectorFunctionsTests
{
    private static void Agrees(Func<double, double> expected, Func<Vector256<double>, Vector256<double>> function, IEnumerable<double> places, double floor = 0)
    {
        foreach (var four in places.Chunk(4).Where(chunk => chunk.Length == 4))
        {
            var values = function(Vector256.Create(four));

            // Two units in the last place, theirs included.
            for (var lane = 0; lane < 4; lane++)
                Close.Within(expected(four[lane]), values[lane], Math.ScaleB(2, -52) * Math.Max(floor, Math.Abs(expected(four[lane]))), $"at {four[lane]:R}");
        }
    }

    private static IEnumerable<double> Grid(double from, double to, int count) => Enumerable.Range(0, count).Select(i => from + (to - from) * (i + .3) / count);

    [Fact]
    public void Exponentials()
    {
        Agrees(Math.Exp, VectorFunctions.Exp, Grid(-708, 709.78, 40_000));
        Agrees(Math.Exp, VectorFunctions.Exp, Grid(-1, 1, 40_000));
        Agrees(Math.Exp, VectorFunctions.Exp, [0, 1e-300, -1e-17, -0.0, 709.782712893384, 709, -708, 1]);
        Assert.Equal(Vector256.Create(0, double.PositiveInfinity, 0, double.PositiveInfinity), VectorFunctions.Exp(Vector256.Create(-708.1, 709.79, double.NegativeInfinity, double.PositiveInfinity)));
        Assert.True(double.IsNaN(VectorFunctions.Exp(Vector256.Create(double.NaN))[0]));
    }

    [Fact]
    public void Logarithms()
    {
        Agrees(Math.Log, VectorFunctions.Log, Grid(.4, 2.5, 40_000));
        Agrees(Math.Log, VectorFunctions.Log, Grid(-700, 700, 40_000).Select(Math.Exp));
        Agrees(Math.Log, VectorFunctions.Log, [1, Math.BitIncrement(1), Math.BitDecrement(1), double.Epsilon, 1e-310, double.MaxValue, 2, .5]);
        Assert.Equal(Vector256.Create(double.NegativeInfinity, double.PositiveInfinity, 0, 0), VectorFunctions.Log(Vector256.Create(0, double.PositiveInfinity, 1, 1)));
        foreach (var bad in new[] { -1, double.NegativeInfinity, double.NaN }) Assert.True(double.IsNaN(VectorFunctions.Log(Vector256.Create(bad))[0]));
    }

    [Fact]
    public void Sines_and_cosines()
    {
        foreach (var end in new[] { 1.0, 30, 1e4 })
        {
            // Near their zeros the argument's own reduction leaves an absolute error.
            Agrees(Math.Sin, VectorFunctions.Sin, Grid(-end, end, 20_000), 1e-3);
            Agrees(Math.Cos, VectorFunctions.Cos, Grid(-end, end, 20_000), 1e-3);
        }

        Agrees(Math.Sin, VectorFunctions.Sin, [0, 1e-300, -1e-8, Math.PI, 1e9, 3e12, -1e300, 2], .1);
        Agrees(Math.Cos, VectorFunctions.Cos, [0, 1e-300, -1e-8, Math.PI / 2, 1e9, 3e12, -1e300, 2], .1);
        Assert.True(double.IsNaN(VectorFunctions.Sin(Vector256.Create(double.NaN))[0]));
    }

    [Fact]
    public void The_logarithm_of_one_and_a_little_keeps_its_digits()
    {
        foreach (var x in new[] { 0, 1e-300, 1e-17, -1e-17, 1e-9, -1e-9, .1, -.9, 5, 1e20 })
        {
            var expected = ExponentialFunctions.Log1p(x);
            Close.Rounding(expected, Lanes.Log1p(x).Vector[2], 0, 8);
            Close.Rounding(expected, Real.Log1p(x).Value, 0, 8);
            Close.Rounding(1 / (1 + x), Jet<Lanes, Lanes>.Log1p(new(x, 1.0)).Slope.Vector[1], 0, 8);
        }

        // To the first terms of its series.
        Close.Rounding(1e-5 - .5e-10 + 1e-15 / 3 - .25e-20, Lanes.Log1p(1e-5).Vector[0], 0, 4);
    }
}
