using NtkGan.Architectures;
using NtkGan.Games;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.State;
using NtkGan.Synthesis;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Generators;

/// <summary>What a step leaves for the collector: of a finite discriminator nothing the size of its weights, of a generator network its new state and the
/// direction in which it moved. And a step can be taken back all the same.</summary>
public class StepAllocationTests
{
    // 2 x 128 + 2 x 128 x 128 weights.
    private static readonly NeuralKernel Wide = new(new Mlp(width: 128));
    private static readonly Kernel Limit = new NeuralKernel(new Mlp(biasDeviation: 1));
    private const long WeightsOfWide = sizeof(double) * (3 * 128 + 2 * 128 * 128);
    private static readonly Matrix Points = new(60, 2, RandomMatrices.Normal(120, 1));
    private static readonly Matrix Targets = new(50, 2, RandomMatrices.Normal(100, 2));

    public static TheoryData<string> Finite => ["sgd", "adam", "spectral, adam", "penalty, sgd"];

    private static GeneratorFlow Flow(string name) => new(Wide, new Lsgan(), new NetworkTraining(optimizer: name.EndsWith("adam", StringComparison.Ordinal) ? new Adam(.001) : new Sgd(.01), steps: 2,
        spectralNormalization: name.StartsWith("spectral", StringComparison.Ordinal), gradientPenalty: name.StartsWith("penalty", StringComparison.Ordinal) ? 1 : 0), new ExplicitEuler(.1));

    /// <summary>Bytes of one step on this thread alone, the first ones done.</summary>
    private static long Bytes(GeneratorFlow flow, Matrix parameters)
    {
        using var limit = Workers.Limit(1);
        var state = new FlowState(parameters);
        for (var step = 0; step < 3; step++) state = flow.Advance(state, Targets);
        var before = GC.GetAllocatedBytesForCurrentThread();
        flow.Advance(state, Targets);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Theory]
    [InlineData("sgd", 0)]
    [InlineData("adam", 0)]
    [InlineData("spectral, adam", 2)] // a gradient by W/sigma for each of the two steps
    [InlineData("penalty, sgd", 2)] // and one of the penalty
    public void A_finite_discriminator_is_neither_copied_nor_saved(string name, int gradients) =>
        Assert.InRange(Bytes(Flow(name), Points), 0, gradients * (WeightsOfWide + (1 << 10)) + WeightsOfWide / 2);

    [Theory]
    [InlineData("limit")]
    [InlineData("finite")]
    [InlineData("through training")]
    public void A_generator_network_makes_its_state_and_its_direction(string discriminator)
    {
        var (map, parameters) = new NetworkGenerator(new Mlp(width: 256)).Start(new(40, 8, RandomMatrices.Normal(320, 3)), 2, 1);
        var flow = discriminator switch
        {
            "limit" => new GeneratorFlow(Limit, new Ipm(), new Exact(), new ExplicitEuler(.01), generator: map),
            "finite" => new GeneratorFlow(Wide, new Ipm(), new NetworkTraining(steps: 1), new ExplicitEuler(.01), generator: map),
            _ => new GeneratorFlow(Limit, new Ipm(), new Exact(), new Sgd(.01), generator: map, gradient: new ThroughTraining(new CrossEntropy())),
        };

        // The new weights, what the method adds up, its slope, the pull: four arrays of theirs, and what the game makes of the points, through training
        // matrices of all pairs of them.
        var pairs = (40L + Targets.Rows) * (40 + Targets.Rows);
        Assert.InRange(Bytes(flow, parameters), 0, sizeof(double) * (5 * parameters.Values.Length + 24 * pairs));
    }

    [Theory, MemberData(nameof(Finite))]
    public void A_step_is_taken_back_to_the_bit(string name)
    {
        var flow = Flow(name);
        flow.Game.Mark();
        var first = flow.Advance(new FlowState(Points), Targets);
        var (saved, second) = (flow.Game.Save(), flow.Advance(first, Targets));
        flow.Game.TakeBack();
        foreach (var (key, values) in flow.Game.Save()) Assert.Equal(saved[key].Values, values.Values);
        Assert.Equal(second.Parameters.Values, flow.Advance(first, Targets).Parameters.Values);

        // Before the first training there is nothing.
        var fresh = Flow(name);
        Assert.Throws<InvalidOperationException>(fresh.Game.TakeBack);
        fresh.Game.Mark();
        fresh.Game.Field(Points, Targets, Points);
        fresh.Game.TakeBack();
        Assert.Empty(fresh.Game.Save());
        Assert.Equal(first.Parameters.Values, fresh.Advance(new FlowState(Points), Targets).Parameters.Values);
    }

    [Fact]
    public void What_was_observed_stays_and_what_was_given_back_is_gone()
    {
        var flow = Flow("sgd");
        var state = flow.Advance(new FlowState(Points), Targets);
        var observed = (NetworkDiscriminator)flow.Observe(Points, Targets).Discriminator;
        var before = observed.Values(Targets);
        state = flow.Advance(state, Targets);
        Assert.Equal(before, observed.Values(Targets));
        var lent = (NetworkDiscriminator)flow.Game.Field(Points, Targets, Points).Discriminator;
        lent.Release();
        Assert.Throws<ObjectDisposedException>(() => lent.Values(Targets));
        var kept = (NetworkDiscriminator)flow.Game.Field(Points, Targets, Points).Discriminator;
        var (network, values) = (kept.Network, kept.Values(Targets));
        kept.Release();
        flow.Advance(state, Targets);
        Assert.Equal(values, network.Forward(Targets).Values);
        Assert.Equal(values, kept.Values(Targets));
    }
}
