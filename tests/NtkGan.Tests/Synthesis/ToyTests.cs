using NtkGan.Data;
using NtkGan.Metrics;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Synthesis;

namespace NtkGan.Tests.Synthesis;

/// <summary>No mode collapses: samples that start as uniform noise cover every Gaussian that occurs in the data.</summary>
public class ToyTests
{
    public static TheoryData<MixtureDataSet, SynthesisLoss, Mover> Runs => new()
    {
        { new GaussianRing(8, 0.4, Math.Sqrt(0.002), [0.5]), new CrossEntropy(), new Adam() },
        { new GaussianRing(8, 0.4, Math.Sqrt(0.002), [0.5]), new Norm(), new Adam() },
        { new GaussianGrid(3, 0.35, Math.Sqrt(0.0005), [0.5]), new CrossEntropy(), new Lbfgs() },
    };

    [Theory, MemberData(nameof(Runs))]
    public void Every_gaussian_of_the_data_is_covered(MixtureDataSet data, SynthesisLoss loss, Mover optimizer)
    {
        const int count = 80;
        var real = data.Draw(count, CounterRandom.For(1, "data"));
        var problem = new SynthesisProblem([new SynthesisTerm(ProblemP.Fnn, new GivenLambda(100))], loss);
        var descent = new SynthesisDescent(new SynthesisObjective(problem, real, count), optimizer, Bounds.Unit);
        var state = descent.Start(SynthesisDescent.UniformSamples(count, 2, Bounds.Unit, 1));
        while (state.Step < 200) state = descent.Advance(state).State;
        double[] Coverage(Matrix points) =>
            [.. new ModeCoverage().Measure(new MetricInput(points, real, Modes: data.Modes.Centres, ModeDeviation: data.Modes.Deviation)).Select(value => value.Value)];
        var (found, present) = (Coverage(state.Samples), Coverage(real));
        Assert.InRange(found[0], present[0], present[0] + 1);
        Assert.InRange(found[1], 0.9, 1);
    }
}
