using NtkGan.Architectures.Activations;
using NtkGan.Architectures.Layers;

namespace NtkGan.Architectures;

/// <summary>A multilayer perceptron: flatten, dense, then one block [normalisation, activation, dense] for each hidden layer; the last dense
/// layer has one output and no bias. Several activations act in parallel branches that are summed.</summary>
public sealed record Mlp : Architecture
{
    /// <summary>Makes the network.</summary>
    /// <param name="activations">The activations of every hidden layer; several are parallel branches, each with its own dense layer.</param>
    /// <param name="hiddenLayers">Number L of hidden layers, 1 to 100,000: L activations.</param>
    /// <param name="width">Neurons of a hidden layer; at infinite width it matters only to the standard parameterisation.</param>
    /// <param name="weightDeviation">Standard deviation W of the weights, before the 1/sqrt(fan-in) scaling.</param>
    /// <param name="biasDeviation">Standard deviation b of the biases; 0 means no bias, null no bias even in the standard parameterisation.</param>
    /// <param name="layerNormalization">Normalise over channels before every activation but the first.</param>
    /// <param name="parameterization">Neural tangent (weights of unit scale) or standard.</param>
    /// <exception cref="UsageException">No activation, no hidden layer, or too many.</exception>
    public Mlp(ValueList<Activation>? activations = null, int hiddenLayers = 3, int width = 512, double weightDeviation = 1,
        double? biasDeviation = 0, bool layerNormalization = false, Parameterization parameterization = Parameterization.NeuralTangent)
    {
        (Activations, HiddenLayers, Width) = (activations ?? [new Relu()], hiddenLayers, width);
        (WeightDeviation, BiasDeviation, LayerNormalization, Parameterization) = (weightDeviation, biasDeviation, layerNormalization, parameterization);
        if (Activations.Count == 0) throw new UsageException("An mlp needs at least one activation.");
        if (hiddenLayers is < 1 or > MostLayers) throw new UsageException($"An mlp needs 1 to {MostLayers} hidden layers, not {hiddenLayers}.");
        Layers = Checked(Build());
    }

    /// <summary>The activations of every hidden layer.</summary>
    public ValueList<Activation> Activations { get; }

    /// <summary>Number of hidden layers.</summary>
    public int HiddenLayers { get; }

    /// <summary>Neurons of a hidden layer.</summary>
    public int Width { get; }

    /// <summary>Standard deviation of the weights.</summary>
    public double WeightDeviation { get; }

    /// <summary>Standard deviation of the biases, or null.</summary>
    public double? BiasDeviation { get; }

    /// <summary>Whether blocks after the first normalise.</summary>
    public bool LayerNormalization { get; }

    /// <summary>The parameterisation of every dense layer.</summary>
    public Parameterization Parameterization { get; }

    /// <inheritdoc/>
    public override Layer Layers { get; }

    private Series Build()
    {
        var hidden = new Dense(Width, WeightDeviation, BiasDeviation, Parameterization);
        var output = hidden with { Width = 1, BiasDeviation = null };
        List<Layer> layers = [new Flatten(), hidden];
        for (var block = 0; block < HiddenLayers; block++)
        {
            if (LayerNormalization && block > 0) layers.Add(new LayerNormalization());
            var dense = block == HiddenLayers - 1 ? output : hidden;
            if (Activations.Count == 1) layers.AddRange([Activations[0], dense]);
            else layers.Add(new ParallelSum(ValueList.From(Activations.Select(Layer (activation) => new Series([activation, dense])))));
        }

        return new Series(ValueList.From(layers));
    }
}
