using NtkGan.Architectures;
using NtkGan.Data;
using NtkGan.Kernels;
using NtkGan.Movers;
using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>GA-NTK (Zhang et al. 2022) in two calls: <c>new Synthesizer().Fit(table).Sample(100)</c>. Noise becomes rows like those of the data by one
/// minimisation against a discriminator that is trained in closed form. The defaults are those for tables; for pictures give a kernel for pictures and a
/// <see cref="GaussianStart"/>.</summary>
public sealed record Synthesizer
{
    /// <summary>What is minimised; the authors' cross-entropy under the tangent kernel of their fully connected network, lambda 40 over the second largest
    /// eigenvalue.</summary>
    public SynthesisProblem Problem { get; init; } = new([new SynthesisTerm(new NeuralKernel(new GaNtkNetwork(GaNtkDesign.Fnn)), new SecondEigenvalueLambda(40))]);

    /// <summary>How the samples descend; L-BFGS.</summary>
    public Mover Optimizer { get; init; } = new Lbfgs();

    /// <summary>When a synthesis ends before its last step; never.</summary>
    public StoppingRule Stopping { get; init; } = new();

    /// <summary>The most steps, at least 1; 150.</summary>
    public int Steps { get; init => field = Require.AtLeast(1, value, nameof(Steps)); } = 150;

    /// <summary>Real rows that take part, at least 1, drawn once; all of fewer. A step takes the cube of their number and that of the samples together; 256.</summary>
    public int Pool { get; init => field = Require.AtLeast(1, value, nameof(Pool)); } = 256;

    /// <summary>Where samples start; uniform in the middle quarter of the box.</summary>
    public SampleStart Start { get; init; } = new UniformStart(0.25);

    /// <summary>The seed of all random numbers.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Draws the pool of real rows.</summary>
    /// <param name="data">The data: a table, pictures, or any others.</param>
    /// <exception cref="UsageException">A file is missing.</exception>
    /// <exception cref="InvalidDataFormatException">A file is broken.</exception>
    public FittedSynthesizer Fit(DataSet data)
    {
        var pool = data.Draw(Math.Min(Pool, data.Size ?? Pool), CounterRandom.For(Seed, "target"));
        return new(this, pool, data.Shape, BoundsOf(data, pool));
    }

    /// <summary>Draws the pool from rows of one's own.</summary>
    /// <param name="rows">n x d, n at least 1, finite.</param>
    /// <exception cref="UsageException">There is no row.</exception>
    /// <exception cref="InvalidDataFormatException">A number is not finite.</exception>
    public FittedSynthesizer Fit(Matrix rows) =>
        Fit(new ListedPoints(ValueList.From(Enumerable.Range(0, rows.Rows).Select(i => ValueList.From(rows.Row(i).ToArray())))));

    /// <summary>The box of the samples: from black to white for pictures that have such ends, else the range of each coordinate in the pool.</summary>
    internal static Bounds BoundsOf(DataSet data, Matrix pool)
    {
        if (data.Display is { } display) return new([Math.Min(display.Black, display.White)], [Math.Max(display.Black, display.White)]);
        var (lower, upper) = (new double[pool.Columns], new double[pool.Columns]);
        for (var c = 0; c < pool.Columns; c++)
        {
            (lower[c], upper[c]) = (pool[0, c], pool[0, c]);
            for (var i = 1; i < pool.Rows; i++) (lower[c], upper[c]) = (Math.Min(lower[c], pool[i, c]), Math.Max(upper[c], pool[i, c]));
        }

        return new(ValueList.From(lower), ValueList.From(upper));
    }
}

/// <summary>Data that a <see cref="Synthesizer"/> has taken up.</summary>
public sealed class FittedSynthesizer
{
    private readonly Synthesizer _settings;
    private readonly PointShape _shape;

    internal FittedSynthesizer(Synthesizer settings, Matrix pool, PointShape shape, Bounds bounds) => (_settings, Pool, _shape, Bounds) = (settings, pool, shape, bounds);

    /// <summary>The real rows that take part, p x d.</summary>
    public Matrix Pool { get; }

    /// <summary>The box in which samples start and stay.</summary>
    public Bounds Bounds { get; }

    /// <summary>New rows, n x d, in the coordinates of the data; <see cref="Table.Write"/> writes those of a table.</summary>
    /// <param name="count">n, at least 1.</param>
    /// <param name="set">Which of many sets: each starts elsewhere, from 0.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="UsageException">A count is out of its range, or the settings do not fit together.</exception>
    /// <exception cref="NumericalException">The loss or its gradient are no longer finite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Matrix Sample(int count, int set = 0, IProgress<SynthesisStep>? progress = null, CancellationToken cancellation = default) => Descend(count, set, progress, cancellation).State.Samples;

    /// <summary>As <see cref="Sample"/>, with how the last step ended.</summary>
    /// <param name="count">n, at least 1.</param>
    /// <param name="set">Which of many sets, from 0.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellation">Ends the work.</param>
    public SynthesisStep Descend(int count, int set = 0, IProgress<SynthesisStep>? progress = null, CancellationToken cancellation = default)
    {
        Require.AtLeast(1, count);
        using var ended = Workers.EndBy(cancellation);
        var descent = new SynthesisDescent(new(_settings.Problem, Pool, count, _shape, _settings.Seed), _settings.Optimizer, Bounds, stopping: _settings.Stopping, seed: _settings.Seed, replica: set);
        var state = descent.Start(_settings.Start.Draw(count, Pool, Bounds, _settings.Seed, set));
        for (var number = 1; ; number++)
        {
            Workers.ThrowIfCancelled();
            var step = descent.Advance(state);
            progress?.Report(step);
            if (step.Status != SynthesisStatus.Running || number == _settings.Steps) return step;
            state = step.State;
        }
    }
}
