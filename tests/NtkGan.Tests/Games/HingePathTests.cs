using CsCheck;
using NtkGan.Games;
using NtkGan.Numerics;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Games;

public class HingePathTests
{
    [Fact]
    public void Equals_ipm_before_the_first_event()
    {
        var gram = RandomMatrices.PositiveSemidefinite(9, 20, 1);
        var path = new HingePath(new(4, 5, () => gram, new Hinge()));
        path.Follow(double.PositiveInfinity, int.MaxValue);
        var time = .999 * path.Events[0].Time;
        Close.Relative(new Exact(time).Train(new(4, 5, () => gram, new Ipm())).Coefficients, new Exact(time).Train(new(4, 5, () => gram, new Hinge())).Coefficients, Close.Kernel);
    }

    [Fact]
    public void Is_the_limit_of_implicit_euler_steps() => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[1, 12], Gen.Bool, Gen.ULong).Sample((fakes, targets, rank, initial, seed) =>
    {
        const double step = 1.0 / 512;
        const int steps = 1024;
        var gram = RandomMatrices.PositiveSemidefinite(fakes + targets, rank, seed);
        var problem = new TrainingProblem(fakes, targets, () => gram, new Hinge(), initial: initial ? RandomMatrices.Normal(fakes + targets, seed + 1) : null);
        var expected = ImplicitEuler(problem, step, steps);
        var actual = problem.Values(new Exact(step * steps).Train(problem).Coefficients);

        // A step may start its event late by one step of the largest velocity, 2 max k.
        var speed = 2 * Enumerable.Range(0, problem.Count).Max(p => gram[p, p]);
        for (var p = 0; p < problem.Count; p++) Close.Within(expected[p], actual[p], 2 * step * speed);
    }, iter: 20);

    [Fact]
    public void Ends_with_every_margin_held_where_the_kernel_is_definite()
    {
        var gram = RandomMatrices.PositiveSemidefinite(30, 30, 4);
        for (var i = 0; i < 30; i++) gram[i, i] += .1;
        var problem = new TrainingProblem(10, 20, () => gram, new Hinge());
        var result = new Exact(double.PositiveInfinity).Train(problem);
        Assert.Equal(TrainingStatus.Converged, result.Status);
        Assert.StartsWith("Nothing moves", result.Note);
        Close.Relative(0, problem.DiscriminatorLoss(problem.Values(result.Coefficients)), Close.Solver, 1);
    }

    [Fact]
    public void Fakes_on_top_of_targets_stand_still()
    {
        var gram = Matrix.Of(new[,] { { 1.0, 1.0 }, { 1.0, 1.0 } });
        var problem = new TrainingProblem(1, 1, () => gram, new Hinge());
        var result = new Exact(double.PositiveInfinity).Train(problem);
        Assert.Equal(TrainingStatus.Converged, result.Status);
        Assert.All(problem.Values(result.Coefficients), value => Close.Rounding(0, value));
    }

    [Fact]
    public void Points_that_start_on_the_margin_choose_the_least_motion()
    {
        var identity = Matrix.Of(new[,] { { 1.0, 0 }, { 0, 1 } });
        var held = new TrainingProblem(1, 1, () => identity, new Hinge(), initial: [-1, 1]);
        Assert.All(new Exact(5).Train(held).Coefficients, value => Close.Rounding(0, value));

        // The target pulls the fake up, off its margin; its weight of at most 1 holds it only in part.
        var coupled = Matrix.Of(new[,] { { 1, 2.0 }, { 2, 9 } });
        var problem = new TrainingProblem(1, 1, () => coupled, new Hinge(), initial: [-1, 0]);
        Close.Relative([-.1, .1], new Exact(.1).Train(problem).Coefficients, Close.Gradient);
    }

    [Fact]
    public void The_loss_falls_along_the_path_of_many_points_with_duplicates()
    {
        var gram = RandomMatrices.PositiveSemidefinite(200, 25, 6);
        var problem = new TrainingProblem(90, 110, () => gram, new Hinge());
        var before = problem.DiscriminatorLoss(problem.Initial);
        foreach (var time in new[] { .3, 1, 3, 10, 30, 100 })
        {
            var result = new Exact(time).Train(problem);
            Assert.Equal(TrainingStatus.Converged, result.Status);
            Assert.InRange(result.ErrorEstimate, 0, Close.Solver);
            var now = problem.DiscriminatorLoss(problem.Values(result.Coefficients));
            Assert.True(now <= before);
            before = now;
        }
    }

    [Fact]
    public void A_limit_of_events_is_reported()
    {
        var problem = new TrainingProblem(20, 20, () => RandomMatrices.PositiveSemidefinite(40, 60, 2), new Hinge());
        var result = new Exact(100, MaximumSteps: 3).Train(problem);
        Assert.Equal(TrainingStatus.StepLimit, result.Status);
        Assert.InRange(result.Steps, 3, 6);
        Assert.Contains("raise the maximum number of steps", result.Note);
    }

    [Fact]
    public void Times_beyond_what_rounding_allows_are_reported()
    {
        var points = RandomMatrices.Normal(60, 3);
        var gram = new Matrix(60, 60);
        for (var i = 0; i < 60; i++)
            for (var j = 0; j < 60; j++) gram[i, j] = Math.Exp(-Math.Pow(points[i] - points[j], 2) / 8);
        var problem = new TrainingProblem(30, 30, () => gram, new Hinge());
        var result = new Exact(double.PositiveInfinity).Train(problem);
        Assert.Equal(TrainingStatus.StepLimit, result.Status);
        Assert.Contains("nearly singular", result.Note);
        Assert.InRange(problem.DiscriminatorLoss(problem.Values(result.Coefficients)), 0, 2);
    }

    // Proximal steps: w in [0, 1] minimises h r^T K r / 2 + sum_p r_p f_p - D_p w_p, r = D s w, by coordinate descent.
    private static double[] ImplicitEuler(TrainingProblem problem, double step, int steps)
    {
        var (count, gram, values) = (problem.Count, problem.Gram, problem.Initial.ToArray());
        var weights = new double[count];
        double Signed(int p) => problem.Weights[p] * (p < problem.Fakes ? -1 : 1);
        for (var k = 0; k < steps; k++)
        {
            var next = (double[])values.Clone();
            for (var p = 0; p < count; p++) DotProduct.Add(step * Signed(p) * weights[p], gram.Row(p), next);
            for (var sweep = 0; sweep < 500; sweep++)
            {
                var largest = 0.0;
                for (var p = 0; p < count; p++)
                {
                    var slope = Signed(p) * next[p] - problem.Weights[p];
                    var curvature = step * Signed(p) * Signed(p) * gram[p, p];
                    var moved = Math.Clamp(weights[p] - (curvature > 0 ? slope / curvature : slope), 0, 1);
                    DotProduct.Add(step * Signed(p) * (moved - weights[p]), gram.Row(p), next);
                    largest = Math.Max(largest, Math.Abs(moved - weights[p]));
                    weights[p] = moved;
                }

                if (largest < 1e-10) break;
            }

            values = next;
        }

        return values;
    }
}
