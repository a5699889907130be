using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Numerics;

namespace NtkGan.Tests.Architectures;

/// <summary>Golden numbers of the dual moments at q11 = .8, q12 = .3, q22 = 1.7.</summary>
public class ActivationGoldenTests
{
    public static TheoryData<Activation, double, double> Goldens => new()
    {
        { new Relu(), .2667808647708006, .2914078427590107 },
        { new LeakyRelu(.2), .2307397534533124, .3865010193657668 },
        { new AbsoluteValue(), .7671234590832027, .1656313710360425 },
        { new Identity(), .3, 1 },
        { new Gelu(), .1801378603860791, .2965510355262844 },
        { new Erf(1.3, .7, .4), .3054825685373721, .4879193490381988 },
        { new Sine(1.3, .7, .4), .2550478919583924, .3949251992166253 },
        { new Rbf(.6), .3198190218163039, 2 * .6 * .3198190218163039 },
        { new Gabor(), .005778443589368313, .02134165190914172 },
        { new Exponential(1.1, .5), 1.782684473879009, .4456711184697523 },
        { new GaussianActivation(1.1, -.6), .5011823790864761, .0371450020184871 },
        { new Sign(), .1656313710360425, 0 },
        { new Monomial(0), 1, 0 },
        { new Monomial(1), .3, 1 },
        { new Monomial(2), 1.54, 4 * .3 },
        { new Monomial(3), 3.834, 9 * 1.54 },
        { new Monomial(4), 25.6536, 16 * 3.834 },
        { new Monomial(5), 147.1716, 25 * 25.6536 },
        { new RectifiedMonomial(0), .2914078427590106, 0 },
        { new RectifiedMonomial(1), .2667808647708006, .2914078427590106 },
        { new RectifiedMonomial(2), .6101907385976642, 4 * .2667808647708006 },
        { new RectifiedMonomial(3), 2.270532900932164, 9 * .6101907385976642 },
        { new Polynomial([.5, 1, -.3, .2]), .91696, 3.1624 },
        { new Tanh(), .0990718175613402, .33314404528271 },
        { new Sigmoid(), .2620405249378464, .0402307223729345 },
        { new Softplus(), .7637059636774646, .2620405249378464 },
        { new Silu(), .134512083669049, .2833464420653456 },
        { new Elu(), .2045627042328, .5825103891306 },
    };

    [Theory, MemberData(nameof(Goldens), DisableDiscoveryEnumeration = true)]
    public void Golden(Activation activation, double covariance, double derivative)
    {
        var dual = activation.Dual<Real>(.8, .3, 1.7);
        Close.Relative(covariance, dual.Covariance.Value, Close.Kernel);
        Close.Relative(derivative, dual.Derivative.Value, Close.Kernel);
        if (activation is not NumericActivation numeric) return;
        var estimate = numeric.Estimate(.8, .3, 1.7);
        Close.Relative(covariance, estimate.Covariance, Close.Kernel);
        Close.Relative(derivative, estimate.Derivative, Close.Kernel);
        Assert.InRange(estimate.CovarianceError, 0, Close.Kernel);
        Assert.InRange(estimate.DerivativeError, 0, Close.Kernel);
    }

    [Fact]
    public void Sigmoid_like_is_an_error_function()
    {
        var (own, erf) = (new SigmoidLike().Dual<Real>(.8, .3, 1.7), new Erf(.5, 1 / 2.4020563531719796, .5).Dual<Real>(.8, .3, 1.7));
        Assert.Equal(erf.Covariance.Value, own.Covariance.Value);
        Assert.Equal(erf.Derivative.Value, own.Derivative.Value);
    }

    [Fact]
    public void Small_variances_lose_no_digits()
    {
        // sin and gabor are x up to O(x^3), erf is 2x/sqrt(pi): N is (slope at 0)^2 q12 up to O(q).
        const double q = 1e-14;
        Close.Relative(q / 2, new Sine().Dual<Real>(q, q / 2, q).Covariance.Value, Close.Kernel);
        Close.Relative(q / 2, new Gabor().Dual<Real>(q, q / 2, q).Covariance.Value, Close.Kernel);
        Close.Relative(2 / Math.PI * q, new Erf().Dual<Real>(q, q / 2, q).Covariance.Value, Close.Kernel);
        Close.Relative(q / 2, new Sine().Dual<Lanes>(q, q / 2, q).Covariance.Vector[0], Close.Kernel);
    }

    [Fact]
    public void Parameters_out_of_their_domain_are_refused()
    {
        Assert.Throws<UsageException>(() => new GaussianActivation(1, 0));
        Assert.Throws<UsageException>(() => new GaussianActivation(1, .1));
        Assert.Throws<UsageException>(() => new Rbf(-1));
        Assert.Throws<UsageException>(() => new Sine(double.NaN));
        Assert.Throws<UsageException>(() => new Monomial(-1));
        Assert.Throws<UsageException>(() => new Monomial(100));
        Assert.Throws<UsageException>(() => new RectifiedMonomial(-1));
        Assert.Throws<UsageException>(() => new RectifiedMonomial(100));
        Assert.Throws<UsageException>(() => new Hermite(-1));
        Assert.Throws<UsageException>(() => new Polynomial([]));
        Assert.Throws<UsageException>(() => new Polynomial([1, double.PositiveInfinity]));
    }
}
