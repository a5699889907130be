using System.Runtime.Intrinsics;
using NtkGan.Numerics;
using NtkGan.Torch;
using TorchSharp;

namespace NtkGan.Tests.Numerics;

/// <summary>What every scalar type promises: the same numbers as doubles, and derivatives that are slopes.</summary>
public class ScalarContractTests
{
    private const double Step = 1e-5;

    /// <summary>A function of two numbers in any scalar type, where to try it, and how to say it.</summary>
    public abstract class Function(string name, params double[] points)
    {
        /// <summary>Values of either argument.</summary>
        public double[] Points { get; } = points;

        public abstract T Of<T>(T x, T y) where T : struct, IScalar<T>;

        public override string ToString() => name;
    }

    private static readonly double[] Anywhere = [-2.7, -1, -.3, .2, .9, 1.4, 3.1];
    private static readonly double[] Positive = [.01, .3, 1, 2.5, 40];

    private static readonly Dictionary<string, Function> Functions = new Function[]
    {
        new Sum(), new Difference(), new Product(), new Quotient(), new Constants(), new Negative(), new Fused(), new Kahan(), new SquareRoot(), new Guarded(),
        new Exponential(), new Logarithm(), new Sine(), new Cosine(), new HyperbolicTangent(), new Error(), new Angle(), new PairSine(), new PairAngle(), new RootInverse(), new RootAngle(), new Choice(),
    }.ToDictionary(function => function.ToString()!);

    public static TheoryData<string> Names => [.. Functions.Keys];

    private sealed class Sum() : Function("x + y", Anywhere) { public override T Of<T>(T x, T y) => x + y; }

    private sealed class Difference() : Function("x - y", Anywhere) { public override T Of<T>(T x, T y) => x - y; }

    private sealed class Product() : Function("x y", Anywhere) { public override T Of<T>(T x, T y) => x * y; }

    private sealed class Quotient() : Function("x / y", Anywhere) { public override T Of<T>(T x, T y) => x / y; }

    private sealed class Constants() : Function("3 - (2 x + 1) y", Anywhere) { public override T Of<T>(T x, T y) => 3 - (2 * x + 1) * y; }

    private sealed class Negative() : Function("-x y", Anywhere) { public override T Of<T>(T x, T y) => -x * y; }

    private sealed class Fused() : Function("x y + x", Anywhere) { public override T Of<T>(T x, T y) => T.MultiplyAdd(x, y, x); }

    private sealed class Kahan() : Function("x y - x x", Anywhere) { public override T Of<T>(T x, T y) => T.DifferenceOfProducts(x, y, x, x); }

    private sealed class SquareRoot() : Function("sqrt(x y)", Positive) { public override T Of<T>(T x, T y) => T.Sqrt(x * y); }

    private sealed class Guarded() : Function("guarded sqrt(x y)", Positive) { public override T Of<T>(T x, T y) => T.SqrtGuarded(x * y, x); }

    private sealed class Exponential() : Function("exp(x) y", Anywhere) { public override T Of<T>(T x, T y) => T.Exp(x) * y; }

    private sealed class Logarithm() : Function("log(x) y", Positive) { public override T Of<T>(T x, T y) => T.Log(x) * y; }

    private sealed class Sine() : Function("sin(x) y", Anywhere) { public override T Of<T>(T x, T y) => T.Sin(x) * y; }

    private sealed class Cosine() : Function("cos(x) y", Anywhere) { public override T Of<T>(T x, T y) => T.Cos(x) * y; }

    private sealed class HyperbolicTangent() : Function("tanh(x) y", Anywhere) { public override T Of<T>(T x, T y) => T.Tanh(x) * y; }

    private sealed class Error() : Function("erf(x) y", Anywhere) { public override T Of<T>(T x, T y) => T.Erf(x) * y; }

    private sealed class Angle() : Function("atan2(x, y)", Anywhere) { public override T Of<T>(T x, T y) => T.Atan2(x, y); }

    private sealed class PairSine() : Function("sine of (x, .1, y)", Positive) { public override T Of<T>(T x, T y) => T.AngleOf(x + .2, 0.05 * x, y + .2).Sine; }

    private sealed class PairAngle() : Function("angle of (x, .1, y)", Positive) { public override T Of<T>(T x, T y) => T.AngleOf(x + .2, 0.05 * x, y + .2).Angle; }

    private sealed class RootInverse() : Function("1/sqrt(x) above y", Positive) { public override T Of<T>(T x, T y) => T.RootAngleOf(x * y + .1, x - y).Inverse; }

    private sealed class RootAngle() : Function("angle of y above sqrt(x)", Positive) { public override T Of<T>(T x, T y) => T.RootAngleOf(x * y + .1, x - y).Angle; }

