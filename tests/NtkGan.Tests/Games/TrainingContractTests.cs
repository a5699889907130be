using NtkGan.Games;
using NtkGan.Numerics;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Games;

/// <summary>What every training of the catalog promises, on every loss that it accepts.</summary>
public class TrainingContractTests
{
    public static TheoryData<string, string> Pairs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var training in Catalog.Members<FunctionSpaceTraining>())
                foreach (var loss in Catalog.Members<Loss>())
                    if (Accepts(Training(training.Name), Loss(loss.Name))) data.Add(training.Name, loss.Name);
            return data;
        }
    }

    public static TheoryData<string> Names => [.. Catalog.Members<FunctionSpaceTraining>().Select(member => member.Name)];

    private static FunctionSpaceTraining Training(string name) => (FunctionSpaceTraining)Catalog.Find(typeof(FunctionSpaceTraining), name).Example();

    private static Loss Loss(string name) => (Loss)Catalog.Find(typeof(Loss), name).Example();

    private static TrainingProblem Random(Loss loss, int fakes = 4, int targets = 7, int rank = 20, ulong seed = 1) =>
        new(fakes, targets, () => RandomMatrices.PositiveSemidefinite(fakes + targets, rank, seed), loss);

    // The Euler sliding of explicit methods along a hinge margin is not a solution: they accept hinge up to its first event.
    private static bool Accepts(FunctionSpaceTraining training, Loss loss)
    {
        try
        {
            return (training with { Time = .01 }).Train(Random(loss)).Status == TrainingStatus.Converged;
        }
        catch (UsageException)
        {
            return false;
        }
    }

    [Fact]
    public void Every_training_accepts_a_loss_and_exact_training_all()
    {
        Assert.Empty(Catalog.Members<FunctionSpaceTraining>().Select(member => member.Name).Except(Pairs.Select(pair => pair.Data.Item1)));
        Assert.Equal(Catalog.Members<Loss>().Select(member => member.Name), Pairs.Where(pair => pair.Data.Item1 == "exact").Select(pair => pair.Data.Item2));
        Assert.Contains(("lambert_approximation", "vanilla"), Pairs.Select(pair => pair.Data));
    }

    [Theory, MemberData(nameof(Names))]
    public void Is_documented_and_refuses_times_that_are_none(string name)
    {
        Assert.NotEmpty(Catalog.Find(typeof(FunctionSpaceTraining), name).Help);
        Assert.Throws<UsageException>(() => Training(name) with { Time = -1 });
        Assert.Throws<UsageException>(() => Training(name) with { Time = double.NaN });
        Assert.Throws<UsageException>(() => (Training(name) with { Time = double.PositiveInfinity }).Train(Random(new Vanilla())));
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Time_zero_leaves_the_discriminator_alone(string training, string loss) =>
        Assert.All((Training(training) with { Time = 0 }).Train(Random(Loss(loss))).Coefficients, value => Assert.Equal(0, value));

    [Theory, MemberData(nameof(Pairs))]
    public void A_short_time_follows_the_first_forces(string training, string loss)
    {
        const double time = 1e-9;
        var problem = Random(Loss(loss));
        var forces = new double[problem.Count];
        problem.Forces(new double[problem.Count], forces);
        var result = (Training(training) with { Time = time }).Train(problem).Coefficients;
        Close.Relative([.. forces.Select((force, p) => problem.Weights[p] * force)], [.. result.Select(value => value / time)], Close.Difference);
    }

    [Theory, MemberData(nameof(Pairs))]
    public void The_loss_never_rises_with_time(string training, string loss)
    {
        // Explicit methods stop at the first event of hinge, and only there may they.
        var problem = Random(Loss(loss));
        var (before, converged) = (problem.DiscriminatorLoss(problem.Initial), 0);
        foreach (var time in new[] { .01, .03, .1, .3, .6, 1 })
        {
            var result = (Training(training) with { Time = time }).Train(problem);
            if (result.Status != TrainingStatus.Converged)
            {
                Assert.Equal(("ode", "hinge", TrainingStatus.StepLimit), (training, loss, result.Status));
                Assert.NotEmpty(result.Note);
                break;
            }

            var now = problem.DiscriminatorLoss(problem.Values(result.Coefficients));
            Assert.True(now < before, $"{before:R} to {now:R} at {time}");
            (before, converged) = (now, converged + 1);
        }

        Assert.InRange(converged, training == "ode" && loss == "hinge" ? 3 : 6, 6);
    }

    [Theory, MemberData(nameof(Names))]
    public void What_with_changes_is_used(string name)
    {
        var training = Training(name) with { Time = .5 };
        var loss = name == "lambert_approximation" ? (Loss)new Vanilla() : new Lsgan();
        Assert.Equal((Training(name) with { Time = .5 }).Train(Random(loss)).Coefficients, training.Train(Random(loss)).Coefficients);
        Assert.NotEqual((Training(name) with { Time = .4 }).Train(Random(loss)).Coefficients, training.Train(Random(loss)).Coefficients);
    }

    [Fact]
    public void Tolerances_and_steps_that_with_changes_are_used()
    {
        var problem = Random(new Vanilla());
        var loose = new Ode(1) with { RelativeTolerance = 1e-3, AbsoluteTolerance = 1e-3 };
        Assert.Equal(new Ode(1, 1e-3, 1e-3).Train(problem).Coefficients, loose.Train(problem).Coefficients);
        Assert.InRange(loose.Train(problem).Steps, 1, new Ode(1).Train(problem).Steps - 1);
        Assert.Equal(new Ode(1, Momentum: .5).Train(problem).Coefficients, (new Ode(1) with { Momentum = .5 }).Train(problem).Coefficients);
        Assert.Equal(TrainingStatus.StepLimit, (new Ode(1) with { MaximumSteps = 2 }).Train(problem).Status);
        Assert.Equal(new Euler(1, .05).Train(problem).Coefficients, (new Euler(1) with { StepSize = .05 }).Train(problem).Coefficients);
        Assert.Throws<UsageException>(() => new Ode(1) with { AbsoluteTolerance = 0 });
        Assert.Throws<UsageException>(() => new Ode(1) with { Momentum = 2 });
        Assert.Throws<UsageException>(() => new Exact(1) with { MaximumSteps = 0 });
        Assert.Throws<UsageException>(() => new Euler(1) with { StepSize = 0 });
        Assert.Throws<UsageException>(() => new Lsgan() with { TargetLabel = double.NaN });
    }

    [Theory]
    [InlineData(.9, TrainingStatus.Converged)]
    [InlineData(1.5, TrainingStatus.Diverged)]
    public void Euler_steps_beyond_the_stable_one_diverge_and_say_so(double share, TrainingStatus status)
    {
        var problem = Random(new Lsgan());
        var (stable, start) = (problem.LargestStableStep(), problem.DiscriminatorLoss(problem.Initial));
        var result = new Euler(60 * share * stable, share * stable).Train(problem);
        Assert.Equal(status, result.Status);
        Assert.All(result.Coefficients, value => Assert.True(double.IsFinite(value)));
        var end = problem.DiscriminatorLoss(problem.Values(result.Coefficients));
        Assert.Equal(status == TrainingStatus.Converged, end < start);
        if (status == TrainingStatus.Diverged) Assert.Contains(FormattableString.Invariant($"below {stable:G6}"), result.Note);
        else Assert.Empty(result.Note);

        // One step a little beyond may still lower the loss: it counts, but not without a word.
        var one = new Euler(1.01 * stable, 1.01 * stable).Train(problem);
        Assert.Equal(TrainingStatus.Converged, one.Status);
        Assert.Contains("beyond the largest stable step", one.Note);
    }

    [Fact]
    public void A_loss_without_finite_forces_ends_at_once()
    {
        var result = new Ode(1).Train(Random(new Undefined()));
        Assert.Equal((TrainingStatus.StepLimit, 0), (result.Status, result.Steps));
        Assert.Contains("no finite numbers", result.Note);
        Assert.DoesNotContain("exact", result.Note);
    }

    private sealed record Undefined : Loss
    {
        public override T Fake<T>(T f) => T.Log(f);

        public override T Target<T>(T f) => f;

        public override T Generator<T>(T f) => f;
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Degenerate_problems_have_finite_answers(string training, string loss)
    {
        foreach (var (fakes, targets, rank) in new[] { (1, 1, 3), (1, 1, 0), (1, 3, 1), (5, 2, 1), (3, 3, 0), (2, 6, 2) })
            Assert.All(Training(training).Train(Random(Loss(loss), fakes, targets, rank)).Coefficients, value => Assert.True(double.IsFinite(value)));
    }

    [Theory, MemberData(nameof(Pairs))]
    public void The_order_of_points_does_not_matter(string training, string loss)
    {
        var gram = RandomMatrices.PositiveSemidefinite(7, 20, 3);
        var reversed = new Matrix(7, 7);
        int[] order = [2, 1, 0, 6, 5, 4, 3];
        for (var i = 0; i < 7; i++)
            for (var j = 0; j < 7; j++) reversed[i, j] = gram[order[i], order[j]];
        var expected = (Training(training) with { Time = .3 }).Train(new(3, 4, () => gram, Loss(loss))).Coefficients;
        var actual = (Training(training) with { Time = .3 }).Train(new(3, 4, () => reversed, Loss(loss))).Coefficients;
        Close.Relative(expected, [.. order.Select(p => actual[p])], Close.Solver);
    }

    [Theory, MemberData(nameof(Pairs))]
    public void The_number_of_threads_does_not_show(string training, string loss)
    {
        var gram = RandomMatrices.PositiveSemidefinite(150, 150, 5);
        double[] Train(int threads)
        {
            using var limit = Workers.Limit(threads);
            return (Training(training) with { Time = .3 }).Train(new(70, 80, () => gram, Loss(loss))).Coefficients;
        }

        Assert.Equal(Train(1), Train(2));
    }
}
