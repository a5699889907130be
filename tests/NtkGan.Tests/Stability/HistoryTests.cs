using CsCheck;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Tests.Stability;

/// <summary>What each way of keeping the past promises.</summary>
public class HistoryTests
{
    // 1000 additions, 2^-53 each, of sums that are no larger than the last.
    private const double Rounding = 1000 * 1.2e-16;

    // Beside its kink a network's slope is right to about 1e-11 of itself: the angle of two points comes from their inner products until they are near.
    private const double SlopeRounding = 1e-11;

    private static readonly double[] Retentions = [1, .999, .9, .3, 0, -.4];

    private static Gen<T> One<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(index => choices[index]);

    /// <summary>A simulation beside the exact history of the very positions that it visits.</summary>
    private static (double Value, double Gradient, double Size, double Slope) ErrorsOf(KernelDescentAscent run, int updates)
    {
        var (game, points) = (run.Configuration.Game, run.Configuration.Generated);
        var exact = new WholeHistory(game, points.Dimension);
        double[] weights = [.. points.Masses.Select(mass => game.DiscriminatorRate * mass)];
        for (var k = 0; k < updates; k++)
        {
            exact.Record(run.Generated, weights);
            run.Advance();
        }

        var query = run.Generated.Above(run.Configuration.Real.Points);
        double[] values = new double[query.Rows], wanted = new double[query.Rows], real = new double[query.Rows];
        Matrix gradients = new(query.Rows, query.Columns), wantedGradients = new(query.Rows, query.Columns), realGradients = new(query.Rows, query.Columns);
        run.Evaluate(query, values, gradients);
        exact.Evaluate(query, wanted, wantedGradients);
        game.Kernel.Expand(query, run.Configuration.Real.Points, [.. run.Configuration.Real.Masses], real, realGradients);
        var (value, gradient) = (0.0, 0.0);
        for (var i = 0; i < query.Rows; i++)
        {
            value = Math.Max(value, Math.Abs(values[i] - (run.RealWeight * real[i] - wanted[i])));
            for (var c = 0; c < query.Columns; c++)
                gradient = Math.Max(gradient, Math.Abs(gradients[i, c] - (run.RealWeight * realGradients[i, c] - wantedGradients[i, c])));
        }

        // The two sums that are subtracted.
        var (size, slope) = (Math.Max(run.RealWeight * real.Max(Math.Abs), wanted.Max(Math.Abs)), Math.Max(run.RealWeight * realGradients.Values.ToArray().Max(Math.Abs), wantedGradients.Values.ToArray().Max(Math.Abs)));
        return (value, gradient, size, slope);
    }

    [Fact]
    public void The_bound_holds_for_every_kernel_retention_and_dimension()
    {
        var merged = 0;
        (from kernel in One(RandomGames.Kernels)
         from retention in One(Retentions)
         from dimension in Gen.Int[1, 3]
         from seed in Gen.ULong
         from tolerance in One(1e-3, 1e-6, 1e-9)
         from order in One(UpdateOrder.Alternating, UpdateOrder.Simultaneous)
         select (kernel, retention, dimension, seed, tolerance, order)).Sample(draw =>
        {
            var game = new KernelGame(draw.kernel, .1, .02, (1 - draw.retention) / .1, draw.order);
            var run = new KernelDescentAscent(RandomGames.Random(game, draw.seed, 2, 4, draw.dimension), new BoundedHistory(draw.tolerance));
            var (value, gradient, size, slope) = ErrorsOf(run, 250);

            // Centres add their rounding to the bound: up to 1000 of them, one after the other.
            Assert.InRange(value, 0, run.ValueBound + Rounding * (1 + size));
            Assert.InRange(gradient, 0, run.GradientBound + SlopeRounding * (1 + slope));
            var whole = run.Configuration.Generated.Total * .1 * 250 * 10;
            Assert.InRange(run.NormBound, 0, draw.tolerance * whole);
            if (run.Centres < 1000) Interlocked.Increment(ref merged);
        }, iter: 200, threads: 1);
        Assert.InRange(merged, 50, 200);
    }

