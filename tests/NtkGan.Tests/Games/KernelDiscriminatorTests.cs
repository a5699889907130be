using NtkGan.Games;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Games;

public class KernelDiscriminatorTests
{
    private static readonly Kernel Kernel = new GaussianKernel(1.5);
    private static readonly Matrix Fakes = new(4, 2, RandomMatrices.Normal(8, 1));
    private static readonly Matrix Targets = new(6, 2, RandomMatrices.Normal(12, 2));
    private static readonly Matrix Queries = new(3, 2, RandomMatrices.Normal(6, 3));

    [Fact]
    public void Values_on_its_points_are_those_of_the_problem()
    {
        var (discriminator, training) = KernelDiscriminator.Train(Kernel, Fakes, Targets, new Lsgan(), new Exact());
        var problem = TrainingProblem.Of(Kernel, Fakes.Above(Targets), 4, new Lsgan());
        Close.Relative(problem.Values(training.Coefficients), discriminator.Values(discriminator.Points), Close.Kernel);
    }

    [Fact]
    public void Training_goes_on_from_a_trained_discriminator()
    {
        foreach (var loss in Catalog.Members<Loss>().Select(member => (Loss)member.Example()))
        {
            var first = KernelDiscriminator.Train(Kernel, Fakes, Targets, loss, new Exact(.7)).Discriminator;
            var second = KernelDiscriminator.Train(Kernel, Fakes, Targets, loss, new Exact(.8), initial: first).Discriminator;
            var whole = KernelDiscriminator.Train(Kernel, Fakes, Targets, loss, new Exact(1.5)).Discriminator;
            Close.Relative(whole.Values(Queries), second.Values(Queries), Close.Solver);
        }
    }

    [Fact]
    public void Gradients_are_derivatives_and_include_the_initial_function()
    {
        const double step = 1e-5;
        var first = KernelDiscriminator.Train(Kernel, Fakes, Targets, new Ipm(), new Exact()).Discriminator;
        var discriminator = KernelDiscriminator.Train(Kernel, Fakes, Targets, new Hinge(), new Exact(), initial: first).Discriminator;
        var (values, gradients) = (new double[3], new Matrix(3, 2));
        discriminator.Evaluate(Queries, values, gradients);
        Close.Relative(discriminator.Values(Queries), values, Close.Kernel);
        for (var i = 0; i < 3; i++)
            for (var d = 0; d < 2; d++)
            {
                var (up, down) = (Queries.Clone(), Queries.Clone());
                up[i, d] += step;
                down[i, d] -= step;
                Close.Relative((discriminator.Values(up)[i] - discriminator.Values(down)[i]) / (2 * step), gradients[i, d], Close.Difference, 1);
            }
    }

    [Fact]
    public void Ipm_separates_by_the_maximum_mean_discrepancy()
    {
        const double time = 2.5;
        var discriminator = KernelDiscriminator.Train(Kernel, Fakes, Targets, new Ipm(), new Exact(time)).Discriminator;
        static double Mean(Matrix gram)
        {
            var sum = 0.0;
            foreach (var value in gram.Values) sum += value;
            return sum / gram.Values.Length;
        }

        var discrepancy = Mean(Kernel.Gram(Fakes)) + Mean(Kernel.Gram(Targets)) - 2 * Mean(Kernel.Gram(Fakes, Targets));
        Close.Relative(-time * discrepancy, discriminator.Values(Fakes).Average() - discriminator.Values(Targets).Average(), Close.Kernel, 1);
    }

    [Fact]
    public void Refuses_what_does_not_fit()
    {
        Assert.Throws<InvalidDataFormatException>(() => new KernelDiscriminator(Kernel, Fakes, [1]));
        Assert.Throws<InvalidDataFormatException>(() => new KernelDiscriminator(Kernel, Fakes, [1, 2, double.NaN, 3]));
        Assert.Throws<InvalidDataFormatException>(() => KernelDiscriminator.Train(Kernel, Fakes, new Matrix(2, 3), new Ipm(), new Exact()));
        Assert.Throws<UsageException>(() => KernelDiscriminator.Train(Kernel, Fakes, new Matrix(0, 2), new Ipm(), new Exact()));
    }
}
