using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Synthesis;

namespace NtkGan.Tests.Synthesis;

/// <summary>What every loss of the catalog promises.</summary>
public class SynthesisLossContractTests
{
    public static TheoryData<string> Names => [.. Catalog.Members<SynthesisLoss>().Select(member => member.Name)];

    private static SynthesisLoss Example(string name) => (SynthesisLoss)Catalog.Find(typeof(SynthesisLoss), name).Example();

    private static SynthesisObjective Objective(string name, Matrix real, int samples, double lambda = 5, double? regularisation = null) =>
        new(new SynthesisProblem([new SynthesisTerm(ProblemP.FnnErf, new GivenLambda(lambda))], Example(name), Regularisation: regularisation), real, samples);

    [Theory, MemberData(nameof(Names))]
    public void The_gradient_is_that_of_the_loss(string name)
    {
        // n differs from m; then real rows repeat, and a regularisation acts through the whole trace.
        foreach (var (real, regularisation) in new[] { (ProblemP.Real, (double?)null), (ProblemP.Real.Take([0, 1, 1, 1, 2]), 0.03) })
        {
            var samples = ProblemP.Synthetic.Take([0, 2]);
            var objective = Objective(name, real, 2, regularisation: regularisation);
            CentralDifferences.Equal(samples, z => objective.Evaluate(z).Loss, objective.Evaluate(samples).Gradient);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Reordered_samples_have_reordered_gradients(string name)
    {
        int[] order = [2, 0, 1];
        var objective = Objective(name, ProblemP.Real, 3);
        var (plain, reordered) = (objective.Evaluate(ProblemP.Synthetic), objective.Evaluate(ProblemP.Synthetic.Take(order)));
        Close.Relative(plain.Loss, reordered.Loss, Close.Kernel);
        Close.Relative(plain.Gradient.Take(order), reordered.Gradient, Close.Solver);
        Close.Relative(plain.Loss, Objective(name, ProblemP.Real.Take(order), 3).Evaluate(ProblemP.Synthetic).Loss, Close.Solver);
    }

    [Theory, MemberData(nameof(Names))]
    public void Degenerate_batches_are_finite(string name)
    {
        Matrix point = Matrix.Of(new[,] { { .3, .4 } }), origin = new(2, 2);
        foreach (var (real, samples) in new[] { (point, point), (point, ProblemP.Synthetic), (origin, origin), (point.Take([0, 0, 0]), point.Take([0, 0])) })
        {
            foreach (var lambda in new[] { 0.0, 1e-9, 3, 400 })
            {
                var value = Objective(name, real, samples.Rows, lambda).Evaluate(samples);
                Assert.True(double.IsFinite(value.Loss) && value.Gradient.IsFinite() && value.Scores.IsFinite());
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_kernel_without_reach_teaches_nothing(string name)
    {
        // K is 0 to rounding, so F = 0 whatever lambda.
        var problem = new SynthesisProblem([new SynthesisTerm(new ScaledKernel(new GaussianKernel(), 1e-300), new GivenLambda(10))], Example(name));
        var value = new SynthesisObjective(problem, ProblemP.Real, 3).Evaluate(ProblemP.Synthetic);
        Assert.All(value.Scores.Values.ToArray(), score => Close.Relative(0, score, Close.Kernel, scale: 1));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_discriminator_repeats_its_scores_on_its_own_rows(string name)
    {
        var objective = Objective(name, ProblemP.Real, 3, lambda: 8, regularisation: 0);
        var scores = objective.Evaluate(ProblemP.Synthetic).Scores;
        Close.Relative(scores, objective.Discriminator(ProblemP.Synthetic).Evaluate(ProblemP.Real.Above(ProblemP.Synthetic)), Close.Solver, scale: 1);
    }

    [Theory, MemberData(nameof(Names))]
    public void Threads_do_not_change_a_bit(string name)
    {
        // 150 columns: some 27 rows of the Gram matrix a block.
        var real = Contracts.KernelContractTests.RandomPoints(90, 1, dimension: 2);
        var samples = Contracts.KernelContractTests.RandomPoints(60, 2, dimension: 2);
        double[] All(int threads)
        {
            using (Workers.Limit(threads))
            {
                var value = Objective(name, real, 60, lambda: 0.5).Evaluate(samples);
                return [value.Loss, .. value.Gradient.Values, .. value.Scores.Values];
            }
        }

        Assert.Equal(All(1), All(2));
    }
}
