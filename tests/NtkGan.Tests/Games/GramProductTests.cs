using NtkGan.Architectures;
using NtkGan.Games;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;

namespace NtkGan.Tests.Games;

/// <summary>Training by products with a Gram matrix that is never made, sums over boxes of points, against training by the matrix itself.</summary>
public class GramProductTests
{
    private const int Fakes = 400, Targets = 500;
    private const double Tolerance = 1e-10;

    // A tolerance of sums times a time of 1 and an eigenvalue below 10.
    private const double ByProducts = 1e-8;

    private static readonly Kernel Stored = new NeuralKernel(new Mlp(biasDeviation: 1)) { Summation = new DirectSummation() };
    private static readonly Kernel Summed = Stored with { Summation = new HierarchicalSummation(Tolerance) };
    private static readonly Matrix Points = Of(1);

    private static Matrix Of(int dimension) => Metrics.Sets.Normal(Fakes, dimension, 1).Above(Metrics.Sets.Normal(Targets, dimension, 2, 1.5));

    private static TrainingProblem Problem(Kernel kernel, Loss loss, double[]? initial = null, Matrix? points = null) => TrainingProblem.Of(kernel, points ?? Points, Fakes, loss, initial: initial);

    // As functions: of coefficients a part that moves no f is anyone's.
    private static void Compare(FunctionSpaceTraining training, Loss loss, double[]? initial = null, Matrix? points = null)
    {
        var (exact, summed) = (Problem(Stored, loss, initial, points), Problem(Summed, loss, initial, points));
        TrainingResult expected = training.Train(exact), actual = training.Train(summed);
        Assert.False(summed.Product.IsStored);
        Assert.True(summed.Report is { IsHierarchical: true, Error: <= Tolerance }, $"{summed.Report}");
        Assert.Equal(expected.Status, actual.Status);
        Close.Relative(exact.Values(expected.Coefficients), exact.Values(actual.Coefficients), ByProducts);
        Assert.InRange(actual.ErrorEstimate, 0, ByProducts);
    }

    [Theory, InlineData(.1), InlineData(1.0), InlineData(10.0)]
    public void Least_squares_in_closed_form(double time) => Compare(new Exact(time), new Lsgan());

    [Fact]
    public void Least_squares_in_the_plane() => Compare(new Exact(1), new Lsgan(), points: Of(2));

    [Fact]
    public void Least_squares_from_another_beginning() => Compare(new Exact(1), new Lsgan(0, 1), Metrics.Sets.Normal(Fakes + Targets, 1, 5).Values.ToArray());

    [Fact]
    public void The_original_loss_along_its_ode() => Compare(new Exact(1), new Vanilla());

    [Fact]
    public void Hinge_along_its_ode() => Compare(new Ode(.5, 1e-6, 1e-6), new Hinge());

    [Fact]
    public void Least_squares_in_steps() => Compare(new Euler(1, .05), new Lsgan());

    [Fact]
    public void The_largest_stable_step_is_known_from_products() =>
        Close.Relative(Problem(Stored, new Lsgan()).LargestStableStep(), Problem(Summed, new Lsgan()).LargestStableStep(), ByProducts);

    // Row sums of a kernel that is positive definite are bounded, of minus a distance met.
    [Fact]
    public void Row_sums_are_no_less_than_they_are()
    {
        foreach (var (kernel, excess) in new (Kernel, double)[] { (Stored, 10), (new EnergyKernel(), 1 + ByProducts) })
        {
            var sum = Problem(kernel with { Summation = new DirectSummation() }, new Lsgan()).LargestRowSum();
            Assert.InRange(Problem(kernel with { Summation = new HierarchicalSummation(Tolerance) }, new Lsgan()).LargestRowSum(), sum * (1 - ByProducts), sum * excess);
        }
    }

    // Times at which errors of sums would show are left to the matrix, as is what goes from event to event on its rows.
    [Fact]
    public void What_products_cannot_do_the_matrix_does()
    {
        foreach (var (training, loss) in new (Exact, Loss)[] { (new(1e6), new Lsgan()), (new(double.PositiveInfinity), new Lsgan()), (new(.3), new Hinge()) })
        {
            double[] Coefficients(Kernel kernel) => training.Train(TrainingProblem.Of(kernel, Points.Take([.. Enumerable.Range(0, 200), .. Enumerable.Range(Fakes, 200)]), 200, loss)).Coefficients;
            Assert.Equal(Coefficients(Stored), Coefficients(Summed));
        }
    }

    [Fact]
    public void Many_points_in_few_dimensions_take_products_by_themselves()
    {
        var (few, many) = (Metrics.Sets.Normal(200, 2, 1), Metrics.Sets.Normal(16_400, 2, 1));
        bool IsStored(Kernel kernel, Matrix points) => TrainingProblem.Of(kernel, points, 100, new Lsgan()).Product.IsStored;
        Kernel kernel = new GaussianKernel();
        Assert.True(IsStored(kernel, few));
        Assert.False(IsStored(kernel, many));
        Assert.False(IsStored(kernel with { Summation = new HierarchicalSummation() }, few));
        Assert.True(new AutomaticSummation().TakesProducts(16_400, 3));
        Assert.False(new AutomaticSummation().TakesProducts(16_400, 4));
        Assert.False(new DirectSummation().TakesProducts(1e9, 1));
    }

    // f = mean k(., targets) - mean k(., fakes), by the matrix and by boxes.
    [Fact]
    public void The_witness_of_the_maximum_mean_discrepancy_is_summed_over_boxes()
    {
        const double tolerance = 1e-7;
        Matrix fakes = Metrics.Sets.Normal(1500, 2, 1), targets = Metrics.Sets.Normal(2000, 2, 2, 1.5), places = Metrics.Sets.Normal(1800, 2, 3);
        var witness = KernelDiscriminator.Train(Stored with { Summation = new HierarchicalSummation(tolerance) }, fakes, targets, new Ipm(), new Exact(1)).Discriminator;
        double[] values = new double[places.Rows], expected = new double[places.Rows];
        var gradients = new Matrix(places.Rows, 2);
        witness.Evaluate(places, values, gradients);
        Assert.True(witness.Summation is { IsHierarchical: true, Error: <= tolerance, SlopeError: <= tolerance } report && report.Pairs < report.DirectPairs, $"{witness.Summation}");
        Matrix onFakes = Stored.Gram(places, fakes), onTargets = Stored.Gram(places, targets);
        for (var i = 0; i < expected.Length; i++) expected[i] = onTargets.Row(i).ToArray().Average() - onFakes.Row(i).ToArray().Average();
        Close.Relative(expected, values, 2 * tolerance); // at points that were not looked at as well
        var weights = new Matrix(places.Rows, fakes.Rows + targets.Rows);
        for (var i = 0; i < weights.Rows; i++)
            for (var j = 0; j < weights.Columns; j++) weights[i, j] = j < fakes.Rows ? -1.0 / fakes.Rows : 1.0 / targets.Rows;
        Close.Relative(Stored.Pullback(places, fakes.Above(targets), weights), gradients, 2 * tolerance);
    }

    [Fact]
    public void Threads_do_not_show()
    {
        double[] On(int threads)
        {
            using var limit = Workers.Limit(threads);
            return new Exact(1).Train(Problem(Summed, new Lsgan())).Coefficients;
        }

        Assert.Equal(On(1), On(2));
    }
}
