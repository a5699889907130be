using System.Diagnostics;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Tests.Stability;

/// <summary>Whole predictions: regimes, advice, optima, words, maps.</summary>
public class StabilityPredictionTests
{
    private static GameConfiguration OnePoint(
        double sigma, double p = 1, double q = 1, double etaD = .1, double etaG = .01, double lambda = 1, UpdateOrder order = UpdateOrder.Alternating) =>
        new(new KernelGame(new GaussianKernel(sigma), etaD, etaG, lambda, order), new(Matrix.Column(0.0), [p]), new(Matrix.Column(.01 * sigma), [q]));

    private static GameConfiguration OnLine(double sigma, double[] real, double[] generated, double[]? p = null, double[]? q = null, double etaG = .01, double lambda = 1) => new(
        new KernelGame(new GaussianKernel(sigma), .1, etaG, lambda),
        p is null ? WeightedPoints.Uniform(Matrix.Column(real)) : new(Matrix.Column(real), ValueList.From(p)),
        q is null ? WeightedPoints.Uniform(Matrix.Column(generated)) : new(Matrix.Column(generated), ValueList.From(q)));

    private static double Safe(StabilityPrediction prediction, GameParameter parameter) => prediction.Advice.Single(advice => advice.Parameter == parameter).Safe!.Value;

    [Fact]
    public void Every_regime_is_predicted()
    {
        Assert.Equal(Regime.Converges, StabilityPrediction.Of(OnePoint(1)).Outcome!.Regime);
        Assert.Equal(Regime.Oscillates, StabilityPrediction.Of(OnePoint(1, lambda: .1)).Outcome!.Regime);
        Assert.Equal(Regime.Diverges, StabilityPrediction.Of(OnePoint(.2, p: .5)).Outcome!.Regime);
        Assert.Equal(Regime.Collapses, StabilityPrediction.Of(OnLine(.25, [1, -1], [1.05, .96])).Outcome!.Regime);
        Assert.Equal(Regime.Diverges, StabilityPrediction.Of(OnLine(.1, [1, -1], [1, 1.7])).Outcome!.Regime);

        // Wide enough to rest outside: frozen, but a true point is missed as well, which is worse.
        var stray = StabilityPrediction.Of(OnLine(.2, [1], [1, 3]));
        Assert.Equal(Regime.Frozen, stray.Outcome!.Regime);
        Assert.Equal(Regime.Collapses, StabilityPrediction.Of(OnLine(.2, [1, -1], [1, 3])).Outcome!.Regime);
    }

    [Fact]
    public void An_unstable_balance_that_nothing_disturbs_counts_as_frozen()
    {
        var prediction = StabilityPrediction.Of(OnLine(.1, [1, -1], [.02, 1.05]));
        var lone = prediction.Regions.Single(region => region.Region is { Real.Count: 0 });
        Assert.True(lone.Outcome.IsUndisturbed);
        Assert.Equal(Regime.Frozen, lone.Outcome.Regime);
        Assert.Equal(Regime.Diverges, StabilityPrediction.Of(OnLine(.1, [1, -1], [.35, 1.05])).Regions.Single(region => region.Region is { Real.Count: 0 }).Outcome.Regime);
    }

    [Fact]
    public void Several_points_collapse_onto_one_true_point_while_their_mass_is_below_its_own()
    {
        var prediction = StabilityPrediction.Of(OnLine(.25, [1, -1], [1.05, .9, 3.5], [.6, .4], [.25, .25, .5], .1, .2));
        var pair = prediction.Regions.Single(region => region.Region.Generated.Count == 2);
        Assert.Equal(Destination.OnTruePoint, pair.Outcome.Destination);
        Assert.True(pair.Outcome.Regime <= Regime.Oscillates);
        Assert.All(pair.Conditions, condition => Assert.True(condition.Holds));
        Assert.Equal(Destination.NobodyComes, prediction.Regions.Single(region => region.Region.Generated.Count == 0).Outcome.Destination);
    }

    [Fact]
    public void Advice_for_the_width_meets_the_closed_forms()
    {
        // Simultaneous, balanced: sigma = q sqrt(eta_g/lambda) = 1. A lone point: q sqrt(mu (1 - eta_d lambda))/lambda = .15.
        Close.Relative(1, Safe(StabilityPrediction.Of(OnePoint(.97, etaG: .1, lambda: .1, order: UpdateOrder.Simultaneous)), GameParameter.Width), Close.Solver);
        Close.Relative(.5 * Math.Sqrt(.1 * .9), Safe(StabilityPrediction.Of(OnLine(.12, [1], [1, 1.9], p: [1], q: [.5, .5])), GameParameter.Width), Close.Solver);
        Close.Relative(Math.Sqrt(.1 / 3.8), Safe(StabilityPrediction.Of(OnePoint(.16, etaD: 1, etaG: .1, lambda: .1)), GameParameter.Width), Close.Solver);

        // n = 1, Delta = -.5: lambda^2 sigma^2 = mu q |Delta| (1 - eta_d lambda).
        var heavy = StabilityPrediction.Of(OnePoint(.2, p: .5));
        Close.Relative(Math.Sqrt(.05 * .9), Safe(heavy, GameParameter.Width), Close.Solver);
        Close.Relative(.2236068, Assert.Single(heavy.Regions).SmallStepCriticalWidth, Close.SixDecimals);
        Close.Relative(.04 / (.5 * .9) * .1, Safe(heavy, GameParameter.GeneratorRate), Close.Solver);
    }

