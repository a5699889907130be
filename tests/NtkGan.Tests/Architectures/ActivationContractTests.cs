using System.Runtime.CompilerServices;
using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Numerics;
using Xunit.Sdk;

namespace NtkGan.Tests.Architectures;

/// <summary>The contract of activations, over the catalog and over parameters that change the formula.</summary>
public class ActivationContractTests
{
    private static readonly Activation[] More =
    [
        new AbRelu(-.5, 2), new Erf(1.3, .7, .4), new Sine(1.3, .7, .4), new Sine(), new Cosine(1.3, .7, .4), new Rbf(0), new Arbf(1.4, .3), new GaussianActivation(1.1, -.6),
        new Exponential(1.1, .5), new ExpNormalized(.7, .2), new Elu(.5), new Polynomial([2]), new Polynomial([0, 1, 0, 0, .1, -.02]),
        new PiecewiseLinear([-3, 3], [0, 1.0 / 6, 0], .5), new PiecewiseLinear([0, 6], [0, 1, 0]), new PiecewiseLinear([-.5, .5], [1, 0, 1]), new PiecewiseLinear([-2, 0, .3], [.1, -1, 2, .5], -1),
        .. Enumerable.Range(0, 6).Select(degree => new Monomial(degree)),
        .. Enumerable.Range(0, 7).Select(degree => new RectifiedMonomial(degree)),
        .. Enumerable.Range(0, 5).Select(degree => new Hermite(degree)),
    ];

    private static readonly Dictionary<string, Activation> All = Catalog.Members<Activation>()
        .Select(member => (member.Name, Activation: (Activation)member.Example()))
        .Concat(More.Select(activation => (activation.ToString(), activation)))
        .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    public static TheoryData<string> Names => [.. All.Keys];

    public static TheoryData<string> Pointwise => [.. All.Where(pair => pair.Value.IsPointwise).Select(pair => pair.Key)];

    [Fact]
    public void The_catalog_has_the_activations_of_the_field() => Assert.Empty(new[]
    {
        "abrelu", "relu", "leaky_relu", "abs", "identity", "erf", "sigmoid_like", "gelu", "sin", "cos", "rbf", "arbf", "gabor", "exp", "exp_normalized",
        "gaussian", "sign", "hermite", "monomial", "rectified_monomial", "polynomial", "tanh", "sigmoid", "softplus", "elu", "silu", "piecewise_linear",
    }.Except(Catalog.Members<Activation>().Select(member => member.Name)));

    [Theory, MemberData(nameof(Pointwise))]
    public void Moments_are_those_of_the_function(string name) => ActivationContract.MomentsAreThoseOfTheFunction(All[name]);

    [Theory, MemberData(nameof(Names))]
    public void Derivative_is_the_slope_of_the_covariance(string name) => ActivationContract.DerivativeIsTheSlopeOfTheCovariance(All[name]);

    [Theory, MemberData(nameof(Names))]
    public void Is_symmetric_in_the_two_points(string name) => ActivationContract.IsSymmetricInTheTwoPoints(All[name]);

    [Theory, MemberData(nameof(Names))]
    public void Obeys_Cauchy_and_Schwarz(string name) => ActivationContract.ObeysCauchyAndSchwarz(All[name]);

    [Theory, MemberData(nameof(Names))]
    public void Jets_are_slopes(string name) => ActivationContract.JetsAreSlopes(All[name]);

    [Theory, MemberData(nameof(Names))]
    public void Diagonal_jet_is_its_slope(string name) => ActivationContract.DiagonalJetIsItsSlope(All[name]);

    [Theory, MemberData(nameof(Names))]
    public void Lanes_are_reals(string name) => ActivationContract.LanesAreReals(All[name]);

    [Theory, MemberData(nameof(Names))]
    public void Is_finite_everywhere(string name) => ActivationContract.IsFiniteEverywhere(All[name]);

    [Theory, MemberData(nameof(Pointwise))]
    public void Slopes_of_the_function_are_differences(string name) => ActivationContract.FunctionSlopesAreDifferences(All[name]);

    [Fact]
    public void A_kernel_alone_has_no_function() => Assert.Throws<UsageException>(() => new ExpNormalized().Value<Real>(1));

    // ------------------------------------------------------------------ activations that are wrong on purpose, and what catches them