    [Fact]
    public void The_bound_is_not_idle()
    {
        // At a coarse tolerance the bound is felt and kept.
        var game = new KernelGame(new GaussianKernel(), .1, .05, .05);
        var run = new KernelDescentAscent(RandomGames.Random(game, 3, 3, 10, 1), new BoundedHistory(1e-4));
        var (value, gradient, _, _) = ErrorsOf(run, 1000);
        Assert.InRange(value, run.ValueBound * 1e-6, run.ValueBound);
        Assert.InRange(gradient, run.GradientBound * 1e-6, run.GradientBound);
        Assert.InRange(run.Centres, 1, 2000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void By_default_positions_agree_with_the_exact_history(int dimension)
    {
        foreach (var kernel in new Kernel[] { new GaussianKernel(), new MultiscaleGaussianKernel([.5, 2]) })
        {
            var configuration = RandomGames.Random(new(kernel, .1, .05, .2), 5, 2, 3, dimension);
            Close.Relative(RandomGames.After(configuration, 800), RandomGames.After(configuration, 800, new BoundedHistory()), Close.Kernel * 100);
        }
    }

    [Fact]
    public void Moving_points_of_a_line_need_no_more_centres_in_the_long_run()
    {
        // Without decay nothing is ever dropped: 16000 positions, all different.
        var run = new KernelDescentAscent(RandomGames.Random(new(new GaussianKernel(), .1, .01, 0), 7, 3, 4, 1), new BoundedHistory());
        run.Advance(4000);
        Assert.InRange(run.Centres, 1, 3000);
        Assert.InRange(run.ValueBound, 0, 1e-14 * 4000 * .1 * run.Configuration.Generated.Total);
    }

    [Fact]
    public void A_resting_point_merges_without_error_and_feels_nothing_of_itself()
    {
        foreach (var kernel in RandomGames.Kernels.Where(kernel => kernel is not (NeuralKernel or ReluNetworkKernel)))
        {
            var game = new KernelGame(kernel, .1, .1, 0);
            var place = Matrix.Of(new[,] { { 1e5 / 3, -.1, 7 } });
            var run = new KernelDescentAscent(new(game, WeightedPoints.Uniform(place, 0), WeightedPoints.Uniform(place)), new BoundedHistory());
            run.Advance(1000);
            Assert.Equal(1, run.Centres);
            Assert.Equal(0, run.NormBound);
            Assert.Equal(place.Values, run.Generated.Values);
        }
    }

    [Fact]
    public void The_energy_kernel_merges_equal_places_alone()
    {
        var run = new KernelDescentAscent(RandomGames.Random(new(new EnergyKernel(), .1, .01, 5), 1, 2, 2, 2), new BoundedHistory());
        Close.Within(0, ErrorsOf(run, 400).Value, Close.Gradient);
        Assert.Equal((800, 0.0, 0.0), (run.Centres, run.NormBound, run.ValueBound));
    }

    [Fact]
    public void Truncation_acts_as_a_mass_imbalance()
    {
        // One resting point: after many updates the history weighs (1 - r^M) q/lambda.
        var game = new KernelGame(new GaussianKernel(), .1, .01, .5);
        var policy = new TruncatedHistory(.1);
        var run = new KernelDescentAscent(RandomGames.OnePoint(game, 0), policy);
        run.Advance(1000);
        var value = new double[1];
        run.Evaluate(new Matrix(1, 1), value);
        Assert.Equal(44, policy.States(game));
        Assert.Equal(44, run.Centres);
        Close.Relative(policy.Forgotten(game) / .5, value[0], Close.Gradient);
    }

    [Fact]
    public void Truncation_without_a_limit_keeps_all_and_with_none_left_is_refused()
    {
        KernelGame Of(double regularisation) => new(new GaussianKernel(), .1, .01, regularisation);
        Assert.Null(new TruncatedHistory(0).States(Of(1)));
        Assert.Null(new TruncatedHistory(.1).States(Of(0)));
        Assert.Null(new TruncatedHistory(.1).States(Of(15)));
        Assert.Equal(0, new TruncatedHistory(.1).Forgotten(Of(0)));
        Assert.Equal(229, new TruncatedHistory(.1).States(Of(.1)));
        Assert.Throws<UsageException>(() => new KernelDescentAscent(RandomGames.OnePoint(Of(5), 1), new TruncatedHistory(.6)));
        Assert.Throws<UsageException>(() => new TruncatedHistory(1));
        Assert.Throws<UsageException>(() => new BoundedHistory(0));
        var configuration = RandomGames.Random(Of(.1), 2, 2, 3, 2);
        Assert.Equal(RandomGames.After(configuration, 300).Values, RandomGames.After(configuration, 300, new TruncatedHistory(0)).Values);
    }

    [Fact]
    public void Chebyshev_cells_reproduce_polynomials_and_their_own_nodes()
    {
        foreach (var dimension in new[] { 1, 2 })
        {
            var cells = ChebyshevCells.Within(new GaussianKernel(), dimension, 1e-14)!;
            double[] point = dimension == 1 ? [.123] : [.123, -4.567];
            var cell = cells.CellOf(point)!.Value;
            var spread = cells.At(cell);
            Assert.False(spread.Spread(point, 2));
            double Sum(Func<double[], double> f) => spread.Nodes.Sum(node => node.Coefficient * f(node.Place));
            Close.Relative(2, Sum(_ => 1), Close.Kernel);
            Close.Relative(2 * Math.Pow(point[0], 3) * point[^1], Sum(node => Math.Pow(node[0], 3) * node[^1]), Close.Kernel * 100);

            var fresh = cells.At(cell);
            Assert.All(fresh.Nodes, node => Assert.Equal(cell, cells.CellOf(node.Place)));
            Assert.True(fresh.Spread(fresh.Nodes.Last().Place, 3));
            Assert.Equal(3, fresh.Nodes.Last().Coefficient);
            Assert.Equal((cells.NodeCount, 1), (fresh.Nodes.Count(), fresh.Nodes.Count(node => node.Coefficient != 0)));
            Assert.Null(cells.CellOf([1e200, 0]));
        }

        Assert.Null(ChebyshevCells.Within(new GaussianKernel(), 3, 1e-14));
        Assert.Null(ChebyshevCells.Within(new LaplaceKernel(), 1, 1e-14));
        Assert.Null(ChebyshevCells.Within(new NeuralKernel(), 1, 1e-14));
    }
}
