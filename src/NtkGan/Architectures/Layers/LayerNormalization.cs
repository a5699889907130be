namespace NtkGan.Architectures.Layers;

/// <summary>Layer normalisation over channels, on Gaussian pre-activations: q12 and k are divided by sqrt((q11 + eps)(q22 + eps)).</summary>
/// <param name="Epsilon">The regulariser eps, above 0, under the root.</param>
public sealed record LayerNormalization(double Epsilon = 1e-12) : Layer
{
    internal override void Propagate(KernelState state) => state.Normalize(Epsilon);

    internal override void Build(NetworkState network) => network.Normalize(Epsilon);

    internal override Signal Check(Signal input)
    {
        if (!(Epsilon > 0 && double.IsFinite(Epsilon))) throw new UsageException($"Layer normalisation needs a finite epsilon above 0, not {Epsilon}.");
        if (!input.IsGaussian)
            throw new UsageException("Layer normalisation needs an affine layer (dense or convolution) before it: its input is not Gaussian.");
        return input with { HasUnitVariance = true };
    }
}
