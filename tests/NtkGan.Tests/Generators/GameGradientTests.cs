using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Synthesis;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Generators;

/// <summary>One game, taken apart: whose cost, at which discriminator, moving what. Gradients through training are those of the cost as a function of
/// what moves, by differences.</summary>
public class GameGradientTests
{
    private static readonly Kernel Kernel = new NeuralKernel(new Mlp([new Erf()], 2, biasDeviation: .5));
    private static readonly Matrix Targets = new(5, 2, RandomMatrices.Normal(10, 1));
    private static readonly Matrix Points = new(4, 2, RandomMatrices.Normal(8, 2));

    private static readonly Dictionary<string, (GameGradient Gradient, Loss Loss)> Games = new()
    {
        ["ipm"] = (new ThroughTraining(), new Ipm()),
        ["lsgan"] = (new ThroughTraining(), new Lsgan(-1, 1, .5)),
        ["lsgan, regularised"] = (new ThroughTraining(Regularisation: .1), new Lsgan()),
        ["cross entropy"] = (new ThroughTraining(new CrossEntropy()), new Ipm()),
        ["norm"] = (new ThroughTraining(new Norm()), new Ipm()),
    };

    public static TheoryData<string> Names => [.. Games.Keys];

    private static GeneratorFlow Flow(string name, GeneratorMap? generator = null, Mover? method = null) =>
        new(Kernel, Games[name].Loss, new Exact(2), method ?? new ExplicitEuler(.1), generator: generator, gradient: Games[name].Gradient);

    [Theory, MemberData(nameof(Names))]
    public void Particles_descend_the_cost_through_training(string name)
    {
        var flow = Flow(name);
        var gradient = flow.Game.Field(Points, Targets, Points).Velocities.Clone();
        foreach (ref var value in gradient.Values) value /= -Points.Rows;
        CentralDifferences.Equal(Points, points => flow.Game.Field(points, Targets, points).Cost, gradient);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_generator_network_descends_the_cost_through_training(string name)
    {
        Matrix latents = new(6, 3, RandomMatrices.Normal(18, 3));
        var (map, parameters) = new NetworkGenerator(new Mlp([new Tanh()], 1, 5, biasDeviation: .3)).Start(latents, 2, 7);
        var flow = Flow(name, map);
        var velocities = flow.Game.Field(map.Points(parameters), Targets, map.Points(parameters)).Velocities.Clone();
        foreach (ref var value in velocities.Values) value /= -latents.Rows;
        CentralDifferences.Equal(parameters, p => flow.Game.Field(map.Points(p), Targets, map.Points(p)).Cost, map.Pull(parameters, velocities));
    }

    [Theory, MemberData(nameof(Names))]
    public void Steps_lower_the_cost(string name)
    {
        var flow = Flow(name);
        double Cost(FlowState at) => flow.Observe(flow.Points(at), Targets).Cost;
        var state = new FlowState(Points);
        var before = Cost(state);
        for (var step = 0; step < 5; step++) state = flow.Advance(state, Targets);
        Assert.True(Cost(state) < before, $"{Cost(state)} is not below {before}");
    }

    [Theory, MemberData(nameof(Names))]
    public void Line_searches_never_raise_the_cost_of_particles_and_of_a_generator(string name)
    {
        var latents = new Matrix(6, 3, RandomMatrices.Normal(18, 3));
        foreach (var mover in new Mover[] { new Lbfgs(), new Backtracking() })
        {
            foreach (var isNetwork in new[] { false, true })
            {
                var (map, parameters) = isNetwork ? new NetworkGenerator(new Mlp([new Tanh()], 1, 5, biasDeviation: .3)).Start(latents, 2, 7) : new Particles().Start(Points, 2, 7);
                var (flow, state) = (Flow(name, map, mover), new FlowState(parameters));
                var before = flow.Observe(flow.Points(state), Targets).Cost;
                var first = before;
                for (var step = 0; step < 8; step++)
                {
                    state = flow.Advance(state, Targets);
                    var after = flow.Observe(flow.Points(state), Targets).Cost;
                    Assert.True(after <= before, $"{after} is above {before}");
                    before = after;
                }

                Assert.True(before < first);
            }
        }
    }

    [Fact]
    public void A_line_search_without_a_cost_or_its_gradient_is_refused()
    {
        Assert.Contains("held discriminator", Assert.Throws<UsageException>(() => new GeneratorFlow(Kernel, new Ipm(), new Exact(1), new Lbfgs())).Message, StringComparison.Ordinal);
        var (map, _) = new InfiniteWidthGenerator(Initial: InitialGenerator.Identity).Start(Points, 2, 1);
        Assert.Contains("infinite width", Assert.Throws<UsageException>(() => Flow("ipm", map, new Backtracking())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_ipm_through_training_is_the_squared_discrepancy()
    {
        // L = t (mean k(z, z') - mean k(z, y)): fakes repel each other twice as much as under a discriminator that is held.
        var flow = Flow("ipm");
        Matrix within = Kernel.Gram(Points), across = Kernel.Gram(Points, Targets);
        double Mean(Matrix gram) => gram.Values.ToArray().Average();
        Close.Relative(2 * (Mean(within) - Mean(across)), flow.Game.Field(Points, Targets, Points).Cost, Close.Kernel);
    }

    [Fact]
    public void The_discriminator_of_a_field_is_the_one_that_scored_it()
    {
        foreach (var name in Games.Keys)
        {
            if (name is "cross entropy" or "lsgan, regularised") continue; // with a regularisation, scores on own rows differ from those of a stranger there
            var field = Flow(name).Game.Field(Points, Targets, Points);
            Close.Relative(field.Values.AsSpan(), field.Discriminator.Values(Points), Close.Solver, 1);
        }
    }

    [Fact]
    public void What_has_no_gradient_through_training_is_refused()
    {
        Assert.Contains("closed form", Assert.Throws<UsageException>(() => new GeneratorFlow(Kernel, new Hinge(), new Exact(1), new ExplicitEuler(1), gradient: new ThroughTraining())).Message, StringComparison.Ordinal);
        foreach (var training in new Training[] { new Ode(1), new Exact(double.PositiveInfinity), new NetworkTraining() })
            Assert.Throws<UsageException>(() => new GeneratorFlow(Kernel, new Lsgan(), training, new ExplicitEuler(1), gradient: new ThroughTraining()));
        Assert.Throws<UsageException>(() => new GeneratorFlow(Kernel, new Lsgan(), new Exact(1), new ExplicitEuler(1), cost: GeneratorCost.A, gradient: new ThroughTraining()));
        Assert.Throws<UsageException>(() => new ThroughTraining(Regularisation: -1));
    }
}
