using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Tests.Stability;

/// <summary>The history form against gradient descent-ascent on the features themselves, which a kernel of a few cosines has.</summary>
public class FeatureSpaceTests
{
    private static readonly double[] Frequencies = [.5, 1.3, 2.9], Weights = [.5, .3, .2];

    [Theory]
    [InlineData(1, UpdateOrder.Alternating, 1)]
    [InlineData(0, UpdateOrder.Alternating, 1)]
    [InlineData(1, UpdateOrder.Simultaneous, 1)]
    [InlineData(0, UpdateOrder.Simultaneous, 1)]
    [InlineData(1e-13, UpdateOrder.Alternating, 1)]
    [InlineData(10, UpdateOrder.Alternating, 1)]
    [InlineData(15, UpdateOrder.Alternating, 1)]
    [InlineData(15, UpdateOrder.Simultaneous, 1)]
    [InlineData(1, UpdateOrder.Alternating, 3)]
    [InlineData(1, UpdateOrder.Simultaneous, 3)]
    public void History_equals_features(double regularisation, UpdateOrder order, int discriminatorSteps)
    {
        var game = new KernelGame(new CosineKernel(), .1, .02, regularisation, order, discriminatorSteps);
        var configuration = new GameConfiguration(game, new(Matrix.Column(-.4, 1.1), [.7, .5]), new(Matrix.Column(.1, .9, -2), [.3, .4, .2]));
        foreach (var history in RandomGames.Policies)
        {
            var run = new KernelDescentAscent(configuration, history);
            var (theta, y) = (new double[2 * Frequencies.Length], configuration.Generated.Points.Clone());
            for (var k = 1; k <= 300; k++)
            {
                var old = (double[])theta.Clone();
                for (var m = 0; m < theta.Length; m++)
                {
                    theta[m] *= 1 - .1 * regularisation;
                    for (var i = 0; i < 2; i++) theta[m] += .1 * configuration.Real.Masses[i] * Feature(m, configuration.Real.Points[i, 0]);
                    for (var j = 0; j < 3; j++) theta[m] -= .1 * configuration.Generated.Masses[j] * Feature(m, y[j, 0]);
                }

                if (k % discriminatorSteps == 0)
                    for (var j = 0; j < 3; j++) y[j, 0] += .02 * configuration.Generated.Masses[j] * Slope(order == UpdateOrder.Alternating ? theta : old, y[j, 0]);
                run.Advance();
                Close.Relative(y, run.Generated, Close.Kernel, 1);
            }

            var values = new double[1];
            run.Evaluate(Matrix.Column(.3), values);
            Close.Relative(theta.Select((t, m) => t * Feature(m, .3)).Sum(), values[0], Close.Kernel, 1);
        }
    }

    [Fact]
    public void The_weight_of_the_true_points_does_not_cancel()
    {
        KernelGame Of(double regularisation) => new(new CosineKernel(), .1, .01, regularisation);
        Assert.Equal(0, KernelDescentAscent.WeightAfter(Of(1), 0));
        Close.Rounding(.1 * 1000, KernelDescentAscent.WeightAfter(Of(0), 1000));
        Close.Relative(.1 * 1000 * (1 - 999 * 1e-17 / 2), KernelDescentAscent.WeightAfter(Of(1e-16), 1000), Close.Kernel);
        Close.Relative(.1, KernelDescentAscent.WeightAfter(Of(10), 7), Close.Kernel);
        Close.Relative((1 - Math.Pow(-.5, 7)) / 15, KernelDescentAscent.WeightAfter(Of(15), 7), Close.Kernel);
    }

    private static double Feature(int m, double x)
    {
        var angle = Frequencies[m / 2] * x;
        return Math.Sqrt(Weights[m / 2]) * (m % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle));
    }

    private static double Slope(double[] theta, double x) => theta.Select((t, m) =>
    {
        var angle = Frequencies[m / 2] * x;
        return t * Math.Sqrt(Weights[m / 2]) * Frequencies[m / 2] * (m % 2 == 0 ? -Math.Sin(angle) : Math.Cos(angle));
    }).Sum();

    /// <summary>sum_m c_m cos(omega_m (x - y)) on the line.</summary>
    private sealed record CosineKernel : Kernel
    {
        internal override double SpectralMoment(int order) => Frequencies.Zip(Weights, (frequency, weight) => weight * Math.Pow(frequency, 2 * order)).Sum();

        internal override Func<RowEvaluator> Evaluators(Matrix x, Matrix y) => () => new Evaluator(x, y);

        private sealed class Evaluator(Matrix x, Matrix y) : RowEvaluator
        {
            public override void Values(int i, int start, Span<double> values)
            {
                for (var b = 0; b < values.Length; b++)
                {
                    values[b] = 0;
                    for (var m = 0; m < Frequencies.Length; m++) values[b] += Weights[m] * Math.Cos(Frequencies[m] * (x[i, 0] - y[start + b, 0]));
                }
            }

            public override void Pull(int i, int start, ReadOnlySpan<double> cotangent, Span<double> values, Span<double> gradient)
            {
                Values(i, start, values);
                for (var b = 0; b < values.Length; b++)
                    for (var m = 0; m < Frequencies.Length; m++)
                        gradient[0] -= cotangent[b] * Weights[m] * Frequencies[m] * Math.Sin(Frequencies[m] * (x[i, 0] - y[start + b, 0]));
            }
        }
    }
}
