using NtkGan.Architectures;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Numerics;
using NtkGan.Synthesis;

namespace NtkGan.Tables;

/// <summary>GA-NTK's gradient on rows that are already near: samples descend its objective for a few steps, their words held.</summary>
/// <param name="Product">lambda times the second largest eigenvalue of the kernel on the real rows, above 0: small moves the samples together, large each to a real row.</param>
/// <param name="Steps">Steps of L-BFGS, at least 0.</param>
internal sealed record Polishing(double Product, int Steps)
{
    private const int MostSamples = 128, MostReal = 192;

    /// <summary>Polishes samples in sets that see different real rows, where there are many.</summary>
    /// <param name="real">Real rows, n x d.</param>
    /// <param name="samples">Samples, m x d.</param>
    /// <param name="free">The first coordinates, that move; the others stay.</param>
    /// <param name="random">Draws the sets.</param>
    public Matrix Apply(Matrix real, Matrix samples, int free, CounterRandom random)
    {
        if (Steps == 0 || free == 0 || real.Rows < 3) return samples;
        var (result, sets) = (samples.Clone(), (samples.Rows + MostSamples - 1) / MostSamples);
        for (var set = 0; set < sets; set++)
        {
            int start = (int)((long)samples.Rows * set / sets), end = (int)((long)samples.Rows * (set + 1) / sets);
            int[] rows = [.. random.NextPermutation(real.Rows).Take(MostReal).Order()];
            var polished = Descend(real.Take(rows), samples.Take([.. Enumerable.Range(start, end - start)]), free);
            for (var i = start; i < end; i++) polished.Row(i - start).CopyTo(result.Row(i));
        }

        return result;
    }

    private Matrix Descend(Matrix real, Matrix samples, int free)
    {
        var problem = new SynthesisProblem([new SynthesisTerm(new NeuralKernel(new GaNtkNetwork(GaNtkDesign.Fnn)), new SecondEigenvalueLambda(Product))]);
        SynthesisObjective objective;
        try
        {
            objective = new(problem, real, samples.Rows);
        }
        catch (UsageException)
        {
            return samples; // rows without a second eigenvalue are all the same, and so are their samples
        }

        var field = new Field(objective, samples, free);
        var (mover, position) = (new Lbfgs(), samples.Values.ToArray());
        var memory = mover.Start(position.Length);
        for (var step = 0; step < Steps; step++)
        {
            Workers.ThrowIfCancelled();
            if (mover.Advance(position, memory, field).Stalled is not null) break;
        }

        return new(samples.Rows, samples.Columns, position);
    }

    /// <summary>The objective on the coordinates that move.</summary>
    private sealed class Field(SynthesisObjective objective, Matrix start, int free) : MovingField
    {
        private (double[] Position, double[] Gradient, double Loss)? _last;

        public override int PointLength(int count) => start.Columns;

        public override double Evaluate(double[] position, double[] gradient)
        {
            if (_last is { } last && last.Position.AsSpan().SequenceEqual(position))
            {
                last.Gradient.CopyTo(gradient, 0);
                return last.Loss;
            }

            var value = objective.Evaluate(new(start.Rows, start.Columns, (double[])position.Clone()));
            for (var i = 0; i < start.Rows; i++) value.Gradient.Row(i)[free..].Clear();
            value.Gradient.Values.CopyTo(gradient);
            _last = ((double[])position.Clone(), value.Gradient.Values.ToArray(), value.Loss);
            return value.Loss;
        }
    }
}
