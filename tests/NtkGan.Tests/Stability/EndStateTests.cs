using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Tests.Stability;

/// <summary>Where games end: good and bad minima, frozen points, runaways, and slow convergence over widths.</summary>
public class EndStateTests
{
    private static readonly HistoryPolicy Bounded = new BoundedHistory();

    [Theory]
    [InlineData(.1, .0679777993)]
    [InlineData(.25, .1699444984)]
    public void Two_points_on_one_true_point_stop_beside_it(double width, double distance)
    {
        foreach (var history in RandomGames.Policies)
        {
            var y = RandomGames.After(RandomGames.TwoTrue(new(new GaussianKernel(width)), 1.05, .96), 1999, history);
            Close.Within(1 + distance, y[0, 0], Close.TenDigits);
            Close.Within(1 - distance, y[1, 0], Close.TenDigits);
        }

        Close.Relative(width * Math.Sqrt(2.0 / 3 * Math.Log(2)), distance, Close.TenDigits);
    }

    [Fact]
    public void Not_isolated_the_bad_pair_settles_elsewhere()
    {
        var y = RandomGames.After(RandomGames.TwoTrue(new(new GaussianKernel(.5)), 1.05, .96), 8000, Bounded);
        Close.Within(1.3345508038, y[0, 0], Close.TenDigits);
        Close.Within(.6480970398, y[1, 0], Close.TenDigits);
    }

    [Theory]
    [InlineData(.1)]
    [InlineData(.25)]
    [InlineData(.5)]
    public void One_point_for_each_true_point_arrives(double width)
    {
        var y = RandomGames.After(RandomGames.TwoTrue(new(new GaussianKernel(width)), 1.05, -.96), 8000, Bounded);
        Close.Within(1, y[0, 0], Close.TenDigits);
        Close.Within(-1, y[1, 0], Close.TenDigits);
    }

    [Fact]
    public void A_point_out_of_reach_stays_frozen()
    {
        foreach (var history in RandomGames.Policies)
        {
            var y = RandomGames.After(RandomGames.TwoTrue(new(new GaussianKernel(.1)), .02, 1.05), 1999, history);
            Close.Within(.02, y[0, 0], Close.Kernel);
            Close.Within(1, y[1, 0], Close.Difference);
        }
    }

    [Fact]
    public void Collapse_with_too_little_mass_is_stable()
    {
        var game = new KernelGame(new GaussianKernel(.25), .1, .1, .2);
        var y = RandomGames.After(new(game, new(Matrix.Column(1, -1), [.6, .4]), new(Matrix.Column(1.05, .9, 3.5), [.25, .25, .5])), 4000, Bounded);
        Close.Relative(Matrix.Column(1, 1, 3.5), y, Close.Difference);
    }

    [Theory]
    [InlineData(.149, 9.53e-4)]
    [InlineData(.151, 6.94e-5)]
    [InlineData(.10, 15.294)]
    public void A_kicked_frozen_point_runs_or_stops(double width, double expected)
    {
        var game = new KernelGame(new GaussianKernel(width));
        foreach (var history in RandomGames.Policies)
        {
            var run = new KernelDescentAscent(new(game, new(Matrix.Column(50), [0]), new(new Matrix(1, 1), [.5])), history);
            run.Advance(50);
            Assert.Equal(0, run.Generated[0, 0]);
            run.Displace(Matrix.Column(1e-6));
            run.Advance(1949);
            Close.Relative(expected, run.Generated[0, 0], Close.ThreeDigits);
            var before = run.Generated[0, 0];
            run.Advance();
            if (width == .10) Close.Relative(.00818, run.Generated[0, 0] - before, Close.ThreeDigits);
        }
    }

    [Theory]
    [InlineData(.1, 1.0, 18.0482138)]
    [InlineData(.25, .99935397, 1.95451485)]
    [InlineData(.5, .6482576, 1.33469257)]
    [InlineData(.75, -.92456333, 1.04855281)]
    [InlineData(1, -.77150317, 1.18606927)]
    public void The_worst_start_with_a_gaussian(double width, double first, double second)
    {
        foreach (var history in RandomGames.Policies)
        {
            var y = RandomGames.After(RandomGames.TwoTrue(new(new GaussianKernel(width)), 1.6, 1.7), 1999, history);
            Close.Relative(first, y[0, 0], Close.EightDigits);
            Close.Relative(second, y[1, 0], Close.EightDigits);
        }
    }