    [Fact]
    public void Advice_lies_on_the_boundary_for_every_parameter()
    {
        var configuration = OnePoint(.2, p: .5);
        var (surface, prediction) = (new PredictionSurface(configuration), StabilityPrediction.Of(configuration));
        Assert.Equal(4, prediction.Advice.Count);
        foreach (var advice in prediction.Advice.Where(advice => advice.Safe is not null))
        {
            Regime At(double value) => surface.At(surface.Start.With(advice.Parameter, value)).Regime;
            Assert.True(At(advice.Safe!.Value) < Regime.Diverges);
            Assert.Equal(Regime.Diverges, At(advice.Safe.Value + (advice.Current - advice.Safe.Value) * Close.DoubleRoot));
        }

        Assert.All(StabilityPrediction.Of(OnePoint(1)).Advice, advice => Assert.Equal(advice.Current, advice.Safe));
        Assert.All(StabilityPrediction.Of(OnLine(.2, [1, -1], [1, 3])).Advice.Where(advice => advice.Parameter != GameParameter.Width), advice => Assert.Null(advice.Safe));
    }

    [Fact]
    public void Margins_meet_the_closed_forms()
    {
        static ParameterAdvice Of(StabilityPrediction prediction, GameParameter parameter) => prediction.Advice.Single(advice => advice.Parameter == parameter);

        // Alternating, balanced: it oscillates below the width of (1 - sqrt(1 - eta_d lambda))^2 = eta_d eta_g q^2/sigma^2, and never above.
        var converging = StabilityPrediction.Of(OnePoint(1));
        var width = Of(converging, GameParameter.Width);
        Assert.Equal(Regime.Oscillates, width.WorseBelow!.Regime);
        Close.Relative(Math.Sqrt(.001) / (1 - Math.Sqrt(.9)), width.WorseBelow.Value, Close.DoubleRoot);
        Assert.Null(width.WorseAbove);
        Assert.Contains(converging.Explain(), sentence => sentence.Contains("Room for the kernel width", StringComparison.Ordinal));

        // The edge of stability: eta_d eta_g q^2/sigma^2 = 4 - 2 eta_d lambda.
        var swinging = StabilityPrediction.Of(OnePoint(1, etaD: 1, etaG: .1, lambda: .1));
        Assert.Equal(Regime.Oscillates, swinging.Outcome!.Regime);
        Assert.Equal(Regime.Diverges, Of(swinging, GameParameter.Width).WorseBelow!.Regime);
        Close.Relative(Math.Sqrt(.1 / 3.8), Of(swinging, GameParameter.Width).WorseBelow!.Value, Close.Solver);
        Close.Relative(3.8, Of(swinging, GameParameter.GeneratorRate).WorseAbove!.Value, Close.Solver);

        // Without regularisation there is nothing below, and what diverges cannot get worse.
        Assert.Null(Of(StabilityPrediction.Of(OnePoint(1, lambda: 0)), GameParameter.Regularisation).WorseBelow);
        Assert.All(StabilityPrediction.Of(OnePoint(.2, p: .5)).Advice, advice => Assert.Null(advice.WorseBelow ?? advice.WorseAbove));
    }

    [Fact]
    public void Optima_meet_the_closed_forms()
    {
        // Simultaneous: lambda sigma = 2 q sqrt(mu), rate 1 - eta_d lambda/2.
        var simultaneous = StabilityPrediction.Of(OnePoint(1, q: .7, p: .7, lambda: .5, order: UpdateOrder.Simultaneous));
        Close.Relative(2 * .7 * Math.Sqrt(.1) / .5, simultaneous.OptimalWidth!.Value, Close.DoubleRoot);
        Close.Relative(1 - .1 * .5 / 2, simultaneous.OptimalWidth.Rate, Close.DoubleRoot);
        Close.Relative(2 * .7 * Math.Sqrt(.1), simultaneous.OptimalRegularisation!.Value, Close.DoubleRoot);

        // Alternating: rate sqrt(1 - eta_d lambda) up to the width of (1 - sqrt(1 - eta_d lambda))^2 = eta_d eta_g q^2/sigma^2.
        var alternating = StabilityPrediction.Of(OnePoint(1, lambda: .5));
        Close.Relative(Math.Sqrt(.95), alternating.OptimalWidth!.Rate, Close.DoubleRoot);
        Close.Relative(Math.Sqrt(.001) / (1 - Math.Sqrt(.95)), alternating.OptimalWidth.Value, Close.DoubleRoot * 10);
        var root = Math.Sqrt(.001);
        Close.Relative((2 * root - root * root) / .1, alternating.OptimalRegularisation!.Value, Close.DoubleRoot * 10);
        Assert.Null(StabilityPrediction.Of(OnLine(.25, [1, -1], [1.05, .96])).OptimalRegularisation);
    }

