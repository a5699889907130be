using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Synthesis;
using NtkGan.Tests.Contracts;
using NtkGan.Tests.Stability;

namespace NtkGan.Tests.Kernels;

/// <summary>A kernel of one's own goes where the library's go: a Gaussian written pair by pair gives what the Gaussian kernel gives.</summary>
public class PairwiseKernelTests
{
    // Extrapolated differences: 1e-3 of |x| to the fourth power, on fifth derivatives of order 1, and rounding of 1e-13.
    private const double Extrapolated = 1e-10;

    private static readonly Kernel Built = new GaussianKernel(1.3);

    private sealed record Own(double Length, bool HasGradient) : PairwiseKernel
    {
        public override double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            var square = 0.0;
            for (var c = 0; c < x.Length; c++) square += (x[c] - y[c]) * (x[c] - y[c]);
            return Math.Exp(-square / (2 * Length * Length));
        }

        protected override void Gradient(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> gradient)
        {
            if (!HasGradient)
            {
                base.Gradient(x, y, gradient);
                return;
            }

            var value = Of(x, y);
            for (var c = 0; c < x.Length; c++) gradient[c] = -value * (x[c] - y[c]) / (Length * Length);
        }

        protected override bool IsDefinite => true;
    }

    [Theory, InlineData(true, Close.Solver), InlineData(false, 1e-8)]
    public void Drives_flows_syntheses_and_games(bool hasGradient, double tolerance)
    {
        var own = new Own(1.3, hasGradient);
        Matrix x = KernelContractTests.RandomPoints(12, 61, dimension: 2), y = KernelContractTests.RandomPoints(9, 62, dimension: 2);

        Matrix Flow(Kernel kernel, Loss loss)
        {
            var flow = new GeneratorFlow(kernel, loss, new Exact(2), new ExplicitEuler(.1));
            var state = new FlowState(x);
            for (var step = 0; step < 5; step++) state = flow.Advance(state, y);
            return flow.Points(state);
        }

        foreach (var loss in new Loss[] { new Ipm(), new Lsgan() }) Close.Relative(Flow(Built, loss), Flow(own, loss), tolerance);

        SynthesisEvaluation Synthesis(Kernel kernel) => new SynthesisObjective(new([new SynthesisTerm(kernel, new GivenLambda(1))], new MeanSquaredError()), y, x.Rows).Evaluate(x);
        Close.Relative(Synthesis(Built).Gradient, Synthesis(own).Gradient, tolerance);

        Matrix Game(Kernel kernel) => RandomGames.After(RandomGames.Random(new(kernel), 11, 3, 4, 2), 50);
        Close.Relative(Game(Built), Game(own), tolerance);
        Assert.Contains("more than the distance", Assert.Throws<UsageException>(() => KernelCurvature.Of(own)).Message);
    }

    [Fact]
    public void Differences_stand_in_for_a_gradient()
    {
        Matrix x = KernelContractTests.RandomPoints(6, 63), y = x.Above(KernelContractTests.RandomPoints(5, 64)), weights = KernelContractTests.RandomPoints(6, 65, dimension: 11);
        Close.Relative(Built.Pullback(x, y, weights), new Own(1.3, false).Pullback(x, y, weights), Extrapolated, scale: 1);
    }

    [Fact]
    public void A_value_that_is_nothing_beside_the_diagonal_may_change_fast()
    {
        // exp(-266), which changes by half within a step of the differences.
        Matrix x = Matrix.Column(30), y = Matrix.Column(0);
        Close.Relative(Built.Pullback(x, y, Matrix.Column(1)), new Own(1.3, false).Pullback(x, y, Matrix.Column(1)), Extrapolated, scale: 1);
    }

    [Fact]
    public void Differences_that_cannot_be_trusted_are_refused()
    {
        // A peak far narrower than a thousandth of the points' size, which no difference sees from its side.
        Matrix x = Matrix.Column(1, 1 + 1e-4), y = Matrix.Column(1);
        var narrow = new Own(1e-4, false);
        Assert.True(narrow.Gram(x, y).IsFinite());
        Assert.Contains("override Gradient", Assert.Throws<NumericalException>(() => narrow.Pullback(x, y, Matrix.Column(1, 1))).Message);
        Assert.True(new Own(1e-4, true).Pullback(x, y, Matrix.Column(1, 1)).IsFinite());
    }
}
