using NtkGan.Numerics;

namespace NtkGan.Tests.Numerics;

public class QuadratureRuleTests
{
    public static TheoryData<int> Orders => [1, 2, 3, 4, 5, 10, 25, 64, 101, 200, 401, 800];

    [Theory, MemberData(nameof(Orders))]
    public void Gauss_Legendre_is_exact_for_polynomials(int order)
    {
        var rule = QuadratureRule.GaussLegendre(order);
        foreach (var degree in new[] { 0, 1, 2, 2 * order - 2, 2 * order - 1 }.Where(degree => degree <= 2 * order - 1))
            Close.Rounding(degree % 2 == 0 ? 2.0 / (degree + 1) : 0, Sum(rule, x => Math.Pow(x, degree)), 2, 4 * order);
        IsARule(rule, order);
    }

    [Fact]
    public void Gauss_Legendre_is_not_exact_one_degree_further() =>
        Assert.NotInRange(Math.Abs(Sum(QuadratureRule.GaussLegendre(3), x => Math.Pow(x, 6)) - 2 / 7.0), 0, Close.Difference);

    [Theory, MemberData(nameof(Orders))]
    public void Gauss_Hermite_keeps_Hermite_polynomials_orthonormal(int order)
    {
        var rule = QuadratureRule.GaussHermite(order);

        // Above order 300 the outer weights underflow, which only the highest degrees would notice.
        var highest = Math.Min(order - 1, 200);
        foreach (var (l, m) in new[] { (0, 0), (1, 1), (highest, highest), (highest, highest + 1), (highest / 2, highest / 3) })
        {
            if (l + m > 2 * order - 1) continue;
            var expected = l == m ? 1 : 0;
            var sum = rule.Nodes.Zip(rule.Weights, (x, w) => Hermite(l, x, Math.Sqrt(w)) * Hermite(m, x, Math.Sqrt(w))).Sum();
            Close.Rounding(expected, sum, 1, 64 + 16 * order);
        }

        IsARule(rule, order);
    }

    [Fact]
    public void Gauss_Hermite_knows_moments_and_the_normal_distribution()
    {
        var rule = QuadratureRule.GaussHermite(20);
        Close.Relative(1, Sum(rule, _ => 1), Close.Kernel);
        Close.Relative(3, Sum(rule, x => x * x * x * x), Close.Kernel);
        Close.Relative(Math.Exp(.5), Sum(rule, Math.Exp), Close.Kernel);
    }

    [Fact]
    public void Nodes_of_low_orders_are_known()
    {
        Close.Relative([-Math.Sqrt(.6), 0, Math.Sqrt(.6)], QuadratureRule.GaussLegendre(3).Nodes.ToArray(), Close.Kernel);
        Close.Relative([5 / 9.0, 8 / 9.0, 5 / 9.0], QuadratureRule.GaussLegendre(3).Weights.ToArray(), Close.Kernel);
        Close.Relative([-Math.Sqrt(3), 0, Math.Sqrt(3)], QuadratureRule.GaussHermite(3).Nodes.ToArray(), Close.Kernel);
        Close.Relative([1 / 6.0, 2 / 3.0, 1 / 6.0], QuadratureRule.GaussHermite(3).Weights.ToArray(), Close.Kernel);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(2001)]
    public void Orders_out_of_range_are_refused(int order)
    {
        Assert.Throws<UsageException>(() => QuadratureRule.GaussLegendre(order));
        Assert.Throws<UsageException>(() => QuadratureRule.GaussHermite(order));
    }

    private static void IsARule(QuadratureRule rule, int order)
    {
        Assert.Equal((order, order), (rule.Nodes.Count, rule.Weights.Count));
        for (var i = 0; i < order; i++)
        {
            Assert.Equal(rule.Nodes[i], -rule.Nodes[order - 1 - i]);
            Assert.InRange(rule.Weights[i], 0, 2);
            if (i > 0) Assert.True(rule.Nodes[i] > rule.Nodes[i - 1], $"node {i} of {order}");
        }
    }

    private static double Sum(QuadratureRule rule, Func<double, double> function) =>
        rule.Nodes.Zip(rule.Weights, (x, w) => w > 0 ? w * function(x) : 0).Sum();

    // h_degree(x) times a factor, which keeps high degrees from overflowing.
    private static double Hermite(int degree, double x, double factor)
    {
        double before = 0, value = factor;
        for (var l = 1; l <= degree; l++) (before, value) = (value, (x * value - Math.Sqrt(l - 1) * before) / Math.Sqrt(l));
        return value;
    }
}