    [Fact]
    public void Rates_are_those_of_an_update()
    {
        var one = StabilityPrediction.Of(OnePoint(1));
        Close.Relative(.98887321, one.RatePerUpdate!.Value, Close.EightDecimals);
        Close.Relative(-Math.Log(.98887321) / .1, one.RatePerTime!.Value, Close.SixDecimals);
        var several = OnePoint(1) with { Game = new KernelGame(new GaussianKernel(), .1, .01, 1, UpdateOrder.Alternating, 4) };
        Close.Relative(StabilityPrediction.Of(several).Outcome!.Rate, Math.Pow(StabilityPrediction.Of(several).RatePerUpdate!.Value, 4), Close.Kernel);
    }

    [Fact]
    public void The_linear_theory_knows_how_far_it_reaches()
    {
        // A balanced point: the kernel's third order, 2 r = sqrt(.2) widths.
        var one = Assert.Single(StabilityPrediction.Of(OnePoint(2)).Regions);
        Close.Relative(Math.Sqrt(.05) * 2, one.ValidityRadius, Close.Kernel);
        Close.Relative(.02, one.StartRadius, Close.Kernel);
        Assert.True(one.StartsWithinValidity);
        var light = Assert.Single(StabilityPrediction.Of(OnePoint(2, q: .9)).Regions);
        Close.Relative(2 * Math.Sqrt(.1 * .1 / (1.5 * .9)), light.ValidityRadius, Close.Kernel);

        // Half a tenth off at the radius itself: the force of the past on the other side of the swing, 2 r away.
        var (r, width) = (one.ValidityRadius, 2.0);
        var exact = 2 * r / (width * width) * Math.Exp(-4 * r * r / (2 * width * width));
        Assert.InRange(1 - exact / (2 * r / (width * width)), .09, .11);
    }

    [Fact]
    public void Without_regularisation_unequal_masses_diverge_and_equal_ones_swing()
    {
        Assert.Equal(Regime.Diverges, StabilityPrediction.Of(OnePoint(1, q: .9, lambda: 0)).Outcome!.Regime);
        Assert.Equal(Regime.Oscillates, StabilityPrediction.Of(OnePoint(1, lambda: 0)).Outcome!.Regime);
        Assert.Equal(Regime.Diverges, StabilityPrediction.Of(OnePoint(1, lambda: 0, order: UpdateOrder.Simultaneous)).Outcome!.Regime);
        Assert.Equal(Regime.Oscillates, StabilityPrediction.Of(OnLine(.5, [1, -1], [1.05, -.96], lambda: 0)).Outcome!.Regime);
        Assert.True(Safe(StabilityPrediction.Of(OnePoint(1, q: .9, lambda: 0)), GameParameter.Regularisation) > 0);
    }

    [Fact]
    public void Balanced_groups_decay_algebraically()
    {
        var region = Assert.Single(StabilityPrediction.Of(OnLine(1, [0], [.2, -.2])).Regions);
        Assert.True(region.Outcome.IsAlgebraic);
        Assert.Equal(Regime.Converges, region.Outcome.Regime);
    }

    [Fact]
    public void A_kernel_with_a_kink_gets_a_reason_and_is_played_instead_of_predicted()
    {
        var prediction = StabilityPrediction.Of(OnePoint(1) with { Game = new KernelGame(new LaplaceKernel()) });
        Assert.Null(prediction.Outcome);
        Assert.NotEqual(VerdictBasis.Predicted, prediction.Verdict.Basis);
        Assert.Contains("kink", prediction.Obstacle);
        Assert.Equal(prediction.Obstacle, prediction.Explain()[^1]);
        Assert.Empty(prediction.Advice);
    }

