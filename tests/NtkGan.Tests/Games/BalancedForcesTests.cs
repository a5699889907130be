using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;

namespace NtkGan.Tests.Games;

/// <summary>Constant forces under the energy kernel, -|x - y|, which is positive definite on coefficients that sum to 0 alone.</summary>
public class BalancedForcesTests
{
    private static readonly Matrix Fakes = Metrics.Sets.Normal(4, 2, 1), Targets = Metrics.Sets.Normal(6, 2, 2), Others = Metrics.Sets.Normal(4, 2, 3);

    private static TrainingResult Train(Kernel kernel, Loss loss, Normalisation normalisation, Matrix targets) =>
        KernelDiscriminator.Train(kernel, Fakes, targets, loss, new Exact(2), normalisation).Training;

    private static readonly Kernel[] Indefinite = [new EnergyKernel(), new ScaledKernel(new EnergyKernel(), 3), new SumKernel([new EnergyKernel(), new GaussianKernel()])];

    [Fact]
    public void Coefficients_that_do_not_sum_to_0_are_refused()
    {
        foreach (var kernel in Indefinite)
        {
            Assert.Contains("sum to", Assert.Throws<UsageException>(() => Train(kernel, new ExternalIpm(), Normalisation.PerMeasure, Targets)).Message);
            Assert.Contains("sum to 0.2 ", Assert.Throws<UsageException>(() => Train(kernel, new Ipm(), Normalisation.Pooled, Targets)).Message);
            Assert.Throws<UsageException>(() => new ThroughTraining().Start(kernel, new ExternalIpm(), new Exact(), GeneratorCost.C, Normalisation.PerMeasure, null, 1));
        }
    }

    [Fact]
    public void What_is_refused_would_climb_its_loss_and_what_is_not_descends()
    {
        double Slope(Loss loss, Normalisation normalisation, Matrix targets)
        {
            var points = Fakes.Above(targets);
            var problem = TrainingProblem.Of(new EnergyKernel(), points, Fakes.Rows, loss, normalisation);
            double[] coefficients = [.. Enumerable.Range(0, points.Rows).Select(p => problem.Weights[p] * (p < Fakes.Rows ? loss.Affine!.Value.FakePull : loss.Affine!.Value.TargetPull))];
            return problem.DiscriminatorLoss(problem.Values(coefficients)) - problem.DiscriminatorLoss(new double[points.Rows]);
        }

        Assert.True(Slope(new ExternalIpm(), Normalisation.PerMeasure, Targets) > 0);
        Assert.True(Slope(new Ipm(), Normalisation.PerMeasure, Targets) < 0);
        Assert.True(Slope(new Ipm(), Normalisation.Pooled, Others) < 0);
    }

    [Fact]
    public void Balanced_forces_and_definite_kernels_are_trained()
    {
        foreach (var kernel in Indefinite)
        {
            Assert.Equal(TrainingStatus.Converged, Train(kernel, new Ipm(), Normalisation.PerMeasure, Targets).Status);
            Assert.Equal(TrainingStatus.Converged, Train(kernel, new Ipm(), Normalisation.Pooled, Others).Status); // as many fakes as targets
        }

        Assert.Equal(TrainingStatus.Converged, Train(new GaussianKernel(), new ExternalIpm(), Normalisation.PerMeasure, Targets).Status);
        Assert.Equal(TrainingStatus.Converged, Train(new GaussianKernel(), new Ipm(), Normalisation.Pooled, Targets).Status);
    }
}
