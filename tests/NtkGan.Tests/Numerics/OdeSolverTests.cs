using NtkGan.Numerics;

namespace NtkGan.Tests.Numerics;

public class OdeSolverTests
{
    private static void Circle(double[] state, double[] slope) => (slope[0], slope[1]) = (state[1], -state[0]);

    [Fact]
    public void Follows_a_circle()
    {
        var solution = new OdeSolver().Solve(Circle, [0, 1], 10);
        Close.Relative([Math.Sin(10), Math.Cos(10)], solution.State, Close.Solver);
        Assert.Null(solution.Failure);
        Assert.Equal(10, solution.Time);
    }

    [Fact]
    public void Is_of_fifth_order()
    {
        double Error(double tolerance, out int steps)
        {
            var solution = new OdeSolver(tolerance, tolerance).Solve(Circle, [0, 1], 20);
            steps = solution.Steps;
            return Math.Max(Math.Abs(solution.State[0] - Math.Sin(20)), Math.Abs(solution.State[1] - Math.Cos(20)));
        }

        var (coarse, fine) = (Error(1e-6, out var few), Error(1e-11, out var many));
        Assert.InRange(Math.Log(coarse / fine) / Math.Log((double)many / few), 4.5, 5.5);
    }

    [Fact]
    public void Estimates_its_error()
    {
        var solution = new OdeSolver(1e-8, 1e-8).Solve((state, slope) => slope[0] = -state[0], [1], 3);
        Assert.InRange(Math.Abs(solution.State[0] - Math.Exp(-3)), 0, 10 * solution.ErrorEstimate);
    }

    [Fact]
    public void Rests_at_time_zero_and_in_equilibrium()
    {
        Assert.Equal([2, 3], new OdeSolver().Solve(Circle, [2, 3], 0).State);
        Assert.Equal([0, 0], new OdeSolver().Solve(Circle, [0, 0], 100).State);
    }

    [Fact]
    public void Stops_before_a_pole_with_a_finite_state()
    {
        var solution = new OdeSolver().Solve((state, slope) => slope[0] = state[0] * state[0], [1], 2);
        Assert.NotNull(solution.Failure);
        Assert.InRange(solution.Time, .9, 1);
        Assert.True(double.IsFinite(solution.State[0]));
    }

    [Fact]
    public void Stops_at_its_limit_of_steps()
    {
        var solution = new OdeSolver(MaximumSteps: 5).Solve(Circle, [0, 1], 1000);
        Assert.Contains("limit of 5 steps", solution.Failure);
        Assert.InRange(solution.Time, 0, 1000);
    }

    [Fact]
    public void Refuses_tolerances_that_are_not_positive()
    {
        Assert.Throws<UsageException>(() => new OdeSolver(RelativeTolerance: 0));
        Assert.Throws<UsageException>(() => new OdeSolver(AbsoluteTolerance: double.NaN));
        Assert.Throws<UsageException>(() => new OdeSolver(MaximumSteps: 0));
    }
}
