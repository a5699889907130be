using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Kernels.Transforms;
using NtkGan.Metrics;
using NtkGan.Numerics;

namespace NtkGan.Tests.Kernels;

/// <summary>Points in small units: beside biases they are as near to each other as points far from the origin are, and far below that their squares are no numbers any more.</summary>
public class SmallPointsTests
{
    // What is left of the direction of a point that is small beside another: the root of 2^-52.
    private const double OfSmallerPoint = 1e-9;

    // The gradient at (3/4, -1/2), at the origin and at 2^-12 of the first, of the tangent kernel with (1/4, 3/2), all times 2^power; build/golden/far.py.
    [Theory]
    [InlineData("relu", 1, 1, -10, -0.027172713031536782, 0.10991136815770983, 0.018623415838918043, 0.11174049503350826, 0.018608767023982575, 0.11174293547940821)]
    [InlineData("relu", 1, 1, -20, -0.02729472834934577, 0.10918010549010016, 0.018501505538090404, 0.11100903322854242, 0.01848685671184506, 0.11101147370621609)]
    [InlineData("relu", 1, 1, -30, -0.027294847442281239, 0.10917939093327817, 0.018501386445255087, 0.11100831867153052, 0.018486737619009732, 0.11101075914920422)]
    [InlineData("relu", 1, 1, -70, -0.027294847558696561, 0.10917939023478624, 0.018501386328839765, 0.11100831797303859, 0.01848673750259441, 0.11101075845071229)]
    [InlineData("relu", 3, 0.5, -10, -0.025385629247808462, 0.10215251973155229, 0.017314922722666957, 0.10388953633600174, 0.017301260714055043, 0.10389180693800795)]
    [InlineData("relu", 3, 0.5, -20, -0.025476274917218876, 0.10190569571499041, 0.01726880039744784, 0.10361280238468704, 0.017255127541008013, 0.10361508026161805)]
    [InlineData("relu", 3, 0.5, -30, -0.025476363327077821, 0.10190545389038789, 0.01726875528273895, 0.1036125316964337, 0.017255082415729039, 0.10361480958041147)]
    [InlineData("relu", 3, 0.5, -70, -0.025476363413499864, 0.10190545365399946, 0.01726875523863848, 0.10361253143183088, 0.017255082371618237, 0.10361480931581554)]
    [InlineData("erf", 1, 1, -10, -0.00019462199663333037, 0.0014272293415785611, 0.00019462236812162809, 0.0011677342087297686, 0.00019452733764515274, 0.0011677975622253617)]
    [InlineData("erf", 1, 1, -20, -1.9006110396981162e-7, 1.3937814291132243e-6, 1.900611039701576e-7, 1.1403666238209456e-6, 1.8996830069673465e-7, 1.1404284926698941e-6)]
    [InlineData("erf", 1, 1, -30, -1.8560654684604106e-10, 1.3611146768709678e-9, 1.8560654684604106e-10, 1.1136392810762464e-9, 1.8551591864933889e-10, 1.1136996998740478e-9)]
    [InlineData("erf", 1, 1, -70, -1.6880817097084315e-22, 1.2379265871195164e-21, 1.6880817097084315e-22, 1.0128490258250589e-21, 1.6872574510611129e-22, 1.0129039764015468e-21)]
    [InlineData("erf", 3, 0.5, -10, -0.00038062508665591202, 0.0023194048469003528, 0.00030984869577143892, 0.0018590921746286335, 0.00030968012262354166, 0.0018592045563373505)]
    [InlineData("erf", 3, 0.5, -20, -3.7170634825568856e-7, 2.2650527537944386e-6, 3.0258727824404155e-7, 1.8155236694642493e-6, 3.0242265577663397e-7, 1.815633417775854e-6)]
    [InlineData("erf", 3, 0.5, -30, -3.6299448072045945e-10, 2.2119655798857242e-9, 2.9549538891081269e-10, 1.7729723334648761e-9, 2.9533462478248474e-10, 1.7730795095504281e-9)]
    [InlineData("erf", 3, 0.5, -70, -3.3014155698807322e-22, 2.011770975410149e-21, 2.6875149061271503e-22, 1.6125089436762902e-21, 2.6860527648976562e-22, 1.6126064197582565e-21)]
    public void Slopes_beside_a_bias(string activation, int hidden, double bias, int power, double x, double y, double originX, double originY, double nearX, double nearY)
    {
        var kernel = new NeuralKernel(new Mlp([activation == "relu" ? new Relu() : new Erf()], hidden, biasDeviation: bias));
        var scale = Math.ScaleB(1, power);
        double[] Slope(double first, double second) =>
            [.. kernel.Pullback(Matrix.Of(new[,] { { scale * first, scale * second } }), Matrix.Of(new[,] { { .25 * scale, 1.5 * scale } }), Matrix.Column(1)).Row(0)];
        Close.Relative([x, y], Slope(.75, -.5), Close.Solver);
        Close.Relative([originX, originY], Slope(0, 0), Close.Solver);
        Close.Relative([nearX, nearY], Slope(Math.ScaleB(.75, -12), Math.ScaleB(-.5, -12)), OfSmallerPoint);
    }

