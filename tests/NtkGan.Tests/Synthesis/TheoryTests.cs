using NtkGan.Kernels.Radial;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Synthesis;

namespace NtkGan.Tests.Synthesis;

/// <summary>What the theory of GA-NTK says, as numbers.</summary>
public class TheoryTests
{
    private const double LongTime = 1e5;

    private static double Loss(SynthesisLoss loss, double lambda, Matrix samples) => ProblemP.Objective(loss, lambda).Evaluate(samples).Loss;

    [Fact]
    public void Without_training_nothing_is_known()
    {
        Close.Relative(Math.Log(2), Loss(new CrossEntropy(), 0, ProblemP.Synthetic), Close.Kernel);
        Close.Relative(1, Loss(new MeanSquaredError(), 0, ProblemP.Synthetic), Close.Kernel);
        Close.Relative(6, Loss(new Norm(Squared: true), 0, ProblemP.Synthetic), Close.Kernel);
        Close.Relative(Math.Log(2), Loss(new OdeCrossEntropy(), 0, ProblemP.Synthetic), Close.Kernel);
    }

    [Fact]
    public void Trained_to_the_end_it_knows_all_and_the_gradient_vanishes()
    {
        Close.Relative(0.8132616875182229, Loss(new CrossEntropy(), LongTime, ProblemP.Synthetic), Close.Kernel);
        Close.Relative(1, Loss(new MeanSquaredError(), LongTime, ProblemP.Synthetic), Close.Kernel);
        Close.Relative(3, Loss(new Norm(Squared: true), LongTime, ProblemP.Synthetic), Close.Kernel);
        Close.Relative(new Matrix(3, 2), ProblemP.Objective(new Norm(), LongTime).Evaluate(ProblemP.Synthetic).Gradient, Close.Kernel, scale: 1);
    }

    [Fact]
    public void Copies_of_the_data_cannot_be_told_apart()
    {
        var copies = ProblemP.Real.Take([2, 0, 1]);
        Close.Relative(Math.Sqrt(1.5), Loss(new Norm(), LongTime, copies), Close.Kernel);
        var problem = new SynthesisProblem([new SynthesisTerm(ProblemP.Fnn, new GivenLambda(LongTime))], Regularisation: 0);
        var value = new SynthesisObjective(problem, ProblemP.Real, 3).Evaluate(copies);
        Close.Relative(Math.Log(2), value.Loss, Close.Kernel);
        Assert.All(value.Scores.Values.ToArray(), score => Close.Relative(0.5, score, Close.Gradient));
    }

    [Fact]
    public void Losses_stay_above_their_bounds_and_scores_below_theirs()
    {
        foreach (var lambda in new[] { 0.01, 0.3, 2, 20, 300 })
        {
            var value = ProblemP.Objective(new CrossEntropy(), lambda).Evaluate(ProblemP.Synthetic);
            Assert.InRange(value.Loss, 0.47407698, 10);
            Assert.InRange(Loss(new Norm(Squared: true), lambda, ProblemP.Synthetic), 3 * (3 - Math.Sqrt(5)) / 2, 6);
            Assert.InRange(Enumerable.Range(0, 6).Sum(i => value.Scores[i, 1] * value.Scores[i, 1]), 0, 3);
        }
    }

    [Fact]
    public void Swapping_real_and_synthetic_swaps_the_scores()
    {
        var one = ProblemP.Objective(new CrossEntropy(), 3).Evaluate(ProblemP.Synthetic).Scores;
        var problem = new SynthesisProblem([new SynthesisTerm(ProblemP.Fnn, new GivenLambda(3))]);
        var other = new SynthesisObjective(problem, ProblemP.Synthetic, 3).Evaluate(ProblemP.Real).Scores;
        for (var i = 0; i < 6; i++) Close.Relative(one[i, 0], other[(i + 3) % 6, 1], Close.Kernel, scale: 1);
    }

