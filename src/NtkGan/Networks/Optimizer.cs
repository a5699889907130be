using NtkGan.Numerics;
using static TorchSharp.torch;

namespace NtkGan.Networks;

/// <summary>A rule by which gradients of a cost move the parameters of a finite network downhill.</summary>
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
    internal abstract IReadOnlyList<string> Memories { get; }

    /// <summary>Starts on a network, with nothing remembered.</summary>
    public Descent Start(Network network) => new(this, network);

    /// <summary>One step of a matrix of anything that has a gradient.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="memory">What the last step remembered, by name; empty before the first.</param>
    /// <returns>What is to be added, and what to remember.</returns>
    public (Matrix Move, IReadOnlyDictionary<string, Matrix> Memory) Move(Matrix gradient, IReadOnlyDictionary<string, Matrix> memory)
    {
        TorchThreads.UseOwn();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var step = memory.TryGetValue(StepCount, out var count) ? (int)count.Values[0] + 1 : 1;
        Tensor[] memories = [.. Memories.Select(name => memory.TryGetValue(name, out var values) ? Tensors.Of(values) : zeros(gradient.Rows, gradient.Columns, float64))];
        var move = Tensors.ToMatrix(Move(Tensors.Of(gradient), memories, step, LearningRate).Value);
        var remembered = new Dictionary<string, Matrix> { [StepCount] = Matrix.Column(step) };
        foreach (var (name, values) in Memories.Zip(memories)) remembered[name] = Tensors.ToMatrix(values);
        return (move, remembered);
    }

    /// <summary>One step of one matrix of parameters.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="memories">What is remembered, to be overwritten.</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="rate">The learning rate of this step.</param>
    /// <returns>What is to be added to the parameters.</returns>
    internal abstract TensorScalar Move(TensorScalar gradient, Tensor[] memories, int step, double rate);

    /// <summary>m &lt;- decay m + weight g, and m.</summary>
    private protected static TensorScalar Blend(Tensor memory, double decay, double weight, TensorScalar value)
    {
        memory.copy_((decay * (TensorScalar)memory + weight * value).Value);
        return memory;
    }
}