    private sealed class Choice() : Function("x > 0 ? x y : y", Anywhere) { public override T Of<T>(T x, T y) => T.Select(x, x * y, y); }

    private static IEnumerable<(double X, double Y)> Pairs(Function function) => function.Points.SelectMany(x => function.Points.Select(y => (x, y)));

    [Theory, MemberData(nameof(Names))]
    public void Lanes_are_reals(string name)
    {
        var function = Functions[name];
        foreach (var four in Pairs(function).Chunk(Lanes.Count).Where(four => four.Length == Lanes.Count))
        {
            var lanes = function.Of<Lanes>(new(Vector256.Create([.. four.Select(pair => pair.X)])), new(Vector256.Create([.. four.Select(pair => pair.Y)])));
            for (var lane = 0; lane < Lanes.Count; lane++)
                Close.Rounding(function.Of<Real>(four[lane].X, four[lane].Y).Value, lanes.Vector[lane], operations: 8);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Wide_lanes_are_lanes_to_the_last_bit(string name)
    {
        var function = Functions[name];
        foreach (var eight in Pairs(function).Chunk(WideLanes.Count).Where(eight => eight.Length == WideLanes.Count))
        {
            Lanes Four(int start, Func<(double X, double Y), double> number) => new(Vector256.Create([.. eight.Skip(start).Take(Lanes.Count).Select(number)]));
            Lanes x = Four(0, pair => pair.X), y = Four(0, pair => pair.Y), nextX = Four(Lanes.Count, pair => pair.X), nextY = Four(Lanes.Count, pair => pair.Y);
            var (wideX, wideY) = (WideLanes.Join(x, nextX), WideLanes.Join(y, nextY));
            var wide = function.Of(wideX, wideY);
            Assert.Equal(function.Of(x, y).Vector, wide.Lower.Vector);
            Assert.Equal(function.Of(nextX, nextY).Vector, wide.Upper.Vector);

            var inJets = function.Of<Jet<WideLanes, Partials<WideLanes>>>(new(wideX, new(1.0, 0.0)), new(wideY, new(0.0, 1.0)));
            var upper = function.Of<Jet<Lanes, Partials<Lanes>>>(new(nextX, new(1.0, 0.0)), new(nextY, new(0.0, 1.0)));
            Assert.Equal(upper.Value.Vector, inJets.Value.Upper.Vector);
            Assert.Equal(upper.Slope.First.Vector, inJets.Slope.First.Upper.Vector);
            Assert.Equal(upper.Slope.Second.Vector, inJets.Slope.Second.Upper.Vector);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Tensors_are_reals_and_torch_knows_their_slopes(string name)
    {
        var function = Functions[name];
        var pairs = Pairs(function).ToList();
        using var scope = torch.NewDisposeScope();
        var (x, y) = (torch.tensor(pairs.ConvertAll(pair => pair.X), requires_grad: true), torch.tensor(pairs.ConvertAll(pair => pair.Y), requires_grad: true));
        var values = function.Of<TensorScalar>(new(x), new(y)).Value;
        var slopes = torch.autograd.grad([values.sum()], [x, y]);
        for (var i = 0; i < pairs.Count; i++)
        {
            var expected = function.Of<Jet<Real, Partials<Real>>>(new(pairs[i].X, new(1.0, 0.0)), new(pairs[i].Y, new(0.0, 1.0)));
            var scale = Math.Max(1, Math.Max(Math.Abs(expected.Slope.First.Value), Math.Abs(expected.Slope.Second.Value)));
            Close.Rounding(expected.Value.Value, values[i].item<double>(), operations: 16);
            Close.Rounding(expected.Slope.First.Value, slopes[0][i].item<double>(), scale, 128);
            Close.Rounding(expected.Slope.Second.Value, slopes[1][i].item<double>(), scale, 128);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Jets_are_values_and_slopes(string name)
    {
        var function = Functions[name];
        double Value(double x, double y) => function.Of<Real>(x, y).Value;
        foreach (var (x, y) in Pairs(function))
        {
            var pair = function.Of<Jet<Real, Partials<Real>>>(new(x, new(1.0, 0.0)), new(y, new(0.0, 1.0)));
            var along = function.Of<Jet<Real, Real>>(new(x, .6), new(y, -1.1));
            var inLanes = function.Of<Jet<Lanes, Partials<Lanes>>>(new(x, new(1.0, 0.0)), new(y, new(0.0, 1.0)));
            Close.Rounding(Value(x, y), pair.Value.Value, operations: 4);
            Close.Rounding(Value(x, y), along.Value.Value, operations: 4);
            var (byX, byY) = ((Value(x + Step * x, y) - Value(x - Step * x, y)) / (2 * Step * x), (Value(x, y + Step * y) - Value(x, y - Step * y)) / (2 * Step * y));
            var scale = Math.Max(1, Math.Max(Math.Abs(byX), Math.Abs(byY)));
            Close.Relative(byX, pair.Slope.First.Value, Close.Difference, scale);
            Close.Relative(byY, pair.Slope.Second.Value, Close.Difference, scale);
            Close.Rounding(.6 * pair.Slope.First.Value - 1.1 * pair.Slope.Second.Value, along.Slope.Value, 2 * scale);
            Close.Rounding(pair.Slope.First.Value, inLanes.Slope.First.Vector[1], scale, 128);
            Close.Rounding(pair.Slope.Second.Value, inLanes.Slope.Second.Vector[2], scale, 128);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Nested_jets_are_slopes_of_slopes(string name)
    {
        var function = Functions[name];
        double Slope(double x, double y) => function.Of<Jet<Real, Real>>(new(x, 1.0), y).Slope.Value;
        foreach (var (x, y) in Pairs(function))
        {
            var nested = function.Of<Jet<Jet<Real, Real>, Jet<Real, Real>>>(new(new(x, 1.0), 1.0), new(new(y, .5), 0.0));
            var step = Step * Math.Min(Math.Abs(x), Math.Abs(y));
            var expected = (Slope(x + step, y + .5 * step) - Slope(x - step, y - .5 * step)) / (2 * step);
            Close.Relative(expected, nested.Slope.Slope.Value, Close.Difference, Math.Max(1, Math.Abs(Slope(x, y) / Math.Min(Math.Abs(x), Math.Abs(y)))));
        }
    }

    [Theory]
    [InlineData(1e-90, true)]
    [InlineData(1e90, true)]
    [InlineData(1e-91, false)]
    [InlineData(1e91, false)]
    [InlineData(0, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void Level_variances_need_no_scale_in_any_pair(double variance, bool isLevel)
    {
        for (var place = 0; place < 6; place++)
        {
            double[] variances = [1, 1e-90, 1e90, 1, 1, 1];
            variances[place] = variance;
            Assert.Equal(isLevel, PairScale.IsLevel(variances));
            if (isLevel) Assert.DoesNotContain(variances, first => variances.Any(second => PairScale.IsNeeded(first, second)));
        }
    }

    [Fact]
    public void Steep_variances_have_finite_slopes_at_zero()
    {
        var pair = Jet<Lanes, Partials<Lanes>>.AngleOf(new(0, new(0.0, 9.0)), new(0, new(9.0, 0.0)), 2);
        Assert.Equal((0, 0, 0, 0), (pair.Sine.Slope.First.Vector[0], pair.Sine.Slope.Second.Vector[0], pair.Angle.Slope.First.Vector[0], pair.Angle.Slope.Second.Vector[0]));
    }

    [Fact]
    public void A_mapped_function_is_a_constant()
    {
        static double Function(double x) => x * x + 1;
        using var scope = torch.NewDisposeScope();
        Assert.Equal(5, Real.Map(Function, 2.0).Value);
        Assert.Equal(Vector256.Create(2.0, 5, 10, 17), Lanes.Map(Function, new(Vector256.Create(1.0, 2, 3, 4))).Vector);
        var nested = Jet<Jet<Real, Partials<Real>>, Jet<Real, Partials<Real>>>.Map(Function, new(new(2, new(1, 1)), new(1, new(1, 1))));
        Assert.Equal((5, 0, 0, 0), (nested.Value.Value.Value, nested.Value.Slope.First.Value, nested.Value.Slope.Second.Value, nested.Slope.Value.Value));
        var tensor = TensorScalar.Map(Function, new(torch.tensor([1.0, 2, 3, 4], 2, 2, requires_grad: true))).Value;
        Assert.Equal((10, 17, false), (tensor[1, 0].item<double>(), tensor[1, 1].item<double>(), tensor.requires_grad));
    }

    [Fact]
    public void The_primal_value_of_a_constant_is_the_constant()
    {
        Lanes four = new(Vector256.Create(1.0, 2, 3, 4));
        Assert.Equal(four.Vector, Lanes.Primal(Lanes.Constant(four)).Vector);
        Assert.Equal(four.Vector, Jet<Jet<Lanes, Partials<Lanes>>, Jet<Lanes, Partials<Lanes>>>.Primal(Jet<Jet<Lanes, Partials<Lanes>>, Jet<Lanes, Partials<Lanes>>>.Constant(four)).Vector);
        Assert.Equal(1, Real.Constant(four).Value);
        Assert.Equal(0, Jet<Real, Partials<Real>>.Constant(four).Slope.First.Value);
        Assert.Equal((0, 0, 1, 1, 2), (Real.Order, Lanes.Order, Jet<Real, Real>.Order, Jet<Lanes, Partials<Lanes>>.Order, Jet<Jet<Real, Partials<Real>>, Jet<Real, Partials<Real>>>.Order));
    }

    [Fact]
    public void The_arc_tangent_of_lanes_is_right_to_the_last_digits_in_every_quadrant()
    {
        const int count = 200_000;
        for (var i = 0; i <= count; i += 4)
        {
            Vector256<double> y = default, x = default;
            for (var lane = 0; lane < 4; lane++)
            {
                var angle = 2 * Math.PI * (i + lane) / count - Math.PI;
                var radius = Math.ScaleB(1, (i / 4 + lane) % 41 - 20);
                (y, x) = (y.WithElement(lane, radius * Math.Sin(angle)), x.WithElement(lane, radius * Math.Cos(angle)));
            }

            var atan = Lanes.Atan2(new(y), new(x)).Vector;

            // Two units in the last place of an angle between 2 and pi.
            for (var lane = 0; lane < 4; lane++) Close.Within(Math.Atan2(y[lane], x[lane]), atan[lane], Math.ScaleB(2, -51));
        }
    }

    [Theory]
    [InlineData(0, 0, Math.PI / 2)]
    [InlineData(0, 1, 0)]
    [InlineData(0, -1, Math.PI)]
    [InlineData(1, 0, Math.PI / 2)]
    [InlineData(-1, 0, -Math.PI / 2)]
    [InlineData(1e-300, 1e-300, Math.PI / 4)]
    [InlineData(1e300, -1e300, 3 * Math.PI / 4)]
    [InlineData(1e-200, 1e200, 0)]
    [InlineData(1e200, 1e-200, Math.PI / 2)]
    public void Angles_at_the_edges(double y, double x, double expected)
    {
        Close.Rounding(expected, Lanes.Atan2(y, x).Vector[0], 1, 4);
        Assert.Equal(Lanes.Atan2(y, x).Vector, WideLanes.Atan2(y, x).Upper.Vector);
        Close.Rounding(expected, Real.Atan2(y, x).Value, 1, 4);
    }

    [Fact]
    public void Hyperbolic_tangent_of_lanes_keeps_relative_precision()
    {
        for (var i = -4000; i <= 4000; i++)
        {
            var x = Math.CopySign(Math.Exp(Math.Abs(i) / 100.0 - 36), i);
            Close.Rounding(Math.Tanh(x), Lanes.Tanh(x).Vector[3], 0, 4);
        }

        Assert.Equal(0, Lanes.Tanh(0.0).Vector[0]);
        Assert.Equal(-1, Lanes.Tanh(-1e9).Vector[0]);
    }

    [Fact]
    public void Guards_give_slope_zero_at_coincident_points()
    {
        foreach (var q in new[] { 0, 1e-200, 1.3, 1e10 })
        {
            var pair = Jet<Lanes, Partials<Lanes>>.AngleOf(new(q, new(0.0, 1.0)), new(q, new(1.0, 0.0)), q);
            Assert.Equal((0, 0, 0), (pair.Sine.Value.Vector[0], pair.Sine.Slope.First.Vector[0], pair.Sine.Slope.Second.Vector[0]));
            Assert.Equal((q == 0 ? Math.PI / 2 : 0, 0, 0), (pair.Angle.Value.Vector[0], pair.Angle.Slope.First.Vector[0], pair.Angle.Slope.Second.Vector[0]));
            Assert.Equal(0, Jet<Real, Real>.SqrtGuarded(new(0.0, 1.0), q).Slope.Value);

            // Points that are equal up to rounding count as equal.
            if (q > 0)
            {
                var near = Jet<Lanes, Partials<Lanes>>.AngleOf(new(q, new(0.0, 1.0)), new(Math.BitDecrement(q), new(1.0, 0.0)), q);
                Assert.Equal((0, 0, 0, 0), (near.Sine.Slope.First.Vector[0], near.Sine.Slope.Second.Vector[0], near.Angle.Slope.First.Vector[0], near.Angle.Slope.Second.Vector[0]));
                var clear = Jet<Lanes, Partials<Lanes>>.AngleOf(new(q, new(0.0, 1.0)), new((1 - 1e-12) * q, new(1.0, 0.0)), q);
                Assert.True(clear.Angle.Slope.First.Vector[0] < 0);
            }

            using var scope = torch.NewDisposeScope();
            TensorScalar same = new(torch.tensor(q, requires_grad: true));
            var angle = TensorScalar.AngleOf(same, same, same);
            Assert.Equal((0, q == 0 ? Math.PI / 2 : 0), (angle.Sine.Value.item<double>(), angle.Angle.Value.item<double>()));
            Assert.Equal(0, torch.autograd.grad([angle.Sine.Value + angle.Angle.Value], [same.Value])[0].item<double>());
        }
    }
}
