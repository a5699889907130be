using CsCheck;
using NtkGan.Games;
using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Games;

/// <summary>Several routes to one flow: closed forms, the ODE, Euler steps, limits and symmetries.</summary>
public class FlowTests
{
    private static readonly Gen<(int Fakes, int Targets, int Rank, ulong Seed)> Problems = Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[0, 14], Gen.ULong);

    private static TrainingProblem Problem((int Fakes, int Targets, int Rank, ulong Seed) p, Loss loss, Normalisation normalisation = Normalisation.PerMeasure, bool initial = true) =>
        new(p.Fakes, p.Targets, () => RandomMatrices.PositiveSemidefinite(p.Fakes + p.Targets, p.Rank, p.Seed), loss, normalisation,
            initial ? [.. RandomMatrices.Normal(p.Fakes + p.Targets, p.Seed + 1).Select(value => value / 2)] : null);

    [Fact]
    public void Closed_form_of_lsgan_is_the_ode() => Problems.Sample(p =>
    {
        foreach (var normalisation in Enum.GetValues<Normalisation>())
        {
            var problem = Problem(p, new Lsgan(-.5, 2), normalisation);
            Close.Relative(new Exact(1.5).Train(problem).Coefficients, new Ode(1.5).Train(problem).Coefficients, Close.Solver, 1);
        }
    }, iter: 30);

    [Fact]
    public void Euler_steps_tend_to_the_flow() => Problems.Sample(p =>
    {
        foreach (Loss loss in (Loss[])[new Lsgan(), new Vanilla()])
        {
            var problem = Problem(p, loss);
            Close.Relative(new Exact(.5).Train(problem).Coefficients, Extrapolated(steps => new Euler(.5, .5 / steps).Train(problem).Coefficients), Close.Difference, 1);
        }
    }, iter: 10);

    [Fact]
    public void Any_step_of_euler_is_exact_for_constant_forces_and_the_gram_matrix_stays_untouched()
    {
        foreach (Loss loss in (Loss[])[new Ipm(), new ExternalIpm()])
        {
            var problem = new TrainingProblem(2, 4, () => throw new InvalidOperationException("The Gram matrix was asked for."), loss, initial: [1, 2, 3, 4, 5, 6]);
            double pull = loss is Ipm ? -1 : 0;
            foreach (var training in (FunctionSpaceTraining[])[new Exact(3), new Ode(3), new Euler(3, .7)])
                Close.Relative([3 * pull / 2, 3 * pull / 2, .75, .75, .75, .75], training.Train(problem).Coefficients, Close.Kernel);
        }
    }

    [Fact]
    public void Momentum_of_constant_forces_is_a_scalar_law()
    {
        var problem = new TrainingProblem(1, 2, () => throw new InvalidOperationException("The Gram matrix was asked for."), new Ipm());
        const double friction = .1, time = 2;
        var distance = time / friction - (1 - Math.Exp(-friction * time)) / (friction * friction);
        Close.Relative([-distance, distance / 2, distance / 2], new Ode(time, Momentum: 1 - friction).Train(problem).Coefficients, Close.Solver);
        Assert.Throws<UsageException>(() => new Ode(Momentum: 1.5));
    }

    [Fact]
    public void Equal_numbers_reduce_to_one_exponential_of_the_gram_matrix() => Gen.Select(Gen.Int[1, 6], Gen.ULong).Sample((n, seed) =>
    {
        const double time = .8;
        var problem = Problem((n, n, 3 * n, seed), new Lsgan(), initial: false);
        var labels = Enumerable.Range(0, 2 * n).Select(p => p < n ? -1.0 : 1).ToArray();
        var decay = SymmetricEigen.Of(problem.Gram).Apply(value => Math.Exp(-4 * time * value / (2 * n)), labels);
        Close.Relative([.. labels.Zip(decay, (s, e) => s - e)], problem.Values(new Exact(time).Train(problem).Coefficients), Close.Kernel);
    }, iter: 20);

    [Fact]
    public void Infinite_time_leaves_only_forces_that_the_kernel_cannot_feel() => Problems.Sample(p =>
    {
        var problem = Problem(p, new Lsgan());
        var (forces, velocities) = (new double[problem.Count], new double[problem.Count]);
        problem.Forces(problem.Values(new Exact(double.PositiveInfinity).Train(problem).Coefficients), forces);
        for (var i = 0; i < forces.Length; i++) forces[i] *= problem.Weights[i];
        ScaledMatrix.Multiply(problem.Gram, forces, velocities);
        Close.Relative(new double[problem.Count], velocities, Close.Solver, 1);
    }, iter: 30);

    [Fact]
    public void Infinite_time_interpolates_the_labels_where_the_kernel_is_definite()
    {
        var problem = new TrainingProblem(1, 2, () => Matrix.Of(new[,] { { 2, 1, 0.0 }, { 1, 3, 1 }, { 0, 1, 1 } }), new Lsgan(-3, 2), initial: [5, 6, 7]);
        Close.Relative([-3, 2, 2], problem.Values(new Exact(double.PositiveInfinity).Train(problem).Coefficients), Close.Kernel);
        Close.Relative([-3, 2, 2], problem.Values(new Exact(1000).Train(problem).Coefficients), Close.Kernel);
    }

    [Fact]
    public void One_pooled_mean_takes_twice_the_time_of_two_means() => Gen.Select(Gen.Int[1, 5], Gen.Int[0, 12], Gen.ULong).Sample((n, rank, seed) =>
    {
        foreach (var loss in Catalog.Members<Loss>().Select(member => (Loss)member.Example()))
        {
            var (measure, pooled) = (Problem((n, n, rank, seed), loss), Problem((n, n, rank, seed), loss, Normalisation.Pooled));
            Close.Relative(new Exact(.6).Train(measure).Coefficients, new Exact(1.2).Train(pooled).Coefficients, Close.Solver, 1);
        }
    }, iter: 10);

    [Fact]
    public void Duplicated_points_count_as_one_of_their_weight()
    {
        var gram = RandomMatrices.PositiveSemidefinite(2, 5, 7);
        int[] copies = [0, 0, 1, 1, 1];
        var repeated = new Matrix(5, 5);
        for (var i = 0; i < 5; i++)
            for (var j = 0; j < 5; j++) repeated[i, j] = gram[copies[i], copies[j]];
        foreach (var loss in Catalog.Members<Loss>().Select(member => (Loss)member.Example()))
            foreach (var time in new[] { .5, 4, 40 })
            {
                var one = new TrainingProblem(1, 1, () => gram, loss);
                var many = new TrainingProblem(2, 3, () => repeated, loss);
                var values = one.Values(new Exact(time).Train(one).Coefficients);
                Close.Relative([.. copies.Select(p => values[p])], many.Values(new Exact(time).Train(many).Coefficients), Close.Solver);
            }
    }

    [Theory]
    [InlineData(.5)]
    [InlineData(20)]
    public void One_symmetric_pair_obeys_the_scalar_law_of_the_vanilla_loss(double time)
    {
        var problem = new TrainingProblem(1, 1, () => Matrix.Of(new[,] { { 2, .5 }, { .5, 2 } }), new Vanilla(), Normalisation.Pooled);
        var value = LambertW.LogisticGrowth(1.5 * time / 2);
        foreach (var training in (FunctionSpaceTraining[])[new Exact(time), new LambertApproximation(time)])
            Close.Relative([-value, value], problem.Values(training.Train(problem).Coefficients), Close.Gradient);
    }

    [Fact]
    public void Lambert_approximation_is_a_heuristic_elsewhere_and_refuses_other_problems()
    {
        var problem = Problem((3, 3, 12, 1), new Vanilla(), initial: false);
        var (exact, approximate) = (new Exact(2).Train(problem).Coefficients, new LambertApproximation(2).Train(problem).Coefficients);
        Assert.InRange(exact.Zip(approximate, (a, b) => Math.Abs(a - b)).Max(), 1e-6, .1);
        Assert.Throws<UsageException>(() => new LambertApproximation().Train(Problem((1, 1, 1, 1), new Ipm())));
        Assert.Throws<UsageException>(() => new LambertApproximation().Train(Problem((1, 1, 1, 1), new Vanilla())));
    }

    [Fact]
    public void Euler_shortens_its_last_step_and_says_when_it_diverges()
    {
        var problem = Problem((2, 3, 10, 2), new Lsgan());
        var half = new Euler(.1, .1).Train(problem);
        Assert.Equal(1, half.Steps);
        Assert.Equal(3, new Euler(.25, .1).Train(problem).Steps);
        Assert.Equal(10, new Euler(1, .1).Train(problem).Steps);

        var stable = problem.LargestStableStep();
        Assert.Equal(TrainingStatus.Converged, new Euler(2000 * stable, .99 * stable).Train(problem).Status);
        var diverged = new Euler(100_000 * stable, 1.5 * stable).Train(problem);
        Assert.Equal(TrainingStatus.Diverged, diverged.Status);
        Assert.Contains("reduce the step size below", diverged.Note);
        Assert.All(diverged.Coefficients, value => Assert.True(double.IsFinite(value)));
        Assert.Throws<UsageException>(() => Problem((1, 1, 1, 1), new Vanilla()).LargestStableStep());
    }

    [Fact]
    public void A_limit_of_steps_is_reported()
    {
        var result = new Ode(1000, MaximumSteps: 3).Train(Problem((2, 3, 10, 2), new Vanilla()));
        Assert.Equal(TrainingStatus.StepLimit, result.Status);
        Assert.Contains("limit of 3 steps", result.Note);
        Assert.Throws<UsageException>(() => new Exact(double.PositiveInfinity).Train(Problem((1, 1, 1, 1), new Ipm())));
    }

    [Fact]
    public void Broken_problems_are_refused()
    {
        Assert.Throws<UsageException>(() => new TrainingProblem(0, 1, () => new(1, 1), new Ipm()));
        Assert.Throws<InvalidDataFormatException>(() => new TrainingProblem(1, 1, () => new(2, 2), new Ipm(), initial: [1]));
        Assert.Throws<InvalidDataFormatException>(() => new TrainingProblem(1, 1, () => new(2, 2), new Ipm(), initial: [1, double.NaN]));
        Assert.Throws<InvalidDataFormatException>(() => new Exact().Train(new(1, 1, () => new(3, 2), new Lsgan())));
        Assert.Throws<InvalidDataFormatException>(() => new Exact().Train(new(1, 1, () => Matrix.Of(new[,] { { 1, double.NaN }, { double.NaN, 1 } }), new Lsgan())));
    }

    // Richardson's extrapolation of a first-order method from 64, 128, 256 and 512 steps: an error of fourth order in the step.
    private static double[] Extrapolated(Func<int, double[]> method)
    {
        var table = new[] { 64, 128, 256, 512 }.Select(method).ToList();
        for (var factor = 2; table.Count > 1; factor *= 2)
            table = [.. table.Zip(table.Skip(1), (coarse, fine) => fine.Zip(coarse, (f, c) => f + (f - c) / (factor - 1)).ToArray())];
        return table[0];
    }
}
