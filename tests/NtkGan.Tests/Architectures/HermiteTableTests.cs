using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Tests.Architectures;

/// <summary>Hermite series of any length by few nodes: their parts against slow sums, the whole against quadrature where pairs are degenerate, and
/// that activations of the field never go back to quadrature.</summary>
public class HermiteTableTests
{
    private static readonly NumericActivation[] All =
    [
        new Tanh(), new Sigmoid(), new Softplus(), new Silu(), new Elu(), new Elu(.5), new Elu(-.3),
        NumericActivation.Of(x => Math.Atan(Math.Sinh(x)), x => 1 / Math.Cosh(x), x => -Math.Tanh(x) / Math.Cosh(x)),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, All.Length)];

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(0, .2, 1e-3)]
    [InlineData(0, 0, 1e-4)]
    [InlineData(.5, 0, .1)]
    [InlineData(1.5, .05, 1e-3)]
    [InlineData(1.5, 0, 1e-5)]
    [InlineData(2.5, 3, 1)]
    public void Sums_over_all_degrees_need_few_of_them(double power, double root, double decay)
    {
        double Of(double l) => Math.Pow(l + 1, -power) * Math.Exp(-root * Math.Sqrt(l) - decay * l);
        double direct = 0, own = 0;
        for (long l = 4_000_000; l >= 0; l -= 2) direct += Of(l);
        for (var k = 0; k < HermiteDegrees.Degrees.Length; k++) own += HermiteDegrees.Weights[k] * Of(HermiteDegrees.Degrees[k]);
        Close.Relative(direct, own, 2 * Close.Kernel);
    }

    [Fact]
    public void Terms_of_a_kink_are_summed_to_the_end()
    {
        // sum over even l of (l + 1)^(-3/2) = (1 - 2^(-3/2)) zeta(3/2).
        var own = Enumerable.Range(0, HermiteDegrees.Degrees.Length).Sum(k => HermiteDegrees.Weights[k] * Math.Pow(HermiteDegrees.Degrees[k] + 1, -1.5));
        Close.Relative((1 - Math.Pow(2, -1.5)) * 2.6123753486854883, own, 2 * Close.Kernel);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(1300)]
    public void High_polynomials_are_waves(int degree)
    {
        foreach (var z in new[] { 0, .01, .7, 2.5, 6 })
        {
            double before = 0, value = Math.Exp(-z * z / 4);
            for (var l = 1; l <= degree; l++) (before, value) = (value, (z * value - Math.Sqrt(l - 1) * before) / Math.Sqrt(l));
            var (amplitude, phase) = HermiteWave.At(degree + .5, z);
            var sign = degree / 2 % 2 == 0 ? 1 : -1;
            var wave = sign * amplitude.Vector[0] * (degree % 2 == 0 ? Math.Cos(phase.Vector[0]) : Math.Sin(phase.Vector[0]));

            // Rounding of a thousand steps of the recurrence, and of a phase of up to 200.
            Close.Within(value, wave, 3 * Close.Separate);
        }
    }

    [Theory, MemberData(nameof(Indices))]
    public void Series_serve_every_variance(int index) =>
        Assert.DoesNotContain(null, All[index].Coefficients(0, 1e-300, 1e-12, 1e-6, 1e-3, .04, .3, 1, 3, 17, 80, 300, 1500, 1e4, 3e5, 1e8));

    [Theory, MemberData(nameof(Indices))]
    public void Degenerate_pairs_are_right(int index)
    {
        var activation = All[index];
        foreach (var (q11, q12, q22) in new[] { (0, 0, 0), (0, 0, 1.3), (2.2, 0, 0), (.7, .7, .7), (.7, -.7, .7), (900, -900, 900), (1e4, 1e4, 1e4), (1e-9, 1e-5 * (1 - 1e-13), .1), (.01, 10, 1e4), (1e-4, -.5, 1e4) })
        {
            if (activation.Coefficients(q11, q22) is not [{ } first, { } second]) throw new InvalidOperationException();
            PairMoments Series(HermiteCoefficients a, HermiteCoefficients b, double r11, double r12, double r22) => a.Moments(b, activation.JumpAtZero, r11, r12, r22, true);
            var (own, expected) = (Series(first, second, q11, q12, q22), activation.Moments(q11, q12, q22, true));
            var (one, other) = (Series(first, first, q11, q11, q11), Series(second, second, q22, q22, q22));
            double Scale(Func<PairMoments, Lanes> number) => Math.Sqrt(Math.Abs(number(one).Vector[0] * number(other).Vector[0])) + 1e-16;
            Close.Within(expected.Covariance.Vector[0], own.Covariance.Vector[0], Close.Separate * Scale(moments => moments.Covariance));
            if (q11 * q22 == 0 && activation.JumpAtZero != 0) continue;
            Close.Within(expected.Derivative.Vector[0], own.Derivative.Vector[0], Close.Separate * Scale(moments => moments.Derivative));

            // At a kink, quadrature sees one side of it where points coincide.
            if (activation.Kinks.Count > 0) continue;
            Close.Within(expected.DerivativeByCovariance.Vector[0], own.DerivativeByCovariance.Vector[0], Close.Gradient * Scale(moments => moments.DerivativeByCovariance));
            Close.Within(q11 * expected.CovarianceByFirst.Vector[0], q11 * own.CovarianceByFirst.Vector[0], Close.Gradient * (Scale(moments => moments.Covariance) + q11 * Scale(moments => moments.Derivative)));
            Close.Within(q11 * expected.DerivativeByFirst.Vector[0], q11 * own.DerivativeByFirst.Vector[0], Close.Gradient * (Scale(moments => moments.Derivative) + Math.Sqrt(q11 * q22) * Scale(moments => moments.DerivativeByCovariance)));
        }
    }

    [Fact]
    public void A_coefficient_is_the_same_alone_and_in_company()
    {
        var many = new Tanh().Coefficients(1e-3, 5, 5, 70, 1e4);
        foreach (var (q, i) in new[] { (5.0, 2), (70, 3) })
        {
            var alone = new Tanh().Coefficients(q)[0]!;
            Assert.Equal(alone.Scaled, many[i]!.Scaled);
            Assert.Equal(alone.Shifted, many[i]!.Shifted);
            Assert.Equal((alone.Mean, alone.Slope), (many[i]!.Mean, many[i]!.Slope));
        }
    }

    [Theory, MemberData(nameof(Indices))]
    public void Threads_do_not_change_a_bit(int index)
    {
        // More rows than a block of 4096 pairs has.
        var (x, y) = (new Matrix(150, 2), new Matrix(130, 2));
        var random = CounterRandom.For(7, "hermite table");
        random.FillNormal(x.Values);
        random.FillNormal(y.Values);
        foreach (ref var number in x.Values) number *= 5;
        var coefficients = Enumerable.Range(0, y.Rows).Select(j => Math.Cos(j)).ToArray();
        (double[] Values, Matrix Gradients) On(int threads)
        {
            using var limit = Workers.Limit(threads);
            var (values, gradients) = (new double[x.Rows], new Matrix(x.Rows, 2));
            new NeuralKernel(new Mlp([All[index] with { }])).Expand(x, y, coefficients, values, gradients);
            return (values, gradients);
        }

        var (one, two) = (On(1), On(2));
        Assert.Equal(one.Values, two.Values);
        Assert.Equal(one.Gradients.Values.ToArray(), two.Gradients.Values.ToArray());
    }

    [Fact]
    public void Gradients_of_kernels_are_differences()
    {
        // Variances up to 10^4, where series have a hundred thousand terms.
        var kernel = new NeuralKernel(new Mlp([new Tanh()]));
        double[] x = [120, -60], y = [119, -58];
        var gradient = new double[2];
        for (var c = 0; c < 2; c++)
        {
            double At(double h) => kernel.Of([x[0] + (c == 0 ? h : 0), x[1] + (c == 1 ? h : 0)], y);
            const double step = 1e-2;
            gradient[c] = (8 * (At(step) - At(-step)) - (At(2 * step) - At(-2 * step))) / (12 * step);
        }

        var pulled = kernel.Pullback(new(1, 2, x), new Matrix(1, 2, y), new Matrix(1, 1, [1]));
        Close.Relative(gradient, pulled.Values, Close.Difference);
    }

    [Fact]
    public void Long_evaluations_end_when_asked()
    {
        // Curved on one side of a kink off 0: integrated for each pair. Asked to end, it does so between two of them, not after a block of 4096.
        using var source = new CancellationTokenSource();
        var (calls, asked) = (0L, 0L);
        double Bent(double x)
        {
            if (Interlocked.Increment(ref calls) == 300_000)
            {
                asked = calls;
                source.Cancel();
            }

            return x > .3 ? x - .3 : Math.Sin(.3 - x);
        }

        var activation = NumericActivation.Of(Bent, x => x > .3 ? 1 : -Math.Cos(.3 - x), x => x > .3 ? 0 : -Math.Sin(.3 - x), .3);
        var points = new Matrix(64, 2);
        CounterRandom.For(3, "cancelled").FillNormal(points.Values);
        var expansion = new Expansion(new NeuralKernel(new Mlp([activation])), points, new Matrix(64, 1, [.. Enumerable.Repeat(1.0, 64)]));
        using var scope = Workers.Cancel(source.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => expansion.Evaluate(points, new double[64], new Matrix(64, 2)));

        // Four pairs at a time, each thread.
        Assert.InRange(calls - asked, 0, 250_000 * Workers.Count);
    }
}
