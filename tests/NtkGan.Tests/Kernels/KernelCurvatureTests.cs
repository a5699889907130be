using CsCheck;
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;

namespace NtkGan.Tests.Kernels;

/// <summary>Expansions of kernels at distance 0 and their second derivatives.</summary>
public class KernelCurvatureTests
{
    public static TheoryData<Kernel, double, double> Known => new()
    {
        { new GaussianKernel(.5), 4, 16 },
        { new RationalQuadraticKernel(2, .5), .25, 3.0 / 16 },
        { new MultiscaleGaussianKernel([1, 2]), (1 + .25) / 2, .53125 },
        { new MultiscaleGaussianKernel([1, 10]), (1 + .01) / 2, .50005 },
        { new InverseMultiquadricKernel(2), 1.0 / 8, 3.0 / 32 },
        { new MaternKernel(2.5, 2), 5.0 / 3 / 4, 25.0 / 48 },
        { new ScaledKernel(new GaussianKernel(2), 3), .75, 3.0 / 16 },
        { new SumKernel([new GaussianKernel(), new GaussianKernel(2)]), 1.25, 1.0625 },
        { new ProductKernel([new GaussianKernel(), new GaussianKernel()]), 2, 4 },
    };

    [Theory, MemberData(nameof(Known))]
    public void Known_curvatures(Kernel kernel, double gamma, double kappa)
    {
        var curvature = KernelCurvature.Of(kernel);
        Close.Relative(gamma, curvature.Gamma, Close.Kernel);
        Close.Relative(kappa, curvature.Kappa, Close.Kernel);
        Assert.True(curvature.HasKappa);
        Close.Relative(kernel.Diagonal(Matrix.Column(.3))[0], curvature.Peak, Close.Kernel);
    }

    [Fact]
    public void Moments_of_the_spectral_measure_are_the_same_derivatives()
    {
        foreach (var kernel in Catalog.Members<Kernel>().Select(member => (Kernel)member.Example()).Where(kernel => KernelCurvature.Obstacle(kernel) is null))
        {
            var curvature = KernelCurvature.Of(kernel);
            if (double.IsFinite(kernel.SpectralMoment(1))) Close.Relative(kernel.SpectralMoment(1), curvature.Gamma, Close.Kernel);
            if (curvature.HasKappa && double.IsFinite(kernel.SpectralMoment(2))) Close.Relative(kernel.SpectralMoment(2) / 3, curvature.Kappa, Close.Kernel);
        }
    }

    [Fact]
    public void A_width_is_the_length_of_a_Gaussian() => Close.Relative(.3, KernelCurvature.Of(new ScaledKernel(new GaussianKernel(.3), 5)).Width, Close.Kernel);

    [Fact]
    public void Matern_three_halves_has_a_curvature_but_no_fourth_derivative()
    {
        var curvature = KernelCurvature.Of(new MaternKernel(1.5, 2));
        Close.Relative(.75, curvature.Gamma, Close.Kernel);
        Close.Relative(Math.Pow(.75, 1.5) / 3, curvature.Cubic, Close.Kernel);
        Assert.False(curvature.HasKappa);
        Assert.All(Enumerable.Range(2, 8), p => Assert.True(KernelCurvature.Of(new MaternKernel(p + .5)).HasKappa));
    }

    [Fact]
    public void Kernels_without_curvature_are_refused_with_the_reason()
    {
        foreach (var kernel in new Kernel[] { new LaplaceKernel(), new EnergyKernel(), new MaternKernel(.5), new SumKernel([new GaussianKernel(), new LaplaceKernel()]) })
            Assert.Contains("kink", Assert.Throws<UsageException>(() => KernelCurvature.Of(kernel)).Message);
        Assert.Contains("more than the distance", KernelCurvature.Obstacle(new ProductKernel([new GaussianKernel(), new NeuralKernel()])));
    }

    public static TheoryData<Kernel> Smooth =>
    [
        new GaussianKernel(.7), new RationalQuadraticKernel(1.3, .4), new InverseMultiquadricKernel(), new MaternKernel(2.5), new MaternKernel(4.5, 2),
        new SumKernel([new GaussianKernel(), new MaternKernel(3.5)]), new NeuralKernel(new Mlp([new Erf()])), new NeuralKernel(new Mlp([new Gelu()]), KernelKind.Nngp),
    ];

