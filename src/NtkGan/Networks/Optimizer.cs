using NtkGan.Numerics;

namespace NtkGan.Networks;

/// <summary>A rule by which gradients of a cost move parameters downhill.</summary>
[Family("optimizer")]
public abstract record Optimizer
{
    /// <summary>Names the number of steps taken among what is remembered.</summary>
    internal const string StepCount = "steps";

    /// <summary>Sets the learning rate.</summary>
    /// <param name="learningRate">eta, above 0.</param>
    /// <exception cref="UsageException">It is not above 0.</exception>
    protected Optimizer(double learningRate) => LearningRate = Require.Positive(learningRate);

    /// <summary>The learning rate eta: K steps of plain gradient descent are the training time eta K.</summary>
    public double LearningRate { get; }

    /// <summary>Names of the vectors it remembers from step to step, each as long as the parameters.</summary>
    public abstract IReadOnlyList<string> Memories { get; }

    /// <summary>One step.</summary>
    /// <param name="parameters">The parameters, to be moved.</param>
    /// <param name="gradient">The gradient of the cost, as long.</param>
    /// <param name="memories">What is remembered, one vector for each name, to be overwritten; zeros before the first step.</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="rate">The learning rate of this step.</param>
    public abstract void Move(Span<double> parameters, ReadOnlySpan<double> gradient, IReadOnlyList<double[]> memories, int step, double rate);

    /// <summary>Starts on a network, with nothing remembered.</summary>
    public Descent Start(Network network) => new(this, network);

    /// <summary>One step of a matrix of anything that has a gradient.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="memory">What the last step remembered, by name; empty before the first.</param>
    /// <returns>What is to be added, and what to remember.</returns>
    public (Matrix Move, IReadOnlyDictionary<string, Matrix> Memory) Move(Matrix gradient, IReadOnlyDictionary<string, Matrix> memory)
    {
        var step = memory.TryGetValue(StepCount, out var count) ? (int)count.Values[0] + 1 : 1;
        double[][] memories = [.. Memories.Select(name => memory.TryGetValue(name, out var values) ? values.Values.ToArray() : new double[gradient.Values.Length])];
        var move = new Matrix(gradient.Rows, gradient.Columns);
        Move(move.Values, gradient.Values, memories, step, LearningRate);
        var remembered = new Dictionary<string, Matrix> { [StepCount] = Matrix.Column(step) };
        foreach (var (name, values) in Memories.Zip(memories)) remembered[name] = new(gradient.Rows, gradient.Columns, values);
        return (move, remembered);
    }
}
