using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Kernels.Transforms;
using NtkGan.Numerics;

namespace NtkGan.Tests.Kernels;

/// <summary>Formulas of the radial kernels, and coherence between them.</summary>
public class RadialKernelTests
{
    private static readonly Matrix Origin = Matrix.Column(0.0);

    private static double At(Kernel kernel, double r) => kernel.Gram(Origin, Matrix.Column(r))[0, 0];

    [Theory]
    [InlineData(.3)]
    [InlineData(1.7)]
    [InlineData(9)]
    public void Formulas(double r)
    {
        Close.Relative(Math.Exp(-r * r / 8), At(new GaussianKernel(2), r), Close.Kernel);
        Close.Relative(Math.Exp(-r / 2), At(new LaplaceKernel(2), r), Close.Kernel);
        Close.Relative(-r, At(new EnergyKernel(), r), Close.Kernel);
        Close.Relative(Math.Pow(1 + r * r / (2 * 3 * 4), -3), At(new RationalQuadraticKernel(2, 3), r), Close.Kernel);
        Close.Relative(1 / Math.Sqrt(4 + r * r), At(new InverseMultiquadricKernel(2), r), Close.Kernel);
        var (z3, z5) = (Math.Sqrt(3) * r / 2, Math.Sqrt(5) * r / 2);
        Close.Relative((1 + z3) * Math.Exp(-z3), At(new MaternKernel(1.5, 2), r), Close.Kernel);
        Close.Relative((1 + z5 + z5 * z5 / 3) * Math.Exp(-z5), At(new MaternKernel(2.5, 2), r), Close.Kernel);
        Close.Relative(At(new LaplaceKernel(2), r), At(new MaternKernel(.5, 2), r), Close.Kernel);
        var mixture = .25 * At(new GaussianKernel(1), r) + .75 * At(new GaussianKernel(3), r);
        Close.Relative(mixture, At(new MultiscaleGaussianKernel([1, 3], [.25, .75]), r), Close.Kernel);
        Close.Relative(mixture, At(new MultiscaleGaussianKernel([1, 3], [2, 6]), r), Close.Kernel);
        Close.Relative(.75 * At(new GaussianKernel(1), r) + .25 * At(new GaussianKernel(3), r), At(MultiscaleGaussianKernel.WithInverseWeights([3, 1]), r), Close.Kernel);
    }

    [Fact]
    public void Limits()
    {
        // Both tend to the Gaussian like 1/parameter.
        Close.Within(At(new GaussianKernel(), 1), At(new RationalQuadraticKernel(1, 1e6), 1), 1e-6);
        Close.Within(At(new GaussianKernel(), 1), At(new MaternKernel(9.5), 1), 1 / 9.5);
        foreach (var shape in new[] { 1e14, 1e17, 1e200 })
        {
            Close.Relative(At(new GaussianKernel(), 1), At(new RationalQuadraticKernel(1, shape), 1), Close.Kernel);
            Close.Relative(new GaussianKernel().Pullback(Origin, Matrix.Column(1.0), Matrix.Column(1)), new RationalQuadraticKernel(1, shape).Pullback(Origin, Matrix.Column(1.0), Matrix.Column(1)), Close.Kernel);
        }
    }

    [Fact]
    public void Nearby_points_far_from_the_origin_keep_their_distance()
    {
        // Through |x|^2 + |y|^2 - 2 <x, y> this distance would be lost entirely.
        var (x, y) = (Matrix.Column(1e8), Matrix.Column(1e8 + .25));
        Assert.Equal(-.25, new EnergyKernel().Gram(x, y)[0, 0]);
    }

    [Fact]
    public void Compositions()
    {
        var (x, y) = (Matrix.Of(new[,] { { .3, -.2 } }), Matrix.Of(new[,] { { .1, .7 } }));
        Kernel a = new GaussianKernel(), b = new NeuralKernel();
        double Of(Kernel kernel) => kernel.Gram(x, y)[0, 0];
        Close.Relative(Of(a) + Of(b), Of(new SumKernel([a, b])), Close.Kernel);
        Close.Relative(Of(a) * Of(b), Of(new ProductKernel([a, b])), Close.Kernel);
        Close.Relative(3 * Of(b), Of(new ScaledKernel(b, 3)), Close.Kernel);
        Matrix Each(Matrix points, Func<double, double> f) => Matrix.Of(new[,] { { f(points[0, 0]), f(points[0, 1]) } });
        Close.Relative(b.Gram(Each(x, Math.Tanh), Each(y, Math.Tanh))[0, 0], Of(new TransformedKernel(b, new TanhTransform())), Close.Kernel);
        Close.Relative(b.Gram(Each(x, Math.Atanh), Each(y, Math.Atanh))[0, 0], Of(new TransformedKernel(b, new AtanhTransform())), Close.Kernel);
        Assert.Equal(Of(b), Of(new TransformedKernel(b, new IdentityTransform())));
    }

