using NtkGan.Architectures;
using NtkGan.Games;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Games;

/// <summary>Training curves: many times from one decomposition are the trainings one by one.</summary>
public class TrainingCurveTests
{
    public static TheoryData<string> Losses => [.. Catalog.Members<Loss>().Select(member => member.Name)];

    [Theory, MemberData(nameof(Losses))]
    public void A_curve_is_its_trainings(string name)
    {
        // Points that repeat, and times from 0 to far beyond what rounding bears.
        var points = new Matrix(60, 2, RandomMatrices.Normal(120, 1));
        points.Row(0).CopyTo(points.Row(50));
        var problem = TrainingProblem.Of(new NeuralKernel(new Mlp(biasDeviation: 1)), points, 25, (Loss)Catalog.Find(typeof(Loss), name).Example());
        double[] times = name is "lsgan" ? [0, .1, 3, 1e4, 1e12] : [0, .1, 3];
        var curve = new Exact().Curve(problem, times);
        foreach (var (time, result) in times.Zip(curve))
        {
            var single = new Exact(time).Train(problem);
            Assert.Equal(single.Status, result.Status);
            Close.Relative(problem.Values(single.Coefficients), problem.Values(result.Coefficients), Close.Solver, 1e-3);
        }
    }

    [Fact]
    public void Times_that_are_none_are_refused()
    {
        var problem = TrainingProblem.Of(new NeuralKernel(), new Matrix(2, 1, [1, 2]), 1, new Lsgan());
        Assert.Throws<UsageException>(() => new Exact().Curve(problem, -1));
        Assert.Throws<UsageException>(() => new Exact().Curve(problem, double.PositiveInfinity));
        Assert.Empty(new Exact().Curve(problem));
    }
}
