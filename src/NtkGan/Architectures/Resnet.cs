using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;

namespace NtkGan.Architectures;

/// <summary>A residual network: flatten, dense, then blocks whose dense shortcut is added to a chain of [activation, dense]; at the end an
/// activation and one output without bias.</summary>
public sealed record Resnet : Architecture
{
    /// <summary>Makes the network.</summary>
    /// <param name="activation">The activation; ReLU if none is given.</param>
    /// <param name="blocks">Number of residual blocks, at least 1.</param>
    /// <param name="blockDepth">[activation, dense] pairs in a block, at least 1.</param>
    /// <param name="width">Neurons of a hidden layer; at infinite width it matters only to the standard parameterisation.</param>
    /// <param name="weightDeviation">Standard deviation of the weights.</param>
    /// <param name="biasDeviation">Standard deviation of the biases; 0 means no bias.</param>
    /// <param name="parameterization">Neural tangent or standard.</param>
    /// <exception cref="UsageException">A count is below 1, or there are more than 100,000 layers.</exception>
    public Resnet(Activation? activation = null, int blocks = 3, int blockDepth = 2, int width = 512, double weightDeviation = 1,
        double? biasDeviation = 0, Parameterization parameterization = Parameterization.NeuralTangent)
    {
        (Activation, Blocks, BlockDepth, Width) = (activation ?? new Relu(), blocks, blockDepth, width);
        (WeightDeviation, BiasDeviation, Parameterization) = (weightDeviation, biasDeviation, parameterization);
        if (blocks < 1 || blockDepth < 1 || (long)blocks * blockDepth > MostLayers)
            throw new UsageException($"A resnet needs at least 1 block of depth 1 and at most {MostLayers} layers in all blocks, not {blocks} of depth {blockDepth}.");
        var dense = new Dense(width, weightDeviation, biasDeviation, parameterization);
        var chain = new Series(ValueList.From(Enumerable.Repeat<Layer[]>([Activation, dense], blockDepth).SelectMany(pair => pair)));
        IEnumerable<Layer> layers = [new Flatten(), dense, .. Enumerable.Repeat(new Residual(chain, dense), blocks), Activation,
            dense with { Width = 1, BiasDeviation = null }];
        Layers = Checked(new Series(ValueList.From(layers)));
    }

    /// <summary>The activation.</summary>
    public Activation Activation { get; }

    /// <summary>Number of residual blocks.</summary>
    public int Blocks { get; }

    /// <summary>[activation, dense] pairs in a block.</summary>
    public int BlockDepth { get; }

    /// <summary>Neurons of a hidden layer.</summary>
    public int Width { get; }

    /// <summary>Standard deviation of the weights.</summary>
    public double WeightDeviation { get; }

    /// <summary>Standard deviation of the biases, or null.</summary>
    public double? BiasDeviation { get; }

    /// <summary>The parameterisation of every dense layer.</summary>
    public Parameterization Parameterization { get; }

    /// <inheritdoc/>
    public override Layer Layers { get; }
}
