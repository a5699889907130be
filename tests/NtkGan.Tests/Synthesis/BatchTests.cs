using NtkGan.Numerics;
using NtkGan.Synthesis;

namespace NtkGan.Tests.Synthesis;

/// <summary>Sub-batches and resolutions.</summary>
public class BatchTests
{
    [Fact]
    public void Partitions_use_every_row_once_before_any_twice()
    {
        var pairs = new PairedBatches(3, 5).Draw(10, 7, seed: 1, step: 4);
        Assert.Equal(5, pairs.Count);
        Assert.Equal(9, pairs.Take(3).SelectMany(pair => pair.Real).Distinct().Count());
        Assert.Equal(6, pairs.Take(2).SelectMany(pair => pair.Synthetic).Distinct().Count());
        Assert.Equal(1, pairs.Sum(pair => pair.Weight), 12);
        Assert.All(pairs, pair => Assert.Equal((3, 3), (pair.Real.Count, pair.Synthetic.Count)));
        Assert.Equal(pairs[4].Real, new PairedBatches(3, 5).Draw(10, 7, 1, 4)[4].Real);
        Assert.NotEqual(pairs[0].Real, new PairedBatches(3, 5).Draw(10, 7, 1, 5)[0].Real);
        Assert.Equal(Enumerable.Range(0, 7), new RealBatches(4).Draw(10, 7, 1, 0)[0].Synthetic);
    }

    [Fact]
    public void Batches_that_do_not_fit_are_refused()
    {
        Assert.Throws<UsageException>(() => new PairedBatches(4).Draw(10, 3, 0, 0));
        Assert.Throws<UsageException>(() => new RealBatches(11).Draw(10, 3, 0, 0));
        Assert.Throws<UsageException>(() => new AllPairs(10).Draw(40, 40, 0, 0));
    }

    [Fact]
    public void The_mean_over_drawn_pairs_estimates_the_full_sum()
    {
        // The mean over many steps of one drawn pair is the full sum over 9 pairs divided by 9.
        var (full, drawn) = (ProblemP.Objective(new Norm(), 10, batching: new AllPairs(2)), ProblemP.Objective(new Norm(), 10, batching: new PairedBatches(2)));
        var losses = Enumerable.Range(0, 400).Select(step => drawn.Evaluate(ProblemP.Synthetic, step).Loss).ToArray();
        var deviation = Math.Sqrt(losses.Sum(loss => Math.Pow(loss - losses.Average(), 2)) / (losses.Length - 1));
        Close.Sampled(full.Evaluate(ProblemP.Synthetic).Loss / 9, losses.Average(), deviation / Math.Sqrt(losses.Length));
    }

    [Fact]
    public void Only_drawn_rows_have_a_gradient()
    {
        var objective = ProblemP.Objective(new Norm(), 10, batching: new PairedBatches(1));
        var gradient = objective.Evaluate(ProblemP.Synthetic, 3).Gradient;
        var drawn = new PairedBatches(1).Draw(3, 3, 0, 3)[0].Synthetic[0];
        for (var i = 0; i < 3; i++) Assert.Equal(i == drawn, gradient[i, 0] != 0 || gradient[i, 1] != 0);
    }

    [Fact]
    public void Pooling_is_a_mean_with_its_adjoint()
    {
        var pool = new MeanPool(new PointShape(4, 6, 2), 2);
        Assert.Equal(new PointShape(2, 3, 2), pool.Pooled);
        var images = Contracts.KernelContractTests.RandomPoints(2, 1, dimension: 48);
        var pooled = pool.Apply(images);

        // Row 1, column 2, channel 1 of the second image: pixels (2..3, 4..5).
        var mean = new[] { (2, 4), (2, 5), (3, 4), (3, 5) }.Average(p => images[1, (p.Item1 * 6 + p.Item2) * 2 + 1]);
        Close.Relative(mean, pooled[1, (1 * 3 + 2) * 2 + 1], Close.Kernel);
        var cotangent = Contracts.KernelContractTests.RandomPoints(2, 2, dimension: 12);
        Close.Relative(DotProduct.Of(pooled.Values, cotangent.Values), DotProduct.Of(images.Values, pool.Adjoint(cotangent).Values), Close.Kernel, scale: 1);
        Assert.Throws<UsageException>(() => new MeanPool(new PointShape(4, 6), 4));
        Assert.Throws<InvalidDataFormatException>(() => pool.Apply(new Matrix(1, 47)));
    }

    [Fact]
    public void Several_resolutions_and_batches_compose_with_exact_gradients()
    {
        var problem = new SynthesisProblem(
            [new SynthesisTerm(ProblemP.FnnErf, new GivenLambda(2), Weight: 0.5), new SynthesisTerm(ProblemP.Fnn, new SpectrumLambda(3), Pooling: 2, Weight: 2)],
            Batching: new PairedBatches(3, 2));
        Matrix real = Contracts.KernelContractTests.RandomPoints(7, 3, dimension: 16), samples = Contracts.KernelContractTests.RandomPoints(6, 4, dimension: 16);
        var objective = new SynthesisObjective(problem, real, 6, new PointShape(4, 4), seed: 2);
        Assert.True(objective.Lambdas[1] > 0);
        CentralDifferences.Equal(samples, z => objective.Evaluate(z, 1).Loss, objective.Evaluate(samples, 1).Gradient);
    }
}