    [Fact]
    public void Distances_beside_a_bias()
    {
        // k(x, x) + k(y, y) - 2 k(x, y) is lost in values, but not in the difference of slopes along a line: the kink at y, of which a sixteenth of the way shows the whole.
        var kernel = new NeuralKernel(new Mlp(biasDeviation: 1));
        var slopes = new[] { -10, -20, -40, -100 }.Select(power => kernel.Pullback(Matrix.Column(Math.ScaleB(1, power)), Matrix.Column(Math.ScaleB(15.0 / 16, power)), Matrix.Column(1))[0, 0]).ToArray();
        Assert.All(slopes, slope => Close.Relative(slopes[^1], slope, 1e-2));
    }

    public static TheoryData<Kernel> Wanting => [new EnergyKernel(), new LaplaceKernel(), new MaternKernel(.5), new ReluNetworkKernel(), new NeuralKernel(new Mlp()), new NeuralKernel(new Mlp(biasDeviation: 1)),
        new SumKernel([new GaussianKernel(), new EnergyKernel()]), new ScaledKernel(new LaplaceKernel(), 3), new ProductKernel([new LaplaceKernel(), new GaussianKernel()]),
        new MetricKernel(new EnergyKernel()), new TransformedKernel(new EnergyKernel(), new IdentityTransform())];

    [Theory, MemberData(nameof(Wanting))]
    public void Points_too_small_to_be_squared_are_refused(Kernel kernel)
    {
        var (small, far) = (Matrix.Of(new[,] { { 1e-170, 0 }, { 5e-171, 2e-170 } }), Matrix.Of(new[,] { { 1.0, 0 }, { 0, 1 } }));
        var values = new double[2];
        Action[] all = [() => kernel.Gram(small), () => kernel.Gram(small, small.Clone()), () => kernel.Diagonal(small), () => kernel.Pullback(small, new Matrix(2, 2)), () => kernel.Expand(small, new Matrix(1, 2), [1], values)];
        foreach (var operation in all) Assert.Contains("multiply the data by a constant", Assert.Throws<NumericalException>(operation).Message);
        Assert.True(kernel.Gram(small, far).IsFinite()); // beside others of usual size they are at the origin
        Assert.True(kernel.Gram(new Matrix(2, 2)).IsFinite());
    }

    public static TheoryData<Kernel> Growing => [new NeuralKernel(new Mlp()), new NeuralKernel(new Mlp(hiddenLayers: 1)), new NeuralKernel(new Mlp([new LeakyRelu(.2)], 2)), new NeuralKernel(new Mlp([new AbsoluteValue()], 2)),
        new NeuralKernel(new Mlp([new RectifiedMonomial(2)], 1)), new NeuralKernel(new Mlp([new Erf()], 2)), new NeuralKernel(new Mlp([new Gelu()], 2)), new NeuralKernel(new Mlp([new Tanh()], 2)), new NeuralKernel(new Mlp(layerNormalization: true)),
        new NeuralKernel(new Resnet()), new NeuralKernel(new Composed([new Convolution(), new Relu(), new Convolution(), new Relu(), new Flatten(), new Dense(1)]), Shape: new(1, 2)),
        new ReluNetworkKernel(), new EnergyKernel(), new LaplaceKernel(), new MaternKernel(.5)];

