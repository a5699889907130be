using NtkGan.Architectures;
using NtkGan.Games;
using NtkGan.Kernels;
using NtkGan.Metrics;
using NtkGan.Networks;
using NtkGan.Numerics;

namespace NtkGan.Tests.Metrics;

public class KernelDriftTests
{
    [Fact]
    public void Drift_and_alignment_are_those_of_known_matrices()
    {
        var (identity, twice) = (Matrix.Of(new[,] { { 1.0, 0 }, { 0, 1 } }), Matrix.Of(new[,] { { 2.0, 0 }, { 0, 2 } }));
        Close.Rounding(1, KernelDrift.RelativeChange(identity, twice));
        Assert.Equal(0, KernelDrift.RelativeChange(twice, twice));
        Close.Rounding(1 / Math.Sqrt(2), KernelDrift.Alignment(identity, [1, -1]));
        Close.Rounding(1, KernelDrift.Alignment(Matrix.Of(new[,] { { 1.0, -1 }, { -1, 1 } }), [1, -1]));
        Assert.Throws<NumericalException>(() => KernelDrift.RelativeChange(new Matrix(2, 2), twice));
        Assert.Throws<NumericalException>(() => KernelDrift.Alignment(new Matrix(2, 2), [1, -1]));
        Assert.Throws<InvalidDataFormatException>(() => KernelDrift.Alignment(twice, [1]));
        Assert.Throws<InvalidDataFormatException>(() => KernelDrift.RelativeChange(identity, new Matrix(1, 2)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void The_initial_kernel_is_that_of_the_network_as_last_drawn(bool reset)
    {
        var (fakes, targets) = (Sets.Normal(4, 2, 1), Sets.Normal(5, 2, 2));
        var points = fakes.Above(targets);
        var architecture = new Mlp(width: 16, biasDeviation: 1);
        var trainer = new NetworkTraining(1, antisymmetric: true, reset: reset).Start(new NeuralKernel(architecture), new Lsgan(), seed: 7);
        trainer.Train(fakes, targets);
        var trained = (NetworkDiscriminator)trainer.Train(fakes, targets).Discriminator;
        using var drawn = Network.Of(architecture, new PointShape(2), 7, isAntisymmetric: true, number: reset ? 1u : 0);
        var (initial, present) = trained.TangentKernels(points)!.Value;
        Assert.Equal(new EmpiricalTangentKernel(drawn).Gram(points).Values.ToArray(), initial.Values.ToArray());
        Assert.Equal(new EmpiricalTangentKernel(trained.Network).Gram(points).Values.ToArray(), present.Values.ToArray());
        Assert.InRange(KernelDrift.RelativeChange(initial, present), Close.Kernel, 1);
    }

    [Fact]
    public void At_infinite_width_nothing_drifts()
    {
        var (fakes, targets) = (Sets.Normal(4, 2, 1), Sets.Normal(5, 2, 2));
        var discriminator = new Exact().Start(new NeuralKernel(), new Ipm()).Train(fakes, targets).Discriminator;
        var values = new KernelDrift(Points: 3).Measure(new(fakes, targets, TangentKernels: discriminator.TangentKernels));
        Assert.Equal(0, values[0].Value);
        var gram = new NeuralKernel().Gram(fakes.Take([0, 1, 2]).Above(targets.Take([0, 1, 2])));
        Close.Rounding(KernelDrift.Alignment(gram, [-1, -1, -1, 1, 1, 1]), values[1].Value);
    }

    [Fact]
    public void Without_a_tangent_kernel_it_says_why()
    {
        var spectral = new NetworkTraining(spectralNormalization: true).Start(new NeuralKernel(new Mlp(width: 8)), new Ipm()).Train(Sets.Normal(3, 2, 1), Sets.Normal(3, 2, 2)).Discriminator;
        foreach (var kernels in new Func<Matrix, (Matrix, Matrix)?>?[] { null, spectral.TangentKernels })
        {
            Assert.All(new KernelDrift().Measure(new(Sets.Normal(3, 2, 1), Sets.Normal(3, 2, 2), TangentKernels: kernels)), value =>
            {
                Assert.Equal(MetricStatus.Unavailable, value.Status);
                Assert.Contains("spectral", value.Note, StringComparison.Ordinal);
            });
        }
    }
}
