namespace NtkGan.Architectures.Layers;

/// <summary>How the weights of a layer are scaled.</summary>
public enum Parameterization
{
    /// <summary>z = W/sqrt(fan-in) w x + b beta with w, beta ~ N(0, 1): the tangent kernel has a limit at infinite width.</summary>
    NeuralTangent,

    /// <summary>z = w x + beta with w ~ N(0, W^2/fan-in), beta ~ N(0, b^2): the tangent kernel grows with the width.</summary>
    Standard,
}

/// <summary>A fully connected layer: q' = W^2 q + b^2, k' = q' + W^2 k; in the standard parameterisation
/// k' = fan-in q + W^2 k + 1 (the 1 only with a bias).</summary>
/// <param name="Width">Output neurons, at least 1; the fan-in of the next layer.</param>
/// <param name="WeightDeviation">Standard deviation W of the weights.</param>
/// <param name="BiasDeviation">Standard deviation b of the biases. Null: no bias. 0: no bias in the neural tangent parameterisation, a bias
/// that starts at 0 in the standard one.</param>
/// <param name="Parameterization">How weights are scaled.</param>
public sealed record Dense(int Width = 512, double WeightDeviation = 1, double? BiasDeviation = 0,
    Parameterization Parameterization = Parameterization.NeuralTangent) : Layer
{
    internal override void Propagate(KernelState state) => state.Affine(Width, WeightDeviation, BiasDeviation, Parameterization);

    internal override void Build(NetworkState network) => network.Affine(Width, WeightDeviation, BiasDeviation, Parameterization);

    internal override Layer WithFeatures(int features) => this with { Width = features };

    internal override Signal Check(Signal input)
    {
        if (Width < 1) throw new UsageException($"A dense layer needs a width of at least 1, not {Width}.");
        if (!double.IsFinite(WeightDeviation) || !double.IsFinite(BiasDeviation ?? 0))
            throw new UsageException("The deviations of a dense layer must be finite.");
        if (input.HasPositions) throw new UsageException("A dense layer needs one list of features, not an image: put a flatten or a pooling over all positions before it.");
        return input with { IsGaussian = true, HasUnitVariance = false, EndsInOwnWeights = true };
    }
}