    // On the way to the origin squares become subnormal and then 0, and inverses of them overflow before. Layers of normalisation have slopes of 1e12 there.
    [Theory, MemberData(nameof(Growing))]
    public void Single_points_near_the_origin_are_there(Kernel kernel)
    {
        var far = Matrix.Of(new[,] { { 1.0, 0.5 }, { -2, 1 }, { .25, -3 } });
        var cotangent = Matrix.Of(new[,] { { 1.0, -2, .5 } });
        var origin = (Gram: kernel.Gram(new Matrix(1, 2), far), Slope: kernel.Pullback(new Matrix(1, 2), far, cotangent));
        for (var power = -480; power >= -1073; power -= power > -560 ? 1 : 57)
        {
            var point = Matrix.Of(new[,] { { Math.ScaleB(.75, power), Math.ScaleB(-.5, power) } });
            Close.Relative(origin.Gram, kernel.Gram(point, far), 1e-130, scale: 1);
            var slope = kernel.Pullback(point, far, cotangent);
            var both = kernel.Pullback(far, point, Matrix.Column(1, -2, .5));
            Assert.True(slope.IsFinite() && both.IsFinite());
            var all = Matrix.Of(new[,] { { point[0, 0], point[0, 1] }, { 2 * point[0, 1], point[0, 0] }, { 1, .5 } });
            Assert.True(kernel.Pullback(all, Matrix.Of(new[,] { { 1.0, 2, -1 }, { .5, 1, 1 }, { 1, 1, 1 } })).IsFinite());
            if (power < -502) Close.Relative(origin.Slope, slope, Close.Kernel, scale: 1);
        }
    }

    public static TheoryData<Kernel> Content => [new GaussianKernel(), new RationalQuadraticKernel(), new InverseMultiquadricKernel(), new NeuralKernel(new Mlp([new Erf()], biasDeviation: 1)), new NeuralKernel(new Mlp([new Gelu()], biasDeviation: 1))];

    // Smooth kernels are quadratic that near the origin: slopes in proportion.
    [Theory, MemberData(nameof(Content))]
    public void Smooth_kernels_bear_any_points(Kernel kernel)
    {
        Matrix Slope(int power)
        {
            var points = Matrix.Of(new[,] { { 1, 0 }, { .5, 2 }, { -1, .25 } });
            foreach (ref var value in points.Values) value = Math.ScaleB(value, power);
            var slopes = kernel.Pullback(points, points.Clone(), Matrix.Of(new[,] { { 1, .5, -1 }, { .25, 1, 2 }, { -.25, 1, 1 } }));
            foreach (ref var value in slopes.Values) value = Math.ScaleB(value, -power);
            return slopes;
        }

        Close.Relative(Slope(-100), Slope(-600), Close.Kernel);
    }

    [Fact]
    public void Metrics_of_points_too_small_to_be_squared_are_unavailable()
    {
        var (small, other) = (Metrics.Sets.Normal(5, 2, 1, 1e-170), Metrics.Sets.Normal(5, 2, 2, 1e-170));
        foreach (var metric in new Metric[] { new SinkhornDivergence(), new EnergyDistance(), new Wasserstein(), new SlicedWasserstein() })
        {
            var value = metric.Measure(new MetricInput(small, other))[0];
            Assert.Equal(MetricStatus.Unavailable, value.Status);
            Assert.Contains("multiply the data by a constant", value.Note);
            Assert.NotEqual(MetricStatus.Unavailable, metric.Measure(new MetricInput(small, new Matrix(5, 2)))[0].Status); // at its target to the last digit
        }
    }
}
