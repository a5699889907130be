using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;

namespace NtkGan.Tests.Kernels;

/// <summary>Moments of the spectral measure against derivatives of the kernel at 0, and what they bound.</summary>
public class SpectralMomentTests
{
    public static TheoryData<Kernel> Smooth =>
    [
        new GaussianKernel(.7), new MultiscaleGaussianKernel([1, 3], [2, 1]), new RationalQuadraticKernel(1.5, .5), new RationalQuadraticKernel(1, 30),
        new InverseMultiquadricKernel(2), new MaternKernel(3.5, 1.5), new MaternKernel(9.5), new ScaledKernel(new GaussianKernel(), 3),
        new SumKernel([new GaussianKernel(), new RationalQuadraticKernel()]), new ProductKernel([new GaussianKernel(2), new RationalQuadraticKernel(), new GaussianKernel()]),
    ];

    [Theory, MemberData(nameof(Smooth))]
    public void Are_derivatives_at_0(Kernel kernel)
    {
        // The slope K'(h) = -M_1 h + M_2 h^3/6 - ...: Richardson's rule on three steps parts the two.
        double Slope(double h) => kernel.Pullback(Matrix.Column(h), Matrix.Column(0), Matrix.Column(1))[0, 0] / h;
        const double h = 2e-2;
        double[] slopes = [Slope(h), Slope(2 * h), Slope(4 * h)];
        double[] first = [(4 * slopes[0] - slopes[1]) / 3, (4 * slopes[1] - slopes[2]) / 3];
        Close.Relative(kernel.Gram(Matrix.Column(0))[0, 0], kernel.SpectralMoment(0), Close.Kernel);
        Close.Relative(kernel.SpectralMoment(1), -(16 * first[0] - first[1]) / 15, Close.FiveDigits);
        Close.Relative(kernel.SpectralMoment(2), 2 * (slopes[1] - slopes[0]) / (h * h), Close.Ringing);
    }

    [Theory, MemberData(nameof(Smooth))]
    public void Grow_as_those_of_a_measure(Kernel kernel)
    {
        // Cauchy and Schwarz: M_m^2 <= M_(m-1) M_(m+1).
        for (var m = 1; double.IsFinite(kernel.SpectralMoment(m + 1)) && m < 16; m++)
            Assert.InRange(Math.Pow(kernel.SpectralMoment(m), 2), 0, kernel.SpectralMoment(m - 1) * kernel.SpectralMoment(m + 1));
    }

    [Fact]
    public void Of_a_product_of_gaussians_are_those_of_a_gaussian()
    {
        Kernel product = new ProductKernel([new GaussianKernel(1), new GaussianKernel(2)]), one = new GaussianKernel(1 / Math.Sqrt(1.25));
        for (var m = 0; m <= 16; m++) Close.Relative(one.SpectralMoment(m), product.SpectralMoment(m), Close.Kernel);
    }

    [Fact]
    public void Do_not_exist_for_kinks_and_networks()
    {
        Assert.Equal((1, double.PositiveInfinity), (new LaplaceKernel(2).SpectralMoment(0), new LaplaceKernel(2).SpectralMoment(1)));
        Assert.True(double.IsFinite(new MaternKernel(1.5).SpectralMoment(1)) && double.IsInfinity(new MaternKernel(1.5).SpectralMoment(2)));
        foreach (var kernel in new Kernel[] { new NeuralKernel(), new ReluNetworkKernel(), new EnergyKernel(), TransformedKernel.Example, new SumKernel([new GaussianKernel(), new EnergyKernel()]) })
            Assert.Equal(double.PositiveInfinity, kernel.SpectralMoment(0));
        Assert.False(new SumKernel([new GaussianKernel(), new ScaledKernel(new EnergyKernel())]).IsPositiveDefinite);
        Assert.False(new ProductKernel([new GaussianKernel(), new EnergyKernel()]).IsPositiveDefinite);
        Assert.True(TransformedKernel.Example.IsPositiveDefinite);
    }

    [Fact]
    public void Bound_the_steepest_slope()
    {
        var radii = Enumerable.Range(1, 400).Select(i => i * .02).ToArray();
        foreach (var kernel in Smooth.Select(row => row.Data).Concat([new LaplaceKernel(.5), new MaternKernel(.5), new MaternKernel(1.5), new SumKernel([new LaplaceKernel(), new GaussianKernel()])]))
        {
            var steepest = radii.Max(r => Math.Abs(kernel.Pullback(Matrix.Column(r), Matrix.Column(0), Matrix.Column(1))[0, 0]));
            Assert.InRange(kernel.SteepestSlope, steepest, 5 * steepest);
        }
    }
}
