using NtkGan.Architectures;
using NtkGan.Games;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Spectral;
using static NtkGan.Tests.Games.ScalarTangentKernel;

namespace NtkGan.Tests.Games;

/// <summary>Golden numbers of training on modes_1d and modes_1d_overlap: f at -3, -1, 0, 1, 3.</summary>
public class GoldenTrainingTests
{
    private static double[] Train(Loss loss, FunctionSpaceTraining training, Normalisation normalisation = Normalisation.PerMeasure, bool overlap = false)
    {
        var (fakes, targets) = overlap ? (OverlapFakes, OverlapTargets) : (ModesFakes, ModesTargets);
        double[] points = [.. fakes, .. targets];
        var result = training.Train(new(fakes.Length, targets.Length, () => Gram(points, points), loss, normalisation));
        Assert.Equal(TrainingStatus.Converged, result.Status);
        return Expand(Queries, points, result.Coefficients);
    }

    private static double[] Negated(double[] values) => [.. values.Select(value => -value)];

    [Fact]
    public void Extreme_eigenvalues_of_the_gram_matrix()
    {
        double[] points = [.. ModesFakes, .. ModesTargets];
        var values = SymmetricEigen.Of(Gram(points, points)).Values;
        Close.Relative(.0440569010573515267, values[0], Close.Kernel, values[^1]);
        Close.Relative(23.886326343314574, values[^1], Close.Kernel);
    }

    [Fact]
    public void Ipm() => Close.Relative([1.84180977669136548, .939412153984737024, -.00749516943110706744, -.923166843949862427, -1.88525199494309889],
        Negated(Train(new Ipm(), new Exact())), Close.Kernel);

    [Fact]
    public void External_ipm() => Close.Relative([-1.9012859698390445, -1.8053152971749145, -2.0649470040369386, -2.7184003729198982, -3.7720646909645585],
        Negated(Train(new ExternalIpm(), new Exact())), Close.Kernel);

    [Fact]
    public void Lsgan() => Close.Relative([-1.28976908592725278, -.70929780556553133, .0295810407943837248, .703672961419791604, 1.2851073775782909],
        Train(new Lsgan(), new Exact()), Close.Kernel);

    [Fact]
    public void Lambert_approximation() => Close.Relative([-.425196212451471952, -.217762788334353679, .00190008431395152, .213592103483633848, .433914582756074071],
        Train(new Vanilla(), new LambertApproximation(), Normalisation.Pooled), Close.Kernel);

    [Fact]
    public void Vanilla_pooled() => Close.Relative([-.42522323086165, -.21777149508702, .00189906370557, .21359919717535, .43393927759380],
        Train(new Vanilla(), new Exact(), Normalisation.Pooled), Close.Solver);

    [Theory]
    [InlineData(1, Normalisation.PerMeasure)]
    [InlineData(2, Normalisation.Pooled)]
    public void Vanilla(double time, Normalisation normalisation) => Close.Relative([-.78809447094378, -.40513920462947, .00410303925083, .39720441631636, .80254074691263],
        Train(new Vanilla(), new Exact(time), normalisation), Close.Solver);

    [Fact]
    public void Vanilla_with_momentum() => Close.Relative([-.21977715694034, -.11217462344068, .00090300582588, .11018785776597, .22483329566766],
        Train(new Vanilla(), new Ode(Momentum: .9), Normalisation.Pooled), Close.Solver);

    [Fact]
    public void Hinge_before_the_first_event() => Close.Relative([-.92090488834568, -.46970607699237, .00374758471555, .46158342197493, .94262599747155],
        Train(new Hinge(), new Exact(.5)), Close.Solver);

    [Fact]
    public void Hinge() => Close.Relative([-1.5041604519342, -.8191659426049, -.0326633530482, .7111805609461, 1.4263684395657],
        Train(new Hinge(), new Exact()), Close.Solver);

    [Fact]
    public void Hinge_events()
    {
        double[] points = [.. ModesFakes, .. ModesTargets];
        var path = new HingePath(new(5, 5, () => Gram(points, points), new Hinge()));
        path.Follow(1, int.MaxValue);
        Assert.Equal([8, 1, 7, 0, 6], path.Events.Select(e => e.Point));
        Close.Relative([.63237946520995, .63997472108145, .67196135392953, .69240134902966, .91940185274706], [.. path.Events.Select(e => e.Time)], Close.Solver);
    }

    [Fact]
    public void Lsgan_with_unequal_numbers() => Close.Relative([-.031156509236596972, -.37503360045771723, -.091442095220550287, .49593234672474972, 1.1518251879289964],
        Train(new Lsgan(), new Exact(), overlap: true), Close.Kernel);

    [Fact]
    public void Ipm_with_unequal_numbers() => Close.Relative([.57220510851346467, .44796582961832293, .022138098344353992, -.58275065363440154, -1.2909209120093172],
        Negated(Train(new Ipm(), new Exact(), overlap: true)), Close.Kernel);

    [Theory]
    [InlineData(false, 1.11041481610274, -.10601287129313, -.074885073262116, -.13722452470775, -.16464781438721, -.19078837061726)]
    [InlineData(true, .72361855976131, -.13277318200219, -.10477851901699, -.14363242248866, -.16935004545035, -.10632983055397)]
    public void Particle_gradients(bool lsgan, double cost, params double[] gradients)
    {
        Loss loss = lsgan ? new Lsgan() : new Ipm();
        var fakes = Matrix.Column(ModesFakes);
        var (discriminator, _) = KernelDiscriminator.Train(new NeuralKernel(new Mlp(biasDeviation: 1)), fakes, Matrix.Column(ModesTargets), loss, new Exact());
        var (values, slopes) = (new double[fakes.Rows], new Matrix(fakes.Rows, 1));
        discriminator.Evaluate(fakes, values, slopes);
        var costs = values.Select(loss.GeneratorAt).ToList();
        Close.Relative(cost, costs.Average(c => c.Value), Close.Kernel);
        Close.Relative(gradients, [.. costs.Select((c, i) => c.Slope * slopes[i, 0] / fakes.Rows)], Close.Gradient);
    }
}
