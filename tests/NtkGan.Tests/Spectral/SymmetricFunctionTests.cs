using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Spectral;

/// <summary>Functions of symmetric matrices and their adjoint: routes against each other, differences and integrals.</summary>
public class SymmetricFunctionTests
{
    public static TheoryData<string, double> Functions => new() { { "approach", .7 }, { "approach", 300 }, { "response", .7 }, { "response", 300 } };

    private static ExponentialFunction Function(string name, double time) => name == "approach" ? new ExponentialApproach(time) : new ExponentialResponse(time);

    [Theory, MemberData(nameof(Functions))]
    public void Divided_differences_are_those_of_the_values(string name, double time)
    {
        var function = Function(name, time);
        var points = new[] { 0, 1e-12, 1e-4, 0.01, 0.0101, 0.3, 1, 1.001, 7, 20 };
        foreach (var a in points)
        {
            foreach (var b in points)
            {
                var own = function.DividedDifference(a, b);
                Assert.Equal(own, function.DividedDifference(b, a));
                Close.Relative(MeanSlope(function, a, b), own, Close.Gradient);
                if (Math.Abs(a - b) > 0.2) Close.Relative((function.Value(a) - function.Value(b)) / (a - b), own, Close.Kernel, scale: function.Time);
            }
        }
    }

    // f[a, b] is an integral over s in [0, t] of divided differences of e^(-s a): Gauss-Legendre on panels.
    private static double MeanSlope(ExponentialFunction function, double a, double b)
    {
        var (rule, panels, sum) = (QuadratureRule.GaussLegendre(20), 400, 0.0);
        if (function is ExponentialApproach) return OfExponential(function.Time);
        for (var panel = 0; panel < panels; panel++)
        {
            for (var k = 0; k < rule.Nodes.Count; k++)
            {
                var s = function.Time * (panel + (1 + rule.Nodes[k]) / 2) / panels;
                sum -= rule.Weights[k] / 2 * function.Time / panels * OfExponential(s);
            }
        }

        return sum;

        // -(e^(-s a) - e^(-s b))/(a - b), by sinh.
        double OfExponential(double s)
        {
            var u = s * (a - b) / 2;
            var sinhc = Math.Abs(u) < 1e-4 ? 1 + u * u / 6 : Math.Sinh(u) / u;
            return Math.Abs(u) < 300 ? s * Math.Exp(-s * (a + b) / 2) * sinhc : s * (Math.Exp(-s * Math.Min(a, b)) - Math.Exp(-s * Math.Max(a, b))) / (2 * Math.Abs(u));
        }
    }

    [Theory, MemberData(nameof(Functions))]
    public void Values_and_adjoints_agree_between_the_routes(string name, double time)
    {
        var function = Function(name, time);
        foreach (var (size, rank) in new[] { (1, 1), (2, 1), (5, 3), (40, 15), (120, 120) })
        {
            var matrix = RandomMatrices.PositiveSemidefinite(size, rank, 3);
            Matrix columns = new(size, 2, RandomMatrices.Normal(2 * size, 4)), cotangent = new(size, 2, RandomMatrices.Normal(2 * size, 5));
            var (exact, krylov) = (new SpectralMatrix(matrix).Apply(function, columns, MatrixRoute.Decomposition), new SpectralMatrix(matrix).Apply(function, columns, MatrixRoute.Krylov));
            Assert.Equal(0, exact.Steps);
            Assert.NotEqual(0, krylov.Steps);
            Close.Relative(exact.Values, krylov.Values, Close.Gradient);
            var (slow, fast) = (exact.Pullback(cotangent), krylov.Pullback(cotangent, size / 2));
            Close.Relative(slow.Rows.Take([.. Enumerable.Range(size / 2, size - size / 2)]), fast.Rows, Close.Gradient, scale: function.Time);
            Close.Relative(slow.Trace, fast.Trace, Close.Gradient, scale: function.Time * size);
            Close.Relative(slow.Rows.Transpose(), slow.Rows, Close.Kernel);
        }
    }

