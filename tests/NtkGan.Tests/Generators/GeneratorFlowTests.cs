using NtkGan.Architectures;
using NtkGan.Architectures.Layers;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Tests.Kernels;

namespace NtkGan.Tests.Generators;

public class GeneratorFlowTests
{
    private static readonly Kernel Relu = new NeuralKernel(new Mlp(biasDeviation: 1));
    private static readonly Kernel ReluWithoutBias = new NeuralKernel(new Mlp(biasDeviation: 0));
    private static readonly Kernel Rbf = new GaussianKernel(Math.Sqrt(2));

    private static GeneratorFlow Flow(Kernel kernel, Loss loss, Mover? method = null, StepScaling scaling = StepScaling.Mean) =>
        new(kernel, loss, new Exact(1), method ?? new ExplicitEuler(1), scaling);

    private static double MaximumMeanDiscrepancy(Kernel kernel, Matrix x, Matrix y)
    {
        static double Mean(Matrix gram)
        {
            var sum = 0.0;
            foreach (var value in gram.Values) sum += value;
            return sum / gram.Values.Length;
        }

        return Mean(kernel.Gram(x)) + Mean(kernel.Gram(y)) - 2 * Mean(kernel.Gram(x, y));
    }

    private static Matrix Normal(int count, int dimension, ulong seed)
    {
        var points = new Matrix(count, dimension);
        CounterRandom.For(seed, "flow").FillNormal(points.Values);
        return points;
    }

    private static readonly Matrix Couples = Matrix.Of(new double[,] { { 1, 1 }, { 1, -1 } });
    private static readonly Matrix CoupleTargets = Matrix.Of(new double[,] { { -1, -1 }, { -1, 1 } });

    [Fact]
    public void Two_couples_under_ipm()
    {
        var flow = Flow(Relu, new Ipm());
        var field = flow.Observe(Couples, CoupleTargets);
        Close.Relative(.48074616886019, field.Cost, Close.Solver);
        Close.Relative(.96149233772038, MaximumMeanDiscrepancy(Relu, Couples, CoupleTargets), Close.Solver);

        // The particle gradient carries 1/n: G = -velocity / 2.
        Close.Relative([.1629441676908, -.0134474622822], [-field.Velocities[0, 0] / 2, -field.Velocities[0, 1] / 2], Close.Solver);
        var state = new FlowState(Couples);
        for (var step = 0; step < 10; step++) state = flow.Advance(state, CoupleTargets);
        Close.Relative([-.3609331149885, 1.020950194746], state.Parameters.Row(0), Close.Solver);
        Close.Relative(.2251427595132, MaximumMeanDiscrepancy(Relu, state.Parameters, CoupleTargets), Close.Solver);
        Assert.Equal((10, 5.0), (state.Step, state.Time));
    }

    [Fact]
    public void Two_couples_under_lsgan()
    {
        var flow = Flow(Relu, new Lsgan());
        var field = flow.Observe(Couples, CoupleTargets);
        Close.Relative(.38152622702737, field.Cost, Close.Solver);
        Close.Relative([.2586290959431, -.0213441515708], [-field.Velocities[0, 0] / 2, -field.Velocities[0, 1] / 2], Close.Solver);
        var state = new FlowState(Couples);
        for (var step = 0; step < 10; step++) state = flow.Advance(state, CoupleTargets);
        Close.Relative([-.4517394777814, 1.007976943033], state.Parameters.Row(0), Close.Solver);
        Close.Relative(.186097677163, MaximumMeanDiscrepancy(Relu, state.Parameters, CoupleTargets), Close.Solver);
    }

