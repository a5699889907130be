namespace NtkGan.Architectures.Layers;

/// <summary>A transposed convolution: a convolution of stride 1 on the image with s - 1 zeros between its positions, which makes images s times
/// as large. Means are over the whole window of f x f places, zeros counted.</summary>
/// <param name="Channels">Output channels, at least 1; they matter at infinite width to the standard parameterisation only.</param>
/// <param name="Filter">Rows and columns f of the window.</param>
/// <param name="Stride">The factor s; out = s in, or (in - 1) s + max(f, s) with padding valid.</param>
/// <param name="Padding">What surrounds the image.</param>
/// <param name="WeightDeviation">Standard deviation W of the weights.</param>
/// <param name="BiasDeviation">Standard deviation b of the biases. Null: no bias. 0: no bias in the neural tangent parameterisation, a bias
/// that starts at 0 in the standard one.</param>
/// <param name="Parameterization">How weights are scaled.</param>
public sealed record TransposedConvolution(int Channels = 64, int Filter = 4, int Stride = 2, Padding Padding = Padding.Same, double WeightDeviation = 1,
    double? BiasDeviation = 0, Parameterization Parameterization = Parameterization.NeuralTangent)
    : ConvolutionalLayer(Channels, Filter, Stride, Padding, WeightDeviation, BiasDeviation, Parameterization)
{
    private protected override AxisWindows Windows(int size) => AxisWindows.TransposedConvolution(size, Filter, Stride, Padding);
}