    [Theory, MemberData(nameof(Functions))]
    public void The_adjoint_is_the_derivative_also_with_repeated_and_zero_eigenvalues(string name, double time)
    {
        var function = Function(name, time);
        const double step = 1e-5;
        var matrix = RandomMatrices.PositiveSemidefinite(5, 3, 8);
        foreach (var start in new[] { matrix, new Matrix(5, 5) })
        {
            // Both sides of a direction stay positive semidefinite on a base that is lifted a little.
            for (var i = 0; i < 5; i++) start[i, i] += 0.01;
            Matrix columns = new(5, 2, RandomMatrices.Normal(10, 9)), cotangent = new(5, 2, RandomMatrices.Normal(10, 10));
            var adjoint = new SpectralMatrix(start).Apply(function, columns).Pullback(cotangent).Rows;
            for (var i = 0; i < 5; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    double At(double size)
                    {
                        var moved = start.Clone();
                        moved[i, j] += size;
                        if (i != j) moved[j, i] += size;
                        return DotProduct.Of(new SpectralMatrix(moved).Apply(function, columns).Values.Values, cotangent.Values);
                    }

                    // Five points: a function of time 300 has large higher derivatives.
                    var slope = (8 * (At(step) - At(-step)) - (At(2 * step) - At(-2 * step))) / (12 * step);
                    Close.Relative(slope, (i == j ? 1 : 2) * adjoint[i, j], Close.Difference, scale: function.Value(0) * function.Time + function.Time);
                }
            }
        }
    }

    [Fact]
    public void The_adjoint_is_the_integral_of_products_of_exponentials()
    {
        var (rule, lambda) = (QuadratureRule.GaussLegendre(40), 2.0);
        var matrix = RandomMatrices.PositiveSemidefinite(6, 4, 11);
        Matrix columns = new(6, 2, RandomMatrices.Normal(12, 12)), cotangent = new(6, 2, RandomMatrices.Normal(12, 13));
        var eigen = SymmetricEigen.Of(matrix);
        var expected = new Matrix(6, 6);
        for (var k = 0; k < rule.Nodes.Count; k++)
        {
            var s = (1 + rule.Nodes[k]) / 2;
            for (var c = 0; c < 2; c++)
            {
                var left = eigen.Apply(a => Math.Exp(-s * lambda * a), cotangent.Transpose().Row(c));
                var right = eigen.Apply(a => Math.Exp(-(1 - s) * lambda * a), columns.Transpose().Row(c));
                for (var i = 0; i < 6; i++)
                    for (var j = 0; j < 6; j++) expected[i, j] += lambda * rule.Weights[k] / 4 * (left[i] * right[j] + left[j] * right[i]);
            }
        }

        Close.Relative(expected, new SpectralMatrix(matrix).Apply(new ExponentialApproach(lambda), columns).Pullback(cotangent).Rows, Close.Kernel);
    }

    [Fact]
    public void Near_values_lose_no_digits_to_their_difference()
    {
        // (1 - e^(-t a))/a is 1/a here, and 1/a[a, b] = -1/(a b).
        var function = new ExponentialResponse(1e6);
        foreach (var distance in new[] { 1.3e-6, 2.7e-6, 1e-5, 1e-4, 1e-2, 0.9 }) Close.Relative(-1 / (1 + distance), function.DividedDifference(1, 1 + distance), Close.Kernel);
    }

    [Fact]
    public void Krylov_spaces_grow_until_every_time_up_to_the_last_is_reached()
    {
        // At the last time all is over, e^-30 and less, while the response is made at the times before; and the spectrum is spread, so that spaces
        // converge step by step and stop where they are told to.
        const int size = 120;
        var values = Enumerable.Range(0, size).Select(i => 30 * Math.Pow(400, i / (size - 1.0))).ToArray();
        var matrix = new Matrix(size, size);
        for (var i = 0; i < size; i++) matrix[i, i] = values[i];
        var columns = new Matrix(size, 1, RandomMatrices.Normal(size, 7));
        var function = new ExponentialResponse(1);
        var krylov = new SpectralMatrix(matrix).Apply(function, columns, MatrixRoute.Krylov);
        Assert.InRange(krylov.Steps, 1, size - 1);
        Close.Relative([.. values.Select((a, i) => columns[i, 0] * function.Value(a))], krylov.Values.Values, Close.Kernel);
    }

    [Theory]
    [InlineData(MatrixRoute.Decomposition)]
    [InlineData(MatrixRoute.Krylov)]
    public void Degenerate_inputs_are_in_order(MatrixRoute route)
    {
        Matrix ones = new(4, 1, [1, 1, 1, 1]), zeros = new(4, 1);
        var nothing = new SpectralMatrix(new Matrix(4, 4)).Apply(new ExponentialApproach(3), ones, route);
        Close.Relative(zeros, nothing.Values, Close.Kernel, scale: 1);
        Assert.All(nothing.Pullback(ones).Rows.Values.ToArray(), value => Close.Relative(3, value, Close.Kernel));
        Assert.All(nothing.Pullback(zeros).Rows.Values.ToArray(), value => Assert.Equal(0, value));
        var still = new SpectralMatrix(RandomMatrices.PositiveSemidefinite(4, 4, 1)).Apply(new ExponentialApproach(0), ones, route);
        Assert.All(still.Values.Values.ToArray(), value => Assert.Equal(0, value));
        Assert.All(new SpectralMatrix(new Matrix(4, 4)).Apply(new ExponentialResponse(3), zeros, route).Values.Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var matrix = RandomMatrices.PositiveSemidefinite(150, 60, 2);
        Matrix columns = new(150, 2, RandomMatrices.Normal(300, 4)), cotangent = new(150, 2, RandomMatrices.Normal(300, 5));
        double[] All(int threads, MatrixRoute route)
        {
            using (Workers.Limit(threads))
            {
                var function = new SpectralMatrix(matrix).Apply(new ExponentialApproach(20), columns, route);
                return [.. function.Values.Values, .. function.Pullback(cotangent, 70).Rows.Values];
            }
        }

        foreach (var route in new[] { MatrixRoute.Decomposition, MatrixRoute.Krylov }) Assert.Equal(All(1, route), All(2, route));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new SpectralMatrix(new Matrix(2, 3)).Apply(new ExponentialApproach(1), new Matrix(2, 1)));
        Assert.Throws<NumericalException>(() => new SpectralMatrix(new Matrix(1, 1, [double.NaN])).Apply(new ExponentialApproach(1), new Matrix(1, 1)));
        Assert.Throws<ArgumentException>(() => new SpectralMatrix(new Matrix(2, 2)).Apply(new ExponentialApproach(1), new Matrix(2, 1)).Pullback(new Matrix(2, 2)));
        Assert.Throws<UsageException>(() => new ExponentialApproach(-1));
    }
}
