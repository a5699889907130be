using NtkGan.Architectures;
using NtkGan.Architectures.Layers;
using NtkGan.Networks;
using NtkGan.Numerics;

namespace NtkGan.Autoencoders;

/// <summary>Two finite networks, one from points to latent coordinates and one back. They are trained as the single network that they are in series. Dense ones are
/// computed by the library itself, those of images by torch.</summary>
/// <param name="Encoder">Points to latents; a ReLU network of two hidden layers of 256 if none is given.</param>
/// <param name="Decoder">Latents to points; the same backwards if none is given. A network that makes images makes them of the data's shape.</param>
/// <param name="Features">Features of the encoder's last layer, at least 1: the latent coordinates, or of an encoder that ends in an image those of each position.
/// Null leaves the encoder's own.</param>
/// <param name="Normalized">Latents of mean 0 and variance 1 over the features of each position, so that decoding depends on their direction alone: samples of a
/// synthesis are shorter than the rows that they stand beside, and would be decoded to pale ones. It takes two degrees of freedom.</param>
/// <param name="Precision">The numbers in which the networks compute.</param>
public sealed record Autoencoder(Architecture? Encoder = null, Architecture? Decoder = null, int? Features = 16, bool Normalized = true, Precision Precision = Precision.Double)
{
    private static readonly Mlp Usual = new(hiddenLayers: 2, width: 256, weightDeviation: Math.Sqrt(2), biasDeviation: 0.1);

    /// <summary>Points to latents.</summary>
    public Architecture Encoder { get; } = Encoder ?? Usual;

    /// <summary>Latents to points.</summary>
    public Architecture Decoder { get; } = Decoder ?? Usual;

    /// <summary>Features of the encoder's last layer, or null.</summary>
    public int? Features { get; } = Require.AtLeast(1, Features);

    /// <summary>Draws the networks.</summary>
    /// <param name="shape">How the coordinates of a point are arranged.</param>
    /// <param name="seed">The seed of the parameters.</param>
    /// <exception cref="UsageException">The networks do not fit each other or the points, or no engine at hand makes them; the message says why.</exception>
    public AutoencoderNetwork Draw(PointShape shape, ulong seed)
    {
        var encoder = Network.Of(Normalized ? new Composed([Encoder.Layers, new LayerNormalization()]) : Encoder, shape, seed, Features, precision: Precision);
        var decoder = DecoderOf(encoder.Output, shape, seed);
        var whole = Network.Of(new Composed([encoder.Description.Layers, decoder.Description.Layers]), shape, seed, precision: Precision);
        return new(encoder, decoder, whole, Normalized);
    }

    private Network DecoderOf(PointShape latents, PointShape shape, ulong seed)
    {
        var network = Network.Of(Decoder, latents, seed, precision: Precision);
        if (network.Output.Dimension == shape.Dimension) return network;
        using var replaced = network;
        var (height, width, channels) = network.Output;
        return !network.Output.IsImage ? Network.Of(Decoder, latents, seed, shape.Dimension, precision: Precision)
            : throw new UsageException($"The decoder makes images of {height} x {width} x {channels}, but the data have {shape.Height} x {shape.Width} x {shape.Channels}: change its architecture.");
    }
}
