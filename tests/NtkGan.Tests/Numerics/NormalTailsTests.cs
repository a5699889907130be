using CsCheck;
using NtkGan.Numerics;

namespace NtkGan.Tests.Numerics;

/// <summary>Tails of one and two normal variables.</summary>
public class NormalTailsTests
{
    // erfc(x/sqrt 2)/2 and the integral of T with 30 digits (mpmath).
    [Theory]
    [InlineData(0, .5)]
    [InlineData(.1, .46017216272297101)]
    [InlineData(1, .15865525393145705)]
    [InlineData(3.3, .0004834241423837772)]
    [InlineData(8, 6.2209605742717841e-16)]
    [InlineData(30, 4.9067139271481871e-198)]
    public void One_tail(double x, double expected) =>
        Close.Relative(expected, NormalTails.Beyond(x, NormalTails.Density(x)).Vector[0], 4e-16 * (1 + x * x));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Owens_function(double h, double slope, double expected) =>
        Close.Within(expected, Owen(h, slope * h), 2e-16);

    public static TheoryData<double, double, double> Cases => new()
    {
        { 0.001, 0.5, 0.07379176903649164 },
        { 0.3, -0.7, -0.09231560573042745 },
        { 1.0, 1.0, 0.066741882165700967 },
        { 1.5, 3.0, 0.033403573454929888 },
        { 2.7, 0.2, 0.0007828368888998145 },
        { 4.5, 0.9, 1.6987886819182873e-6 },
        { 0.05, 20.0, 0.23837339923835764 },
        { 7.0, -1.2, -6.3990627194291749e-13 },
    };

    // T(h, a) is the probability of the wedge 0 < V < a U, U > h: with all of U > h and V > 0, it makes the quarter plane.
    [Fact]
    public void Wedges_add_up_to_a_quarter() => Gen.Double[0.001, 9].Select(Gen.Double[0.001, 9]).Sample((h, y) =>
    {
        var (beyond, side) = (Tail(h), Tail(y));
        Close.Within(beyond * side, (beyond + side) / 2 - Owen(h, y) - Owen(y, h), 3e-16);
        Close.Within(-Owen(h, y), Owen(h, -y), 0);
    }, iter: 2000, threads: 1);

    [Fact]
    public void Edges_are_finite()
    {
        foreach (var h in new[] { 0, 1e-100, 1, 40, 1e150 })
            foreach (var y in new[] { 0, 1e-100, -1e-3, 1, 40, -1e150, 1e300 }) Close.Within(0, Owen(h, y), .25 + 1e-15);
    }

    // The scalar one is a series of terms of one sign, and a continued fraction from 2.5 on.
    [Fact]
    public void The_error_function_is_that_of_single_numbers()
    {
        for (var x = -7.0; x < 7; x += 0.0137)
        {
            var four = NormalTails.Erf(new(System.Runtime.Intrinsics.Vector256.Create(x, 1e-9 * x, x / 7, 3 * x)));
            var places = new[] { x, 1e-9 * x, x / 7, 3 * x };
            for (var lane = 0; lane < 4; lane++) Close.Relative(ErrorFunction.Erf(places[lane]), four.Vector[lane], 1e-15);
        }

        foreach (var x in new[] { 0, 1, -1, 1e-300, -1e300, double.PositiveInfinity, double.NegativeInfinity, double.NaN })
            Assert.Equal(ErrorFunction.Erf(x), NormalTails.Erf(x).Vector[0], 1e-15);
        Assert.True(double.IsNaN(NormalTails.Erf(double.NaN).Vector[0]));
    }

    private static double Tail(double x) => NormalTails.Beyond(x, NormalTails.Density(x)).Vector[0];

    private static double Owen(double h, double y) => NormalTails.Owen(h, y, Tail(h), Tail(Math.Abs(y))).Vector[0];
}