    [Fact]
    public void Words_say_what_the_numbers_say()
    {
        foreach (var configuration in new[]
        {
            OnePoint(1), OnePoint(1, lambda: .1), OnePoint(.2, p: .5), OnePoint(1, lambda: 0), OnePoint(1, q: .9, lambda: 0), OnLine(.25, [1, -1], [1.05, .96]),
            OnLine(.5, [1, -1], [1.05, .96]), OnLine(.1, [1, -1], [.02, 1.05]), OnLine(.1, [1, -1], [1, 1.7]), OnLine(.2, [1], [1, 3]), OnLine(1, [0], [.2, -.2]),
            OnLine(.05, [0], [0, .3, -.3], q: [1, 1, 1]),
        })
        {
            var prediction = StabilityPrediction.Of(configuration);
            Assert.All(prediction.Explain(), sentence => Assert.Matches(@"^[A-Z][^\n]*\.$", sentence));
            Assert.DoesNotContain(prediction.Explain(), sentence => sentence.Contains("NaN", StringComparison.Ordinal) || sentence.Contains('∞'));
        }

        Assert.Contains("0.1699", string.Join(' ', StabilityPrediction.Of(OnLine(.25, [1, -1], [1.05, .96])).Explain()));
    }

    [Fact]
    public void A_map_of_ten_thousand_cells_is_fast_and_agrees_with_the_formulas()
    {
        var surface = new PredictionSurface(OnePoint(.5, q: .8, etaG: .1, order: UpdateOrder.Simultaneous));
        surface.At(surface.Start);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
        {
            for (var j = 0; j < 100; j++)
            {
                var (sigma, lambda) = (.01 + i * .99 / 99, .01 + j * 9.99 / 99);
                var outcome = surface.At(surface.Start with { Width = sigma, Regularisation = lambda });
                var (first, second) = new LocalConvergence(sigma, lambda, .1, GeneratedMass: .8).RhoC;
                Close.Relative(Math.Max(Math.Max(Math.Abs(1 - .1 * lambda), System.Numerics.Complex.Abs(first)), System.Numerics.Complex.Abs(second)), outcome.Rate, Close.DoubleRoot);
            }
        }

        // A tenth of this where nothing else runs.
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void Any_place_of_the_surface_is_the_prediction_of_a_game_built_there()
    {
        GameConfiguration At(GameParameters numbers, UpdateOrder order) => new(
            new KernelGame(new RationalQuadraticKernel(numbers.Width, 20), numbers.DiscriminatorRate, numbers.GeneratorRate, numbers.Regularisation, order, 2),
            WeightedPoints.Uniform(Matrix.Of(new double[,] { { 1, 0 }, { -1, 0 }, { 0, 9 } })),
            WeightedPoints.Uniform(Matrix.Of(new[,] { { 1.02, .01 }, { .97, -.02 }, { .01, 8.97 } }), numbers.Mass));
        var start = new GameParameters(.12, 1, .1, .01, 1);
        foreach (var order in new[] { UpdateOrder.Alternating, UpdateOrder.Simultaneous })
        {
            var surface = new PredictionSurface(At(start, order));
            foreach (var numbers in new[] { start, start with { Width = .2 }, start with { Width = .4, Mass = .5 }, new(.15, .7, .2, .03, 1.4), new(.3, 2, .05, .02, .6) })
            {
                var (here, built) = (surface.At(numbers), StabilityPrediction.Of(At(numbers, order)));
                Assert.Equal(built.Outcome!.Regime, here.Regime);
                Close.Relative(built.Outcome!.Rate, here.Rate, Close.DoubleRoot);
                Assert.Equal(built.Regions.Select(region => region.Outcome.Destination), here.Regions.Select(region => region.Destination));
            }
        }
    }

    [Fact]
    public void Threads_and_order_of_questions_change_nothing()
    {
        var configuration = OnLine(.25, [1, -1], [1.05, .96]);
        double[] Map(int threads)
        {
            using var limit = Workers.Limit(threads);
            var surface = new PredictionSurface(configuration);
            var rates = new double[200];
            Workers.ForBlocks(rates.Length, 1, (start, _) => rates[start] = surface.At(surface.Start with { Width = .1 + .01 * (start % 20), Regularisation = .5 + .1 * (start / 20) }).Rate);
            return rates;
        }

        Assert.Equal(Map(1), Map(2));
    }

    [Fact]
    public void Points_without_mass_and_bad_numbers()
    {
        Assert.Throws<UsageException>(() => StabilityPrediction.Of(OnePoint(1, q: 0)));
        var withGhost = OnLine(.2, [0], [0.01, 5], [1], [1, 0]);
        Assert.Single(StabilityPrediction.Of(withGhost).Regions);
        var surface = new PredictionSurface(OnePoint(1));
        Assert.Throws<UsageException>(() => surface.At(surface.Start with { Width = 0 }));
        Assert.Throws<UsageException>(() => surface.At(surface.Start with { Regularisation = double.NaN }));
    }
}
