using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Stability;

namespace NtkGan.Tests.Stability;

/// <summary>One true and one generated point: the positions of the specification after 10, 100 and 999 updates.</summary>
public class TwoPointTests
{
    private static readonly int[] Times = [10, 100, 999];

    [Theory]
    [InlineData(1, .1, 1, 1, .0349575619, 2.663926187e-6, null)]
    [InlineData(1, .1, .1, 10, .09589809992, .03686369271, 1.577698749e-6)]
    [InlineData(1, .1, .1, .1, 1.39633311, 1.39633311, 1.39633311)]
    [InlineData(.1, .1, .1, 1, .05136931128, -.0457392133, 4.312176445e-4)]
    [InlineData(.1, .01, .1, 1, .09473413161, -.05984417864, 6.168362568e-4)]
    [InlineData(.1, .01, 1, 10, .09995862462, .0990934462, .09056626627)]
    [InlineData(.01, .01, 1, 1, .09946929549, .06569099114, -2.163852744e-4)]
    [InlineData(.01, .01, .01, 1, .09945337996, .05386965098, -.0685689485)]
    [InlineData(.1, .01, 0, 1, .09457463104, -.09812824232, .02791507773)]
    public void Alternating(double discriminatorRate, double generatorRate, double regularisation, double width, double first, double second, double? third) =>
        Follows(new(new GaussianKernel(width), discriminatorRate, generatorRate, regularisation), .1, first, second, third);

    [Theory]
    [InlineData(.01, .09565896787, -.06297039159, .001034162812)]
    [InlineData(.1, .05832731601, -.07578383205, .02738703388)]
    public void Simultaneous(double generatorRate, double first, double second, double third) =>
        Follows(new(new GaussianKernel(), .1, generatorRate, .1, UpdateOrder.Simultaneous), .1, first, second, third);

    [Fact]
    public void Running_away()
    {
        // lambda sigma = .01 < 1: the point flees from its own trail, which amplifies rounding.
        var game = new KernelGame(new GaussianKernel(.1), .1, .1, .1);
        foreach (var history in RandomGames.Policies)
        {
            var run = new KernelDescentAscent(RandomGames.OnePoint(game, .1), history);
            foreach (var (k, expected) in Times.Zip([-.1733755264, 8.61749987, 94.25378202]))
            {
                run.Advance(k - run.Updates);
                Close.Relative(expected, run.Generated[0, 0], Close.Unstable);
            }
        }
    }

    [Fact]
    public void Far_below_rounding_the_exponent_is_right()
    {
        foreach (var history in RandomGames.Policies)
        {
            var x = RandomGames.After(RandomGames.OnePoint(new(new GaussianKernel(), 1, .1, 1), .1), 999, history)[0, 0];
            Close.Relative(1.9478e-47, x, .5);
            var y = RandomGames.After(RandomGames.OnePoint(new(new MultiscaleGaussianKernel([.1, 1]), .1, .01, .1), 1), 999, history)[0, 0];
            Close.Relative(6.5321e-19, y, .5);
        }
    }

    public static TheoryData<string, double, double, double?> Kernels => new()
    {
        { "rq .5", .980774343299, -.214877424515, 2.399526798e-4 },
        { "rq 1000", .967174133609, -.326033577348, 9.908726455e-4 },
        { "multiscale", .963978350848, -6.271357334e-4, null },
    };

    [Theory, MemberData(nameof(Kernels))]
    public void Other_kernels(string name, double first, double second, double? third)
    {
        Kernel kernel = name switch
        {
            "rq .5" => new RationalQuadraticKernel(1, .5),
            "rq 1000" => new RationalQuadraticKernel(1, 1000),
            _ => new MultiscaleGaussianKernel([.1, 1]),
        };
        Follows(new(kernel, .1, .01, .1), 1, first, second, third);
    }

    [Fact]
    public void Truncated_memory()
    {
        var game = new KernelGame(new GaussianKernel(), .1, .1, .1);
        var history = new TruncatedHistory();
        Assert.Equal(229, history.States(game));
        Follows(game, .1, .05136931128, -.0457392133, -7.296689611e-6, history);
    }

    [Fact]
    public void The_quadratic_model()
    {
        var model = SecondMomentModel.Quadratic(new(Regularisation: .1), .1);
        double b = 0, c = 0, x = .1;
        for (var k = 0; k < 10; k++)
        {
            (b, c) = (b + .1 * (-.1 * b - x), c + .1 * (-.1 * c + 1.5 * x * x));
            x += .01 * (b - c * x);
        }

        model.Advance(10);
        Close.Rounding(x, model.Mean[0]);
        foreach (var (k, expected) in new[] { (100, -.0597801146), (999, 6.170301725e-4) })
        {
            model.Advance(k - model.Updates);
            Close.Relative(expected, model.Mean[0], Close.TenDigits);
        }
    }

    [Fact]
    public void The_linear_model_rings_at_the_rate_of_the_linear_theory()
    {
        // Complex pair of modulus sqrt(1 - eta_d lambda): the energy b^2 + (y-weighted) x^2 decays as its square.
        var model = SecondMomentModel.Linear(new(Gamma: 100, Kappa: 1e4, Regularisation: .1), .1);
        var peaks = new List<double>();
        var window = 0.0;
        for (var k = 1; k <= 400; k++)
        {
            model.Advance();
            window = Math.Max(window, Math.Abs(model.Mean[0]));
            if (k % 100 == 0)
            {
                peaks.Add(window);
                window = 0;
            }
        }

        Close.Relative(Math.Pow(.99, 50), peaks[3] / peaks[2], Close.Ringing);
    }

    private static void Follows(KernelGame game, double start, double first, double second, double? third, HistoryPolicy? only = null)
    {
        foreach (var history in only is null ? RandomGames.Policies : [only])
        {
            var run = new KernelDescentAscent(RandomGames.OnePoint(game, start), history);
            foreach (var (k, expected) in Times.Zip([first, second, third]))
            {
                if (expected is not { } position) continue;
                run.Advance(k - run.Updates);
                Assert.Equal(k, run.Updates);
                Close.Relative(position, run.Generated[0, 0], Close.TenDigits);
            }
        }
    }
}