    [Fact]
    public void On_atoms_the_squared_norm_is_a_chi_squared_distance()
    {
        // Atoms so far apart that the kernel is 1 on equal points and 0 else: n (1/2 + chi^2/4) with p = (3/4, 1/4), q = (1/4, 3/4).
        Matrix real = Matrix.Column(0, 0, 0, 1000), samples = Matrix.Column(0, 1000, 1000, 1000);
        foreach (var route in new[] { MatrixRoute.Decomposition, MatrixRoute.Krylov })
        {
            var problem = new SynthesisProblem([new SynthesisTerm(new GaussianKernel(), new GivenLambda(1000))], new Norm(Squared: true), Route: route);
            var value = new SynthesisObjective(problem, real, 4).Evaluate(samples);
            Close.Relative(2.5, value.Loss, Close.Kernel);
            Close.Relative(0.75, value.Scores[0, 1], Close.Kernel);
        }
    }

    [Fact]
    public void With_little_training_all_samples_move_alike_and_then_part()
    {
        static double Spread(double lambda)
        {
            var gradient = ProblemP.Objective(new CrossEntropy(), lambda).Evaluate(ProblemP.Synthetic).Gradient;
            double[] first = [gradient[0, 0], gradient[1, 0], gradient[2, 0]];
            return (first.Max() - first.Min()) / first.Max();
        }

        Assert.InRange(Spread(16 / 1200.0), 0, 0.1);
        Assert.InRange(Spread(4096 / 1200.0), 0.25, 1);
    }

    [Fact]
    public void Small_steps_never_raise_a_smooth_loss_and_bound_the_least_gradient()
    {
        // Descent lemma on an erf kernel, no bound active: the step is far below 1/beta, beta estimated from the gradients along the path.
        const double rate = 0.05;
        const int steps = 40;
        var problem = new SynthesisProblem([new SynthesisTerm(ProblemP.FnnErf, new GivenLambda(2))]);
        var descent = new SynthesisDescent(new SynthesisObjective(problem, ProblemP.Real, 3), new GradientDescent(rate));
        var state = descent.Start(ProblemP.Synthetic);
        var (losses, squares, smoothness) = (new List<double>(), new List<double>(), 0.0);
        Matrix? gradient = null, samples = null;
        for (var k = 0; k < steps; k++)
        {
            var step = descent.Advance(state);
            losses.Add(step.Before.Loss);
            squares.Add(DotProduct.Of(step.Before.Gradient.Values, step.Before.Gradient.Values));
            if (gradient is not null && samples is not null) smoothness = Math.Max(smoothness, Distance(gradient, step.Before.Gradient) / Distance(samples, state.Samples));
            (gradient, samples, state) = (step.Before.Gradient, state.Samples, step.State);
        }

        Assert.InRange(rate * smoothness, 0, 1);
        Assert.All(losses.Zip(losses.Skip(1)), pair => Assert.True(pair.Second <= pair.First));
        Assert.InRange(squares.Min(), 0, 2 * (losses[0] - losses[^1]) / (rate * (steps - 1)));
    }

    [Fact]
    public void Discriminator_steps_approach_the_exponential()
    {
        var gram = ProblemP.Fnn.Gram(ProblemP.Real.Above(ProblemP.Synthetic));
        var identity = new Matrix(6, 6);
        for (var i = 0; i < 6; i++) identity[i, i] = 1;
        var exact = new SpectralMatrix(gram).Apply(new ExponentialApproach(3.41), identity).Values;
        double Error(double rate)
        {
            var scores = new Matrix(6, 6);
            for (var step = 0; step < Math.Round(3.41 / rate); step++)
            {
                var residual = identity.Clone();
                DotProduct.Add(-1, scores.Values, residual.Values);
                DotProduct.Add(rate, MatrixProduct.Of(gram, residual).Values, scores.Values);
            }

            return exact.Values.ToArray().Zip(scores.Values.ToArray(), (a, b) => Math.Abs(a - b)).Max();
        }

        var (coarse, fine) = (Error(0.01), Error(0.001));
        Assert.InRange(coarse, 2.5e-4, 3.1e-4);
        Assert.InRange(fine / coarse, 0.09, 0.11);
    }

    private static double Distance(Matrix a, Matrix b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Values.Length; i++) sum += (a.Values[i] - b.Values[i]) * (a.Values[i] - b.Values[i]);
        return Math.Sqrt(sum);
    }
}
