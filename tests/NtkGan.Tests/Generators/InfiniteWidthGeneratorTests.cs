using NtkGan.Architectures;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Movers;
using NtkGan.Numerics;

namespace NtkGan.Tests.Generators;

public class InfiniteWidthGeneratorTests
{
    private static readonly Matrix Latents = Matrix.Column(-1, -.5, 0, .5, 1);
    private static readonly Matrix Fakes = Matrix.Column(-1.8, -2.01, -1.2, -1.05, -.45);
    private static readonly Matrix Targets = Matrix.Column(.9, 1.5, 1.845, 1.98, .3);
    private static readonly Kernel Discriminator = new NeuralKernel(new Mlp(biasDeviation: 1));

    private static Matrix Normal(int rows, int columns, ulong seed)
    {
        var points = new Matrix(rows, columns);
        CounterRandom.For(seed, "infinite width").FillNormal(points.Values);
        return points;
    }

    private static GeneratorFlow Flow(InfiniteWidthGenerator generator, Matrix latents, Mover method, out Matrix parameters, Loss? loss = null, int dimension = 1)
    {
        (var map, parameters) = generator.Start(latents, dimension, 1);
        return new(Discriminator, loss ?? new Ipm(), new Exact(1), method, generator: map);
    }

    [Fact]
    public void Golden_velocities_on_one_dimensional_modes()
    {
        // Section 10 of the specification: the ipm field of modes_1d, smoothed by k_g = exp(-(z - z')^2/2) on z = -1..1, and dC/dl.
        double[] golden = [.33460331535822, .45134518457033, .52863060918487, .53395561164470, .45797934409709];
        var (map, parameters) = new InfiniteWidthGenerator(new GaussianKernel(1), InitialGenerator.Zero).Start(Latents, 1, 1);
        var field = new GeneratorFlow(Discriminator, new Ipm(), new Exact(1), new ExplicitEuler(1)).Observe(Fakes, Targets);
        var mean = field.Velocities.Clone();
        foreach (ref var value in mean.Values) value /= 5;
        var pull = map.Pull(parameters, mean);
        var moved = map.Points(pull);
        Close.Relative(golden, moved.Values, Close.Solver);
        Close.Relative(.54166176951211, map.At(pull, Matrix.Column(.25)).Values[0], Close.Solver);
        Close.Relative(-.31710411678347, -DotProduct.Of(mean.Values, moved.Values), Close.Solver);
    }

    [Fact]
    public void A_kernel_that_separates_all_latent_points_moves_free_particles()
    {
        // k_g -> 1 on equal points and 0 else; the flow of the specification has n there, so one unit of its time is 1/n of the particles'.
        var latents = Normal(6, 2, 2);
        foreach (Loss loss in new Loss[] { new Ipm(), new Lsgan() })
        {
            var flow = Flow(new(new GaussianKernel(1e-3), InitialGenerator.Identity), latents, new Heun(2), out var parameters, loss, dimension: 2);
            var free = new GeneratorFlow(Discriminator, loss, new Exact(1), new Heun(2));
            var (smooth, particles) = (new FlowState(parameters), new FlowState(latents));
            for (var step = 0; step < 5; step++)
            {
                smooth = flow.Advance(smooth, Normal(7, 2, 3));
                particles = free.Advance(particles, Normal(7, 2, 3));
            }

            Close.Relative(free.Points(particles), flow.Points(smooth), Close.Kernel);
            Close.Relative(6 * particles.Time, smooth.Time, Close.Kernel);
        }
    }

    [Fact]
    public void The_cost_falls_by_the_kernel_s_energy_along_the_flow()
    {
        // With f frozen dC/dl = -<grad c, K_g grad c>: one small Euler step against the quadratic form, under a smooth discriminator.
        var (map, parameters) = new InfiniteWidthGenerator(Initial: InitialGenerator.Linear).Start(Normal(8, 3, 4), 2, 1);
        var flow = new GeneratorFlow(new GaussianKernel(1), new Ipm(), new Exact(1), new ExplicitEuler(1e-6), generator: map);
        var (state, targets) = (new FlowState(parameters), Normal(9, 2, 5));
        var before = flow.Observe(flow.Points(state), targets);
        var after = flow.Points(flow.Advance(state, targets));
        var gram = new NeuralKernel(new Mlp(biasDeviation: 1)).Gram(Normal(8, 3, 4));
        var energy = 0.0;
        for (var i = 0; i < 8; i++)
            for (var j = 0; j < 8; j++) energy += gram[i, j] * DotProduct.Of(before.Velocities.Row(i), before.Velocities.Row(j)) / 64;
        var change = before.Discriminator.Values(after).Average(f => flow.CostAt(f).Value) - before.Cost;
        Close.Relative(-energy, change / 1e-6, Close.Difference);
    }

    [Theory]
    [InlineData(InitialGenerator.GaussianProcess)]
    [InlineData(InitialGenerator.Identity)]
    [InlineData(InitialGenerator.Linear)]
    [InlineData(InitialGenerator.Zero)]
    public void New_latent_points_follow_the_known_ones(InitialGenerator initial)
    {
        var latents = Normal(6, 2, 6);
        var flow = Flow(new(Initial: initial), latents, new ExplicitEuler(1), out var parameters, dimension: 2);
        var state = new FlowState(parameters);
        for (var step = 0; step < 3; step++) state = flow.Advance(state, Normal(5, 2, 7));

        // A coincident latent point is the same point, and g is continuous around it: up to seven deviations of the floor of the process's
        // covariance, sqrt(1e-14 times a variance of about 2).
        const double tolerance = 1e-6;
        var near = latents.Clone();
        near.Values[0] += 1e-9;
        Close.Relative(flow.Points(state), flow.Generator.At(state.Parameters, latents), tolerance, scale: 1);
        Close.Relative(flow.Points(state), flow.Generator.At(state.Parameters, near), tolerance, scale: 1);
    }

    [Fact]
    public void The_gaussian_process_has_the_covariance_of_its_kernel()
    {
        // 4000 independent coordinates of one draw; a sample covariance of Gaussians errs by sqrt((c_ij^2 + c_ii c_jj)/4000).
        const int dimension = 4000;
        var latents = Normal(5, 3, 8);
        var covariance = new NeuralKernel(new Mlp(biasDeviation: 1), KernelKind.Nngp).Gram(latents);
        var (map, parameters) = new InfiniteWidthGenerator().Start(latents, dimension, 1);
        var points = map.Points(parameters);
        for (var i = 0; i < 5; i++)
            for (var j = 0; j <= i; j++)
                Close.Within(covariance[i, j], DotProduct.Of(points.Row(i), points.Row(j)) / dimension,
                    5 * Math.Sqrt((covariance[i, j] * covariance[i, j] + covariance[i, i] * covariance[j, j]) / dimension));
    }

    [Fact]
    public void Refuses_an_identity_between_different_dimensions_and_new_free_particles()
    {
        Assert.Throws<UsageException>(() => new InfiniteWidthGenerator(Initial: InitialGenerator.Identity).Start(Latents, 2, 1));
        Assert.Throws<UsageException>(() => new Particles().Start(Latents, 2, 1));
        Assert.Throws<UsageException>(() => Particles.Map.At(Latents, Latents));
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        double[] Run(int threads)
        {
            using (Workers.Limit(threads))
            {
                var flow = Flow(new(), Normal(40, 3, 9), new Heun(1), out var parameters, new Lsgan(), dimension: 2);
                return flow.Points(flow.Advance(new FlowState(parameters), Normal(30, 2, 10))).Values.ToArray();
            }
        }

        Assert.Equal(Run(1), Run(2));
    }
}