    // Beside a kink the first point jitters for ever, in steps that rounding decides: only its band is known.
    [Theory]
    [InlineData(.1, 22.8998717, 1, .030)]
    [InlineData(.25, 15.7257352, 1, .012)]
    [InlineData(.5, 10.0373564, 1, .006)]
    [InlineData(.75, 7.4295905, -.99851, .006)]
    [InlineData(1, 5.8858724, -.7743667, 1e-7)]
    public void The_worst_start_with_a_laplacian(double width, double second, double first, double jitter)
    {
        foreach (var history in RandomGames.Policies)
        {
            var run = new KernelDescentAscent(RandomGames.TwoTrue(new(new LaplaceKernel(width)), 1.6, 1.7), history);
            run.Advance(width < 1 ? 1500 : 1999);
            for (; run.Updates < 1999; run.Advance()) Close.Within(first, run.Generated[0, 0], jitter);
            Close.Within(first, run.Generated[0, 0], jitter);
            Close.Relative(second, run.Generated[1, 0], Close.EightDigits);
        }
    }

    public static TheoryData<double[], double, double> Scales => new()
    {
        { [.1], .1, 2.4726e-8 }, { [1], .1, -.067164106 }, { [10], .1, .097135737 }, { [.1, 1, 10], .1, 1.23536e-7 },
        { [1], 1, -.33331756 }, { [.1, 1], 1, -6.6814e-4 }, { [.1, 1, 10], 1, -6.76737e-4 },
        { [10], 10, 9.8237607 }, { [.1, 1, 10], 10, 7.9201002 }, { [1], 10, 10 },
    };

    [Theory, MemberData(nameof(Scales))]
    public void Scales_after_2499_updates(double[] widths, double start, double expected)
    {
        foreach (var history in RandomGames.Policies)
            Close.Relative(expected, RandomGames.After(ManyScales(widths, start, .1), 2499, history)[0, 0], Close.FiveDigits);
    }

    public static TheoryData<double[], double, double, int?, double?> Arrivals => new()
    {
        { [.1], .1, .1, 172, null }, { [1], .1, .1, 1613, .0145102 }, { [10], .1, .1, null, .0150593 }, { [.1, 1], .1, .1, 181, null },
        { [1, 10], .1, .1, 1694, .0302668 }, { [.1, 1, 10], .1, .1, 181, null },
        { [.1], 1, .1, null, 1.0 }, { [1], 1, .1, 1788, .0017300 }, { [10], 1, .1, null, .1515056 }, { [.1, 1], 1, .1, 1064, null },
        { [1, 10], 1, .1, 1878, .0013601 }, { [.1, 1, 10], 1, .1, 1069, null },
        { [.1], 10, .1, null, 10.0 }, { [1], 10, .1, null, 10.0 }, { [10], 10, .1, null, 2.5396007 }, { [.1, 1], 10, .1, null, 10.0 },
        { [1, 10], 10, .1, 11659, -.0077998 }, { [.1, 1, 10], 10, .1, 9969, -1.388e-5 },
        { [.1, 1, 10], .1, .01, 181, null }, { [.1, 1, 10], 1, .01, 1059, null }, { [.1, 1, 10], 10, .01, 9761, null },
        { [.1, 1, 10], .1, 0, 181, null }, { [.1, 1, 10], 1, 0, 1058, null }, { [.1, 1, 10], 10, 0, 9735, null },
    };

    [Theory, MemberData(nameof(Arrivals))]
    public void Scales_arrive_at_their_update(double[] widths, double start, double regularisation, int? arrival, double? end)
    {
        var run = new KernelDescentAscent(ManyScales(widths, start, regularisation), Bounded);
        int? first = null;
        var until = end is null && arrival is not null ? arrival.Value : 19999;
        while (run.Updates < until)
        {
            run.Advance();
            if (Math.Pow(run.Generated[0, 0], 2) < 1e-6) first ??= run.Updates;
        }

        Assert.Equal(arrival, first);
        if (end is { } position) Close.Relative(position, run.Generated[0, 0], Close.ThreeDigits);
    }

    private static GameConfiguration ManyScales(double[] widths, double start, double regularisation) =>
        RandomGames.OnePoint(new(MultiscaleGaussianKernel.WithInverseWeights(ValueList.From(widths)), 1e-3, 1e-3, regularisation), start);
}