    [Theory, MemberData(nameof(Smooth))]
    public void Second_derivatives_are_differences_of_gradients(Kernel kernel)
    {
        const double step = 1e-5;
        double[] x = [.4, -.3, .9], far = [-.2, .5, .6];
        foreach (var y in new[] { far, x })
        {
            var derivatives = SecondDerivatives.Of(kernel, x, y);
            Matrix Row(double[] point) => new(1, 3, [.. point]);
            Matrix Difference(bool first)
            {
                var result = new Matrix(3, 3);
                for (var c = 0; c < 3; c++)
                {
                    var (forward, backward) = ((double[])(first ? x : y).Clone(), (double[])(first ? x : y).Clone());
                    forward[c] += step;
                    backward[c] -= step;
                    Matrix At(double[] moved) => first ? kernel.Pullback(Row(moved), Row(y), Matrix.Column(1)) : kernel.Pullback(Row(x), Row(moved), Matrix.Column(1));
                    var (ahead, behind) = (At(forward), At(backward));
                    for (var a = 0; a < 3; a++) result[a, c] = (ahead[0, a] - behind[0, a]) / (2 * step);
                }

                return result;
            }

            // Kernels that are smooth to the third order alone cost the differences a digit at coincident points.
            Close.Relative(Difference(true), derivatives.Pure, Close.Difference * 100, scale: 1);
            Close.Relative(Difference(false), derivatives.Mixed, Close.Difference * 100, scale: 1);
        }
    }

    [Fact]
    public void Gaussian_second_derivatives_are_those_of_the_closed_form() =>
        Gen.Select(Gen.Double[-2, 2].Array[2], Gen.Double[-2, 2].Array[2], Gen.Double[.3, 3]).Sample((x, y, sigma) =>
        {
            var derivatives = SecondDerivatives.Of(new GaussianKernel(sigma), x, y);
            double[] v = [x[0] - y[0], x[1] - y[1]];
            var (gamma, value) = (1 / (sigma * sigma), Math.Exp(-(v[0] * v[0] + v[1] * v[1]) / (2 * sigma * sigma)));
            var expected = Matrix.Of(new[,]
            {
                { gamma * value * (1 - gamma * v[0] * v[0]), -gamma * value * gamma * v[0] * v[1] },
                { -gamma * value * gamma * v[0] * v[1], gamma * value * (1 - gamma * v[1] * v[1]) },
            });
            Close.Relative(expected, derivatives.Mixed, Close.Kernel, scale: gamma);
        });

    [Fact]
    public void Nearby_points_keep_the_accuracy_of_second_derivatives()
    {
        // Matern 5/2: k'' = (5/(3 l^2)) (z^2 - z - 1) e^-z in one dimension, z = sqrt(5) r/l.
        foreach (var r in new[] { 0, 1e-12, 1e-8, 1e-5, 9e-4, 1.1e-3, .01, 1 })
        {
            var z = Math.Sqrt(5) * r;
            var pure = SecondDerivatives.Of(new MaternKernel(2.5), [r], [0.0]).Pure[0, 0];
            Close.Within(5.0 / 3 * (z * z - z - 1) * Math.Exp(-z), pure, Close.Solver);
        }
    }

    [Fact]
    public void Kinks_have_no_second_derivative()
    {
        Assert.Throws<NumericalException>(() => SecondDerivatives.Of(new LaplaceKernel(), [1.0], [1.0]));
        Assert.Throws<NumericalException>(() => SecondDerivatives.Of(new NeuralKernel(), [1.0, .5], [1.0, .5]));
        Assert.True(SecondDerivatives.Of(new LaplaceKernel(), [1.0], [2.0]).Pure[0, 0] > 0);
    }

    [Fact]
    public void A_small_cubic_is_no_rounding()
    {
        var kernel = new SumKernel([new GaussianKernel(), new ScaledKernel(new MaternKernel(), 1e-6)]);
        Assert.False(KernelCurvature.Of(kernel).HasKappa);
    }

    // A kernel of the distance that hides it, so that its second derivatives come by differences.
    private static TransformedKernel Hidden(Kernel kernel) => new(kernel, new NtkGan.Kernels.Transforms.IdentityTransform());

    [Theory]
    [InlineData(1e3)]
    [InlineData(1e-6)]
    public void Second_derivatives_by_differences_know_the_size_of_points(double size)
    {
        var (x, y) = (new[] { 1.1 * size, -1.7 * size }, new[] { .8 * size, -1.9 * size });
        var (known, found) = (SecondDerivatives.Of(new GaussianKernel(size), x, y), SecondDerivatives.Of(Hidden(new GaussianKernel(size)), x, y));
        Close.Relative(known.Pure, found.Pure, Close.Gradient);
        Close.Relative(known.Mixed, found.Mixed, Close.Gradient);
    }

    [Fact]
    public void What_changes_within_a_step_has_no_second_derivative()
    {
        // Fourth derivatives show at steps of a tenth of the length; and a small kernel is no smoother for being small.
        double[] x = [1, 0], y = [1 + 1e-3, 0];
        Assert.Throws<NumericalException>(() => SecondDerivatives.Of(Hidden(new GaussianKernel(1e-3)), x, y));
        Assert.Throws<NumericalException>(() => SecondDerivatives.Of(Hidden(new ScaledKernel(new LaplaceKernel(), 1e-9)), x, x));
    }
}
