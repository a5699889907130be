using NtkGan.Numerics;
using static TorchSharp.torch;

namespace NtkGan.Networks;

/// <summary>A rule by which gradients of a cost move the parameters of a finite network downhill.</summary>
[Family("optimizer")]
public abstract record Optimizer
{
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