    [Fact]
    public void Vector_field_of_one_fake_against_one_target()
    {
        var target = Matrix.Of(new double[,] { { 1, 0 } });
        double[][] fakes = [[-1, 1], [.5, 1.5], [2, 2], [0, 1]];
        void Golden(Kernel kernel, params double[][] arrows)
        {
            for (var i = 0; i < fakes.Length; i++)
                Close.Relative(arrows[i], Flow(kernel, new Ipm()).Observe(Matrix.Of(new[,] { { fakes[i][0], fakes[i][1] } }), target).Velocities.Row(0), Close.Solver);
        }

        Golden(Relu, [.3643849941, -.2244181478], [.09033235995, -.4223963301], [-.3268132235, -.5420384176], [.2377185063, -.2822434408]);
        Golden(ReluWithoutBias, [.226941978, -.2131533919], [-.01493963885, -.3176514576], [-.3094849502, -.4931152565], [.05703581734, -.1837257433]);
        Golden(Rbf, [.2865047969, -.1432523984], [.1338153571, -.4014460714], [-.1432523984, -.2865047969], [.3032653299, -.3032653299]);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public void Ipm_descends_the_maximum_mean_discrepancy(double time)
    {
        // G_i = (t/2) dMMD^2/dx_i, the right side by the adjoint of the Gram matrices.
        var (x, y) = (Normal(7, 2, 1), Normal(9, 2, 2));
        var field = new GeneratorFlow(Relu, new Ipm(), new Exact(time), new ExplicitEuler()).Observe(x, y);
        var (own, cross) = (new Matrix(7, 7), new Matrix(7, 9));
        own.Values.Fill(1.0 / 49);
        cross.Values.Fill(-2.0 / 63);
        var (first, second) = (Relu.Pullback(x, own), Relu.Pullback(x, y, cross));
        var expected = new Matrix(7, 2);
        for (var i = 0; i < expected.Values.Length; i++) expected.Values[i] = -7 * time / 2 * (first.Values[i] + second.Values[i]);
        Close.Relative(expected, field.Velocities, Close.Gradient);

        var values = field.Discriminator.Values(x).Average() - field.Discriminator.Values(y).Average();
        Close.Relative(-time * MaximumMeanDiscrepancy(Relu, x, y), values, Close.Gradient);
    }

    [Fact]
    public void Small_steps_never_raise_the_discrepancy()
    {
        var flow = Flow(Relu, new Ipm(), new ExplicitEuler(0.5), StepScaling.PerParticle);
        var (state, targets) = (new FlowState(Normal(20, 2, 3)), Normal(25, 2, 4));
        var before = MaximumMeanDiscrepancy(Relu, state.Parameters, targets);
        for (var step = 0; step < 30; step++)
        {
            state = flow.Advance(state, targets);
            var after = MaximumMeanDiscrepancy(Relu, state.Parameters, targets);
            Assert.True(after <= before, $"step {step}: {after} > {before}");
            before = after;
        }
    }

    [Fact]
    public void Without_bias_the_field_is_homogeneous()
    {
        var target = Matrix.Of(new double[,] { { 1, 2 }, { -1, .5 } });
        var discriminator = Flow(ReluWithoutBias, new Ipm()).Observe(Normal(3, 2, 5), target).Discriminator;
        var (near, far) = (Normal(4, 2, 6), Normal(4, 2, 6));
        foreach (ref var value in far.Values) value *= 3;
        Matrix nearGradient = new(4, 2), farGradient = new(4, 2);
        var (nearValues, farValues) = (new double[4], new double[4]);
        discriminator.Evaluate(near, nearValues, nearGradient);
        discriminator.Evaluate(far, farValues, farGradient);
        Close.Relative([.. nearValues.Select(value => 3 * value)], farValues, Close.Kernel, scale: 1);
        Close.Relative(nearGradient, farGradient, Close.Gradient, scale: 1);
    }

    [Fact]
    public void Scaling_decides_whether_the_step_carries_the_mean()
    {
        var (x, y) = (new FlowState(Normal(5, 2, 7)), Normal(6, 2, 8));
        var mean = Flow(Relu, new Ipm(), new ExplicitEuler(5)).Advance(x, y);
        var perParticle = Flow(Relu, new Ipm(), new ExplicitEuler(1), StepScaling.PerParticle).Advance(x, y);
        Close.Relative(perParticle.Parameters, mean.Parameters, Close.Kernel);
        Assert.Equal(1, mean.Time);
    }

    [Fact]
    public void A_batch_moves_alone_and_as_if_alone()
    {
        var (x, y) = (Normal(6, 2, 9), Normal(4, 2, 10));
        int[] batch = [4, 1];
        var flow = Flow(Relu, new Lsgan());
        var moved = flow.Advance(new FlowState(x), y, new GeneratedBatch(Particles.Map, batch)).Parameters;
        var alone = flow.Advance(new FlowState(x.Take(batch)), y).Parameters;
        Assert.Equal(alone.Row(0), moved.Row(4));
        Assert.Equal(alone.Row(1), moved.Row(1));
        foreach (var i in new[] { 0, 2, 3, 5 }) Assert.Equal(x.Row(i), moved.Row(i));
    }

    [Fact]
    public void Methods_converge_with_their_order()
    {
        // Over a fixed time, halving the step divides the error by 2 (Euler) and 4 (Heun), up to the next order.
        var (x, y) = (Normal(5, 2, 11), Normal(6, 2, 12));
        Matrix End(Func<double, Mover> method, int steps)
        {
            var flow = Flow(Rbf, new Lsgan(), method(1.0 / steps), StepScaling.PerParticle);
            var state = new FlowState(x);
            for (var step = 0; step < steps; step++) state = flow.Advance(state, y);
            return state.Parameters;
        }

        double Distance(Matrix a, Matrix b) => Math.Sqrt(a.Values.ToArray().Zip(b.Values.ToArray(), (p, q) => (p - q) * (p - q)).Sum());
        var exact = End(step => new Heun(step), 256);
        double Ratio(Func<double, Mover> method) => Distance(End(method, 8), exact) / Distance(End(method, 16), exact);
        Assert.InRange(Ratio(step => new ExplicitEuler(step)), 1.7, 2.3);
        Assert.InRange(Ratio(step => new Heun(step)), 3.2, 4.8);
    }

    [Fact]
    public void The_adaptive_method_follows_the_exact_flow_within_its_tolerance()
    {
        var (x, y) = (Normal(5, 2, 13), Normal(6, 2, 14));
        const double tolerance = 1e-4;
        var adaptive = Flow(Relu, new Ipm(), new AdaptiveHeun(tolerance, StepSize: 50, LargestStep: 1), StepScaling.PerParticle);
        var fine = Flow(Relu, new Ipm(), new Heun(0.002), StepScaling.PerParticle);
        FlowState fast = new(x), slow = new(x);
        while (fast.Time < 1) fast = adaptive.Advance(fast, y);
        while (slow.Time + 0.002 <= fast.Time) slow = fine.Advance(slow, y);
        slow = Flow(Relu, new Ipm(), new Heun(Math.Max(fast.Time - slow.Time, 1e-12)), StepScaling.PerParticle).Advance(slow, y);
        Assert.True(fast.Step > 3);

        // Each step errs by less than the tolerance (Heun's own error is an order smaller), so the sum over steps bounds the drift.
        for (var i = 0; i < x.Values.Length; i++) Close.Within(slow.Parameters.Values[i], fast.Parameters.Values[i], tolerance * fast.Step);
    }

    [Fact]
    public void Coincident_particles_stay_finite_and_together()
    {
        var x = Normal(3, 2, 15).Take([0, 0, 1, 2]);
        foreach (Loss loss in new Loss[] { new Ipm(), new Lsgan(), new Vanilla(), new Hinge() })
        {
            var moved = Flow(Relu, loss).Advance(new FlowState(x), x.Take([1, 2, 3])).Parameters;
            Assert.True(moved.IsFinite());
            Assert.Equal(moved.Row(0), moved.Row(1));
        }
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        double[] Run(int threads)
        {
            using (Workers.Limit(threads))
            {
                var state = new FlowState(Normal(60, 2, 16));
                foreach (Loss loss in new Loss[] { new Ipm(), new Lsgan(), new Vanilla(), new Hinge() })
                    state = Flow(Relu, loss, new Heun(1)).Advance(state, Normal(70, 2, 17));
                return state.Parameters.Values.ToArray();
            }
        }

        Assert.Equal(Run(1), Run(2));
    }

    [Fact]
    public void The_zero_sum_cost_is_the_losses_own_function()
    {
        var (x, y) = (Normal(4, 2, 18), Normal(4, 2, 19));
        var flow = new GeneratorFlow(Relu, new Lsgan(), new Exact(1), new ExplicitEuler(1), cost: GeneratorCost.A);
        var field = flow.Observe(x, y);
        Close.Relative(field.Values.Average(value => -(value + 1) * (value + 1)), field.Cost, Close.Kernel);
    }

    [Fact]
    public void A_flow_that_leaves_the_finite_numbers_says_so() => Assert.Contains("step size", Assert.Throws<NumericalException>(
        () => Flow(new NeuralKernel(new Mlp(biasDeviation: 1, parameterization: Parameterization.Standard)), new Ipm(), new ExplicitEuler(1e308))
            .Advance(new FlowState(Normal(3, 2, 20)), Normal(3, 2, 21))).Message);

    // A field that was looked at is not computed again; whatever differs from it is.
    [Fact]
    public void A_step_from_observed_points_takes_up_their_field_and_changes_no_bit()
    {
        var (counter, points, targets) = (new PairCounter(), Normal(30, 2, 1), Normal(20, 2, 2));
        GeneratorFlow Fresh() => Flow(new CountedKernel(counter), new Ipm(), new Heun(.1));
        long Cost(Action work)
        {
            counter.Pairs = 0;
            work();
            return counter.Pairs;
        }

        var (plain, looked) = (Fresh(), Fresh());
        var (one, other) = (new FlowState(points), new FlowState(points));
        for (var step = 0; step < 3; step++)
        {
            looked.Observe(looked.Points(other), targets);
            var whole = Cost(() => one = plain.Advance(one, targets));
            Assert.Equal(whole / 2, Cost(() => other = looked.Advance(other, targets))); // the first of Heun's two fields is known
            Assert.Equal(one, other);
        }

        looked.Observe(points, targets);
        points[3, 1] += 1;
        Assert.Equal(plain.Advance(new(points), targets), looked.Advance(new(points), targets));
        looked.Observe(points, targets);
        Assert.Equal(plain.Advance(new(points), points), looked.Advance(new(points), points));
        looked.Observe(points, targets);
        targets[0, 0] -= 1;
        Assert.Equal(plain.Advance(new(points), targets), looked.Advance(new(points), targets));
    }

    [Fact]
    public void A_network_that_was_only_observed_trains_in_the_step_all_the_same()
    {
        GeneratorFlow Fresh() => new(new NeuralKernel(new Mlp(width: 8)), new Lsgan(), new NetworkTraining(steps: 2), new ExplicitEuler(.1));
        var (plain, looked, targets) = (Fresh(), Fresh(), Normal(5, 2, 2));
        var (one, other) = (new FlowState(Normal(6, 2, 1)), new FlowState(Normal(6, 2, 1)));
        for (var step = 0; step < 3; step++)
        {
            looked.Observe(looked.Points(other), targets);
            (one, other) = (plain.Advance(one, targets), looked.Advance(other, targets));
        }

        Assert.Equal(one.Parameters.Values, other.Parameters.Values);
    }
}
