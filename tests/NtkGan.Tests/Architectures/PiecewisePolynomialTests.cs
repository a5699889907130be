using CsCheck;
using NtkGan.Architectures;

namespace NtkGan.Tests.Architectures;

/// <summary>What is a piecewise polynomial is found, and nothing else is taken for one.</summary>
public class PiecewisePolynomialTests
{
    [Fact]
    public void Hard_swish_is_two_bends_about_a_parabola()
    {
        var found = PiecewisePolynomial.Find(x => x * Math.Clamp(x / 6 + .5, 0, 1), [-3, 3])!;
        Close.Within(0, found.Constant, 0);
        Close.Within(.5, found.Slope, Close.Kernel);
        Close.Within(1 / 3.0, found.Bend, Close.Kernel);
        Assert.Equal([(-1, 3), (1, 3)], found.Bends.Select(bend => (bend.Side, bend.Place)));
        foreach (var bend in found.Bends)
        {
            Close.Within(-.5, bend.Slope, Close.Kernel);
            Close.Within(-1 / 3.0, bend.Bend, Close.Kernel);
        }

        foreach (var x in new[] { -10, -3.1, -2, 0, 1.7, 4 })
        {
            Close.Within(x < -3 ? 0 : x > 3 ? 1 : x / 3 + .5, found.SlopeAt(x), Close.Kernel);
            Close.Within(Math.Abs(x) > 3 ? 0 : 1 / 3.0, found.BendAt(x), Close.Kernel);
        }

        var numeric = NumericActivation.Of(x => x * Math.Clamp(x / 6 + .5, 0, 1), null, null, -3, 3);
        var moments = new PiecewiseMoments(found);
        Assert.Equal(moments.Moments(2, .7, 3, true), numeric.Moments(2, .7, 3, true));
        Assert.All(new[] { 0, 1e-8, 1, 1e4 }, variance => Assert.True(moments.Covers(variance)));
    }

    private static readonly Gen<(double[] Places, double[] Slopes, double[] Bends)> Pieces =
        from count in Gen.Int[1, 4]
        from places in Gen.OneOf(Gen.Double[-5, -.01], Gen.Double[.01, 5]).Array[count]
        from slopes in Gen.Double[.1, 2].Array[count]
        from bends in Gen.OneOf(Gen.Const(0.0), Gen.Double[-1, -.05], Gen.Double[.05, 1]).Array[count]
        where places.Order().Zip(places.Order().Skip(1)).All(pair => pair.Second - pair.First > .05)
        select (places, slopes, bends);

    [Fact]
    public void Random_pieces_are_found_with_all_of_their_bends() => Pieces.Sample(pieces =>
    {
        double Of(double x) => .3 - x + pieces.Places.Select((place, i) => place > 0 ? Added(x - place, i) : Added(place - x, i)).Sum();
        double Added(double beyond, int i) => beyond <= 0 ? 0 : pieces.Slopes[i] * beyond + pieces.Bends[i] / 2 * beyond * beyond;
        var found = PiecewisePolynomial.Find(Of, pieces.Places)!;
        Close.Within(-1, found.Slope, Close.Gradient);
        Assert.Equal(pieces.Places.Order(), found.Bends.Select(bend => bend.Side * bend.Place));
        foreach (var bend in found.Bends)
        {
            var i = Array.IndexOf(pieces.Places, bend.Side * bend.Place);
            Close.Within(pieces.Slopes[i], bend.Slope, Close.Gradient);
            Close.Within(pieces.Bends[i], bend.Bend, Close.Gradient);
        }
    }, iter: 100, threads: 1);

    // Written as differences of ramps, which leave rounding far out.
    [Fact]
    public void Hard_tanh_is_found_however_it_is_written()
    {
        foreach (var way in new Func<double, double>[] { x => Math.Clamp(x, -1, 1), x => Math.Max(0, x + 1) - Math.Max(0, x - 1) - 1, x => (Math.Abs(x + 1) - Math.Abs(x - 1)) / 2 })
        {
            var found = PiecewisePolynomial.Find(way, [-1, 1])!;
            Close.Within(1, found.Slope, Close.Kernel);
            Assert.Equal([(-1.0, 1.0), (1, -1)], found.Bends.Select(bend => (bend.Side, Math.Round(bend.Slope, 12))));
            Assert.All(found.Bends, bend => Close.Within(0, bend.Bend, Close.Kernel));
        }
    }

    [Fact]
    public void What_is_curved_otherwise_is_none()
    {
        Assert.Null(PiecewisePolynomial.Find(Math.Tanh, [0]));
        Assert.Null(PiecewisePolynomial.Find(x => Math.Abs(x - 1) + 1e-9 * Math.Sin(x), [1]));
        Assert.Null(PiecewisePolynomial.Find(x => Math.Max(0, x) * x * x, [0]));

        // A bump far from the kink, a jump, and a kink that is not named.
        Assert.Null(PiecewisePolynomial.Find(x => Math.Abs(x) + Math.Exp(-(x - 50) * (x - 50)), [0]));
        Assert.Null(PiecewisePolynomial.Find(x => x >= 1 ? x : 0, [1]));
        Assert.Null(PiecewisePolynomial.Find(x => Math.Clamp(x, -1, 1), [1]));
        Assert.Null(PiecewisePolynomial.Find(x => x, []));
    }
}
