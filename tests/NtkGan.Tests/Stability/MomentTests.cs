using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Tests.Stability;

/// <summary>The second moment models against the simulator, and the bound on them.</summary>
public class MomentTests
{
    private static Matrix Ellipse(double x = 0, double y = 0)
    {
        var points = new Matrix(20, 2);
        for (var m = 0; m < 20; m++)
            (points[m, 0], points[m, 1]) = (Math.Sqrt(.0752) * Math.Cos(Math.PI * m / 10) + x, Math.Sqrt(.304) * Math.Sin(Math.PI * m / 10) + y);
        return points;
    }

    private static double[] MeanOf(Matrix points) => [.. Enumerable.Range(0, 2).Select(c => Enumerable.Range(0, points.Rows).Average(j => points[j, c]))];

    public static TheoryData<Kernel, double, double, double, double[], double[]> Cases => new()
    {
        { new GaussianKernel(1), 1, 1, 1, [.02969813, .10291772], [.02886318, .09447872] },
        { new GaussianKernel(2), .25, .0625, 1, [.03690048, .14692695], [.03687046, .14656326] },
        { new GaussianKernel(1), 1, 1, .1, [.01114192, .02060153], [.01059343, .01737572] },
        { new GaussianKernel(2), .25, .0625, .1, [.03335134, .12249866], [.03319808, .12079381] },
        { new GaussianKernel(1), 1, 1, .01, [.00417456, .00387737], [.00392568, .00309521] },
        { new GaussianKernel(2), .25, .0625, .01, [.03027129, .10289178], [.03003591, .10048447] },
        { new MultiscaleGaussianKernel([1, 2]), .625, .53125, 1, [.03290265, .12168201], [.03229974, .11518098] },
        { new RationalQuadraticKernel(2, 1), .25, .125, 1, [.03633109, .14330334], [.03617364, .14148274] },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Variances(Kernel kernel, double gamma, double kappa, double regularisation, double[] exact, double[] modelled)
    {
        Close.Relative(gamma, kernel.SpectralMoment(1), Close.Kernel);
        Close.Relative(kappa, kernel.SpectralMoment(2) / 3, Close.Kernel);
        var game = new KernelGame(kernel, .01, .01, regularisation);
        CheckVariances(game, .05, exact, new() { { 0, modelled } }, gamma, kappa);
    }

    [Fact]
    public void Variances_of_unequal_totals() =>
        CheckVariances(new(new GaussianKernel(), .01, .01), .04, [.02271420, .08480317],
            new() { { 1, [.02121850, .07356079] }, { .8, [.02195288, .07815082] }, { 0, [.02195288, .07815082] } }, 1, 1);

    private static void CheckVariances(KernelGame game, double mass, double[] exact, Dictionary<double, double[]> modelled, double gamma, double kappa)
    {
        var y = RandomGames.After(new(game, WeightedPoints.Uniform(new Matrix(1, 2)), WeightedPoints.Uniform(Ellipse(), 20 * mass)), 2499, new BoundedHistory());
        var covariance = SecondMomentModel.Of(new(), y).Covariance;
        foreach (var c in new[] { 0, 1 }) Close.Within(exact[c], covariance[c, c], Close.EightDecimals);
        foreach (var (momentMass, variances) in modelled)
        {
            var model = SecondMomentModel.Of(RegionModel.Of(game, gamma, kappa, 1, mass, 20), Ellipse(), momentMass == 0 ? null : momentMass);
            model.Advance(2499);
            foreach (var c in new[] { 0, 1 }) Close.Within(variances[c], model.Covariance[c, c], Close.EightDecimals);
        }
    }

    [Fact]
    public void An_offset_mean()
    {
        var game = new KernelGame(new GaussianKernel(5), .05, .05, .1);
        var y = RandomGames.After(new(game, WeightedPoints.Uniform(new Matrix(1, 2)), WeightedPoints.Uniform(Ellipse(.1, -.5))), 999, new BoundedHistory());
        var mean = MeanOf(y);
        Close.Within(.03934338, mean[0], Close.EightDecimals);
        Close.Within(-.19787391, mean[1], Close.EightDecimals);

        var model = SecondMomentModel.Of(new(.04, .0016, 1, .05, 20, .05, .05, .1, UpdateOrder.Simultaneous), Ellipse(.1, -.5));
        model.Advance(999);
        Close.Within(.03843437, model.Mean[0], Close.EightDecimals);
        Close.Within(-.19132713, model.Mean[1], Close.EightDecimals);
        Close.Relative(Matrix.Of(new[,] { { .03708346, .00017927 }, { .00017927, .14745217 } }), model.Covariance, Close.EightDecimals, 1);
    }

    [Fact]
    public void One_resting_point_is_a_fixed_point_of_every_model()
    {
        var model = SecondMomentModel.Of(new(), new Matrix(1, 3));
        model.Advance(10);
        Assert.Equal([0, 0, 0], model.Mean);
        Assert.Equal(new double[9], model.Curvature.Values);
        var averaged = new AveragedModel(new(), 0);
        averaged.Advance();
        Assert.Equal((0, 0), (averaged.MeanSquare, averaged.Curvature));
    }

    [Fact]
    public void The_averaged_model_follows_the_envelope()
    {
        // Weak forces: many oscillations, and slow decay beside them.
        var region = new RegionModel(Gamma: 1, Kappa: 1, DiscriminatorRate: .01, GeneratorRate: .01, Regularisation: .01);
        var (quadratic, averaged) = (SecondMomentModel.Quadratic(region, .1), new AveragedModel(region, .1));
        var (mean, wanted) = (0.0, 0.0);
        for (var k = 1; k <= 4000; k++)
        {
            quadratic.Advance();
            averaged.Advance();
            if (k <= 4000 - 628) continue;
            mean += quadratic.Mean[0] * quadratic.Mean[0] / 628;
            wanted += averaged.MeanSquare / 628;
        }

        Close.Relative(wanted, mean, Close.Averaged);
    }

    [Fact]
    public void The_bound()
    {
        var bound = new SecondMomentBound();
        var path = bound.Integrate();
        Close.Relative(.0021732, path[10_000], Close.FiveDigits);
        Close.Relative(1.0733e-13, path[50_000], Close.FiveDigits * 3);
        foreach (var epsilon in new[] { .5, .1, .05, .01 })
            for (var k = 0; k < path.Length; k += 100) Assert.InRange(path[k], 0, bound.At(k * 1e-3, epsilon) + Close.Difference);
        double[] epsilons = [.. Enumerable.Range(1, 100).Select(i => .01 * i)];
        for (var k = 0; k < path.Length; k += 1000)
        {
            Assert.InRange(path[k], 0, bound.Piecewise(k * 1e-3, epsilons) + Close.Difference);
            Assert.InRange(bound.Piecewise(k * 1e-3, epsilons), 0, bound.At(k * 1e-3, .05));
        }

        var published = new SecondMomentBound(RateFactor: 1).Integrate();
        Close.Relative(.0190551, published[10_000], Close.FiveDigits);
        Close.Relative(8.2399e-10, published[50_000], Close.FiveDigits);
    }

    [Fact]
    public void The_published_constant_is_no_bound_for_the_published_rate()
    {
        // C = 2 q (...) with v' = -q c v fails by about .084 at lambda = 1; the constant that goes with the factor holds.
        var (own, published) = (new SecondMomentBound(Regularisation: 1, RateFactor: 1), new SecondMomentBound(Regularisation: 1));
        var path = own.Integrate(1e-3, 60_000);
        double[] epsilons = [.. Enumerable.Range(1, 100).Select(i => .01 * i)];
        double Excess(SecondMomentBound bound) => Enumerable.Range(0, 601).Max(i => path[100 * i] - bound.Piecewise(.1 * i, epsilons));
        Assert.InRange(Excess(published), .07, .1);
        Assert.InRange(Excess(own), double.NegativeInfinity, Close.Difference);
    }

    [Fact]
    public void Growth_has_no_kink_at_its_change()
    {
        var bound = new SecondMomentBound(Regularisation: .5);
        Close.Rounding(4, bound.Growth(4));
        Close.Relative(bound.Growth(4), bound.Growth(4 * (1 + 1e-12)), Close.Gradient);
        Close.Rounding(25, new SecondMomentBound(Regularisation: 0).Growth(10));
        Assert.Throws<NumericalException>(() => new SecondMomentBound(Start: 100).Integrate(1, 100));
    }

    [Fact]
    public void Senseless_models_are_refused()
    {
        Assert.Throws<UsageException>(() => new RegionModel(Gamma: 0));
        Assert.Throws<UsageException>(() => new RegionModel(Count: 0));
        Assert.Throws<InvalidDataFormatException>(() => new SecondMomentModel(new(), [0, 0], new Matrix(1, 1)));
        Assert.Throws<InvalidDataFormatException>(() => new SecondMomentModel(new(), [double.NaN], new Matrix(1, 1)));
        var wild = SecondMomentModel.Quadratic(new(GeneratorRate: 1e9, DiscriminatorRate: 1e9, Regularisation: 0), 1);
        Assert.Throws<NumericalException>(() => wild.Advance(100));
    }
}
