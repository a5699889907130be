using NtkGan.Movers;

namespace NtkGan.Tests.Movers;

public class TableauTests
{
    public static TheoryData<string, int> Methods => new() { { "euler", 1 }, { "heun", 2 }, { "prince_dormand", 8 }, { "classical", 4 } };

    private static Tableau Find(string name) => name switch
    {
        "euler" => Tableau.Euler,
        "heun" => Tableau.Heun,
        "prince_dormand" => Tableau.PrinceDormand,
        _ => new(4, [[], [.5], [0, .5], [0, 0, 1]], [1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6]),
    };

    // x' = y, y' = -x + x^2/5.
    private static void Swing(double[] state, double[] slope) => (slope[0], slope[1]) = (state[1], -state[0] + state[0] * state[0] / 5);

    private static double[] End(Tableau tableau, int steps)
    {
        var stepper = new RungeKuttaStepper(tableau, 2, Swing);
        double[] state = [1, .5];
        stepper.Begin(state);
        for (var k = 0; k < steps; k++)
        {
            Assert.True(stepper.Try(state, 2.0 / steps));
            state = stepper.Take(state);
        }

        return state;
    }

    [Theory, MemberData(nameof(Methods))]
    public void Halving_the_step_divides_the_error_by_the_power_of_the_order(string name, int order)
    {
        var tableau = Find(name);
        Assert.Equal(order, tableau.Order);
        var exact = new OdeSolver(1e-13, 1e-13).Solve(Swing, [1, .5], 2).State;
        double Error(int steps) => End(tableau, steps).Zip(exact, (a, b) => Math.Abs(a - b)).Max();

        // The next term of the error is one order smaller: at 16 steps of 1/8 it counts an eighth or so. A high order is at rounding by then.
        var steps = order < 8 ? 16 : 4;
        Assert.InRange(Math.Log2(Error(steps) / Error(2 * steps)), order - .35, order + .35);
    }

    [Theory, MemberData(nameof(Methods))]
    public void A_step_allocates_nothing_and_asks_once_a_stage(string name, int order)
    {
        var (tableau, state) = (Find(name), new double[] { 1, .5 });
        var stepper = new RungeKuttaStepper(tableau, 2, Swing);
        stepper.Begin(state);
        stepper.Try(state, .1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var k = 0; k < 100; k++) stepper.Try(state, .1);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(1 + 101 * (tableau.Stages - 1), stepper.Evaluations);
        Assert.InRange(order, 1, tableau.Stages);
    }

    [Fact]
    public void The_embedded_method_is_of_one_order_less()
    {
        foreach (var (tableau, lower, step) in new[] { (Tableau.Heun, 1, .05), (Tableau.PrinceDormand, 7, .4) })
        {
            double Estimate(double size)
            {
                double[] state = [1, .5];
                var stepper = new RungeKuttaStepper(tableau, 2, Swing);
                stepper.Begin(state);
                stepper.Try(state, size);
                return size * Math.Max(Math.Abs(stepper.Difference(0)), Math.Abs(stepper.Difference(1)));
            }

            Assert.True(tableau.HasErrorEstimate);
            Assert.InRange(Math.Log2(Estimate(step) / Estimate(step / 2)), lower + 1 - .3, lower + 1 + .3);
        }

        Assert.False(Tableau.PrinceDormand.EndsAtLastStage || Tableau.Heun.EndsAtLastStage || Tableau.Euler.HasErrorEstimate);
    }

    [Fact]
    public void A_stage_beyond_the_finite_numbers_is_not_asked()
    {
        var asked = 0;
        var stepper = new RungeKuttaStepper(Tableau.Heun, 1, (_, slope) =>
        {
            asked++;
            slope[0] = 1e300;
        });
        stepper.Begin([0]);
        Assert.False(stepper.Try([0], 1e300));
        Assert.Equal(1, asked);
    }

    [Fact]
    public void Coefficients_that_make_no_method_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Tableau(1, [], []));
        Assert.Throws<ArgumentException>(() => new Tableau(1, [[1]], [1]));
        Assert.Throws<ArgumentException>(() => new Tableau(2, [[], [1]], [1]));
        Assert.Throws<ArgumentException>(() => new Tableau(2, [[], [1]], [.5, .4]));
        Assert.Throws<ArgumentException>(() => new Tableau(2, [[], [1]], [.5, .5], [1, .1]));
    }
}