    [Fact]
    public void Bad_parameters_are_refused_with_their_name()
    {
        Assert.Contains("length must be a number above 0, not -1", Assert.Throws<UsageException>(() => new GaussianKernel(-1)).Message);
        Assert.Contains("smoothness", Assert.Throws<UsageException>(() => new MaternKernel(1)).Message);
        Assert.Throws<UsageException>(() => new MultiscaleGaussianKernel([1, 2], [1]));
        Assert.Throws<UsageException>(() => new MultiscaleGaussianKernel([1, 2], [0, 0]));
        Assert.Contains("between -1 and 1", Assert.Throws<InvalidDataFormatException>(
            () => new TransformedKernel(new NeuralKernel(), new AtanhTransform()).Gram(Matrix.Column(1.0))).Message);
    }

    [Fact]
    public void A_metric()
    {
        // (x - y)' M (x - y) of (1, -2) is 2 - 4 + 12 = 10, and M (x - y) is (0, -5).
        var (x, y) = (Matrix.Of(new[,] { { 1.5, -1.5 } }), Matrix.Of(new[,] { { .5, .5 } }));
        var kernel = new MetricKernel(new GaussianKernel(2), [[2, 1], [1, 3]]);
        Close.Relative(Math.Exp(-10 / 8.0), kernel.Gram(x, y)[0, 0], Close.Kernel);
        Close.Relative(Matrix.Of(new[,] { { 0, 5 / 4.0 * Math.Exp(-10 / 8.0) } }), kernel.Pullback(x, y, Matrix.Column(1)), Close.Kernel);
        Assert.Equal(new double[2], kernel.Pullback(x, x.Clone(), Matrix.Column(1)).Values);
        Assert.Equal(new GaussianKernel(2).Gram(x, y).Values, new MetricKernel(new GaussianKernel(2)).Gram(x, y).Values);
        Assert.Throws<InvalidDataFormatException>(() => kernel.Gram(Origin, Origin));
        foreach (var metric in new ValueList<ValueList<double>>[] { [], [[1, 2]], [[3, 1], [2, 3]], [[double.NaN, 0], [0, 1]], [[1, double.NaN], [double.NaN, 1]], [[1, double.PositiveInfinity], [double.PositiveInfinity, 1]], [[1, 2], [2, 1]], [[0]], [[double.NaN]] })
            Assert.Throws<UsageException>(() => new MetricKernel(new GaussianKernel(), metric));
    }

    [Fact]
    public void A_point_feels_exactly_nothing_from_its_own_place()
    {
        var x = Matrix.Of(new[,] { { 1e8 / 3, -1e-9, .1 } });
        foreach (var kernel in new Kernel[] { new GaussianKernel(.1), new LaplaceKernel(), new RationalQuadraticKernel(), new MaternKernel(), new EnergyKernel(), new MultiscaleGaussianKernel() })
            Assert.Equal(new double[3], kernel.Pullback(x, x.Clone(), Matrix.Column(1e9)).Values);
    }

    [Fact]
    public void The_narrowest_kernels_are_a_peak_at_one_place()
    {
        var (x, identity) = (Matrix.Column(0, 1, 1e-100), Matrix.Of(new[,] { { 1.0, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }));
        foreach (var length in new[] { 1e-200, 1e-300, 1e-308 })
        {
            Kernel[] kernels = [new GaussianKernel(length), new MultiscaleGaussianKernel([length]), .. length == 1e-200 ? new Kernel[] { new LaplaceKernel(length), new MaternKernel(1.5, length) } : []];
            foreach (var kernel in kernels)
            {
                Assert.Equal(identity.Values, kernel.Gram(x).Values);
                Assert.Equal(new double[3], kernel.Pullback(x, identity).Values);
            }

            Assert.Contains("overflow", KernelCurvature.Obstacle(new GaussianKernel(length)));
        }
    }

    // Of smoothness 3/2: -3/l^2 e^(-sqrt(3) r/l) (x - y); of 5/2: -5/(3 l^2) (1 + z) e^(-z) (x - y).
    [Theory]
    [InlineData(1e-2)]
    [InlineData(1e-7)]
    [InlineData(1e-12)]
    [InlineData(1e-100)]
    public void Smooth_kernels_know_their_slopes_at_any_distance(double r)
    {
        double Slope(double smoothness) => new MaternKernel(smoothness, 2).Pullback(Matrix.Column(r), Matrix.Column(0), Matrix.Column(1))[0, 0];
        var (z3, z5) = (Math.Sqrt(3) * r / 2, Math.Sqrt(5) * r / 2);
        Close.Relative(-3.0 / 4 * Math.Exp(-z3) * r, Slope(1.5), Close.Kernel);
        Close.Relative(-5.0 / 12 * (1 + z5) * Math.Exp(-z5) * r, Slope(2.5), Close.Kernel);

        // And their curvature: d/dx d/dy k at equal points is 5/(3 l^2).
        if (r < 1e-6) Close.Relative(-5.0 / 12, Slope(2.5) / r, Close.Kernel);
    }

    [Fact]
    public void Far_points_underflow_to_nothing()
    {
        foreach (var r in new[] { 37.7, 38.7, 40, 1e9, 1e150 })
        {
            var wanted = Math.Exp(-r * r / 2);
            Close.Within(wanted, At(new GaussianKernel(), r), Math.Max(Close.Kernel * wanted, 1e-307));
            Assert.InRange(At(new GaussianKernel(), r), 0, 1e-300);
        }
    }
}
