using NtkGan.Movers;

namespace NtkGan.Tests.Movers;

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
    public void Is_of_eighth_order()
    {
        double Error(double tolerance, out int steps)
        {
            var solution = new OdeSolver(tolerance, tolerance).Solve(Circle, [0, 1], 200);
            steps = solution.Steps;
            return Math.Max(Math.Abs(solution.State[0] - Math.Sin(200)), Math.Abs(solution.State[1] - Math.Cos(200)));
        }

        var (coarse, fine) = (Error(1e-6, out var few), Error(1e-9, out var many));
        Assert.InRange(Math.Log(coarse / fine) / Math.Log((double)many / few), 7.8, 9.2);
    }

    [Theory]
    [InlineData(1e-5)]
    [InlineData(1e-8)]
    [InlineData(1e-10)]
    public void Estimates_its_error(double tolerance)
    {
        // The estimate is that of order 7 summed without regard to sign, so it lies above the error, the more the smaller the steps.
        var solution = new OdeSolver(tolerance, tolerance).Solve((state, slope) => slope[0] = -state[0], [1], 3);
        Assert.InRange(Math.Abs(solution.State[0] - Math.Exp(-3)), 1e-5 * solution.ErrorEstimate, solution.ErrorEstimate);
        Assert.InRange(solution.ErrorEstimate, 1e-3 * tolerance, 2 * solution.Steps * tolerance);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Ends_at_once_where_there_are_no_forces(double force)
    {
        var solution = new OdeSolver().Solve((state, slope) => slope[1] = force, [1, 2], 3);
        Assert.Equal((0.0, 0, 1), (solution.Time, solution.Steps, solution.Evaluations));
        Assert.Contains("no finite numbers", solution.Failure);
        Assert.Equal([1, 2], solution.State);
    }

    [Fact]
    public void Ends_soon_where_forces_cease_to_exist()
    {
        var solution = new OdeSolver().Solve((state, slope) => slope[0] = state[0] > 2 ? double.NaN : 1, [0], 10);
        Assert.NotNull(solution.Failure);
        Assert.InRange(solution.Time, 1.9, 2);
        Assert.InRange(solution.Evaluations, 1, 2000);
    }

    [Theory]
    [InlineData(-500)]
    [InlineData(-30)]
    [InlineData(200)]
    public void The_unit_of_time_does_not_matter(int exponent)
    {
        var plain = new OdeSolver().Solve(Circle, [0, 1], 5);
        var scaled = new OdeSolver().Solve((state, slope) => (slope[0], slope[1]) = (Math.ScaleB(state[1], exponent), -Math.ScaleB(state[0], exponent)), [0, 1], Math.ScaleB(5, -exponent));
        Assert.Equal(plain.State, scaled.State);
        Assert.Equal((plain.Steps, plain.Evaluations), (scaled.Steps, scaled.Evaluations));
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
        Assert.InRange(solution.Time, .9, 1 + Close.Solver);
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
        Assert.Throws<UsageException>(() => new OdeSolver() with { RelativeTolerance = -1 });
    }
}
