namespace NtkGan.Architectures.Layers;

/// <summary>A convolution: q' = W^2 A(q) + b^2, k' = q' + W^2 A(k), with A(q)[o, o'] = f^-2 sum_d q[s o + d, s o' + d] the mean over the window,
/// zeros beyond the edge counted. Standard parameterisation: k' = fan-in A(q) + W^2 A(k) + 1 (the 1 only with a bias), fan-in f^2 C.</summary>
/// <param name="Channels">Output channels, at least 1; they matter at infinite width to the standard parameterisation only.</param>
/// <param name="Filter">Rows and columns f of the window.</param>
/// <param name="Stride">Positions s between windows; out = ceil(in/s), or floor((in - f)/s) + 1 with padding valid.</param>
/// <param name="Padding">Zeros around the image (same), nothing (valid), or the image wrapped around (circular).</param>
/// <param name="WeightDeviation">Standard deviation W of the weights.</param>
/// <param name="BiasDeviation">Standard deviation b of the biases. Null: no bias. 0: no bias in the neural tangent parameterisation, a bias
/// that starts at 0 in the standard one.</param>
/// <param name="Parameterization">How weights are scaled.</param>
public sealed record Convolution(int Channels = 64, int Filter = 3, int Stride = 1, Padding Padding = Padding.Same, double WeightDeviation = 1,
    double? BiasDeviation = 0, Parameterization Parameterization = Parameterization.NeuralTangent)
    : ConvolutionalLayer(Channels, Filter, Stride, Padding, WeightDeviation, BiasDeviation, Parameterization)
{
    private protected override AxisWindows Windows(int size) => AxisWindows.Convolution(size, Filter, Stride, Padding);
}