    [Fact]
    public void A_wrong_covariance_is_caught() => Caught(ActivationContract.MomentsAreThoseOfTheFunction,
        (q11, q12, q22) => (q12 * q12 + .5 * q11 * q22, 4 * q12));

    [Fact]
    public void A_wrong_derivative_is_caught()
    {
        Caught(ActivationContract.MomentsAreThoseOfTheFunction, (q11, q12, q22) => (2 * q12 * q12 + q11 * q22, 4.000001 * q12));
        Caught(ActivationContract.DerivativeIsTheSlopeOfTheCovariance, (q11, q12, q22) => (2 * q12 * q12 + q11 * q22, 4.000001 * q12));
    }

    [Fact]
    public void A_preference_for_one_point_is_caught() => Caught(ActivationContract.IsSymmetricInTheTwoPoints,
        (q11, q12, q22) => (2 * q12 * q12 + q11 * q22 + .001 * q11, 4 * q12));

    [Fact]
    public void A_covariance_above_its_bound_is_caught() => Caught(ActivationContract.ObeysCauchyAndSchwarz,
        (q11, q12, q22) => (1.5 * q11 * q22 - .4 * q12 * q12, 4 * q12));

    [Fact]
    public void A_division_by_zero_is_caught() => Caught(ActivationContract.IsFiniteEverywhere,
        (q11, q12, q22) => (2 * q12 * q12 + q11 * q22, 4 * q12 * q11 / q11));

    [Fact]
    public void A_slope_that_jets_cannot_see_is_caught()
    {
        Assert.ThrowsAny<XunitException>(() => ActivationContract.JetsAreSlopes(new Frozen()));
        Assert.ThrowsAny<XunitException>(() => ActivationContract.DiagonalJetIsItsSlope(new Frozen()));
        Assert.ThrowsAny<XunitException>(() => ActivationContract.FunctionSlopesAreDifferences(new Frozen()));
    }

    private delegate (Jet<Real, Real> Covariance, Jet<Real, Real> Derivative) Formula(Jet<Real, Real> q11, Jet<Real, Real> q12, Jet<Real, Real> q22);

    private static void Caught(Action<Activation> check, Formula formula) => Assert.ThrowsAny<XunitException>(() => check(new Wrong(formula)));

    /// <summary>x^2 with moments of one's choice, in any scalar type with at most one derivative in q12.</summary>
    private sealed record Wrong(Formula Moments) : Activation
    {
        public override T Value<T>(T x) => x * x;

        public override DualMoments<T> Dual<T>(T q11, T q12, T q22)
        {
            // Each lane by itself; the derivative in q12 is all that these checks look at.
            double[] At(Func<(Jet<Real, Real> Covariance, Jet<Real, Real> Derivative), Real> number) => [.. Enumerable.Range(0, Lanes.Count).Select(lane =>
                number(Moments(T.Primal(q11).Vector[lane], new(T.Primal(q12).Vector[lane], 1.0), T.Primal(q22).Vector[lane])).Value)];
            Lanes Pack(Func<(Jet<Real, Real> Covariance, Jet<Real, Real> Derivative), Real> number) => new(System.Runtime.Intrinsics.Vector256.Create(At(number)));
            var change = q12 - T.Constant(T.Primal(q12));
            return new(
                T.MultiplyAdd(T.Constant(Pack(both => both.Covariance.Slope)), change, T.Constant(Pack(both => both.Covariance.Value))),
                T.MultiplyAdd(T.Constant(Pack(both => both.Derivative.Slope)), change, T.Constant(Pack(both => both.Derivative.Value))));
        }

        internal override void Propagate(KernelState state) => throw new NotSupportedException();
    }

    /// <summary>x^2 that loses its derivatives.</summary>
    private sealed record Frozen : Activation
    {
        public override T Value<T>(T x) => T.Constant(T.Primal(x * x));

        [MethodImpl(MethodImplOptions.NoInlining)]
        public override DualMoments<T> Dual<T>(T q11, T q12, T q22) =>
            new(T.Constant(T.Primal(2 * q12 * q12 + q11 * q22)), T.Constant(T.Primal(4 * q12)));

        internal override void Propagate(KernelState state) => throw new NotSupportedException();
    }
}
