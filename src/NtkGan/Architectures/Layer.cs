namespace NtkGan.Architectures;

/// <summary>One layer, or a composition of layers. Its infinite-width reading maps the state of a pair of inputs: the covariance q12 of
/// the pre-activations (which ends as the NNGP kernel) and the tangent kernel k (which ends as the NTK).</summary>
[Family("layer")]
public abstract record Layer
{
    /// <summary>The layer's name in experiment files.</summary>
    internal string Name => Catalog.NameOf(GetType());

    /// <summary>Applies the layer to a block of pairs.</summary>
    internal abstract void Propagate(KernelState state);

    /// <summary>What leaves the layer, given what enters it.</summary>
    /// <exception cref="UsageException">The layer cannot follow what comes before it.</exception>
    internal abstract Signal Check(Signal input);
}

/// <summary>What is known of a signal between layers, enough to refuse compositions whose kernel formulas would be wrong.</summary>
/// <param name="IsGaussian">At infinite width it is a Gaussian process given the input (it left an affine layer).</param>
/// <param name="HasUnitVariance">Its variance is 1 for every input (it left a normalisation).</param>
/// <param name="EndsInOwnWeights">Its last weights are its own, so that it is uncorrelated with parallel branches.</param>
internal readonly record struct Signal(bool IsGaussian, bool HasUnitVariance, bool EndsInOwnWeights)
{
    /// <summary>The input of a network.</summary>
    public static Signal Input => default;
}
