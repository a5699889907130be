using NtkGan.Networks;
using NtkGan.Numerics;

namespace NtkGan.Autoencoders;

/// <summary>The two networks of an <see cref="Autoencoder"/>, with their parameters. The same seed gives the same bits for any number of threads.</summary>
public sealed class AutoencoderNetwork : IDisposable
{
    private readonly Network _encoder, _decoder, _whole;
    private readonly bool _isNormalized;
    private long _version = -1;

    internal AutoencoderNetwork(Network encoder, Network decoder, Network whole, bool isNormalized) => (_encoder, _decoder, _whole, _isNormalized) = (encoder, decoder, whole, isNormalized);

    /// <summary>How the coordinates of a point are arranged.</summary>
    public PointShape Points => _whole.Input;

    /// <summary>How the latent coordinates of a point are arranged.</summary>
    public PointShape Latents => _encoder.Output;

    /// <summary>Encoder and decoder in series, x -> D(E(x)): what is trained.</summary>
    public Network Whole => _whole;

    /// <summary>E(x), n x latents.</summary>
    /// <param name="points">x, n x d.</param>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">A value is not finite.</exception>
    public Matrix Encode(Matrix points) => Followed(_encoder).Forward(points);

    /// <summary>D(z), n x d, of latents that are normalised first where the autoencoder's are.</summary>
    /// <param name="latents">z, n x latents.</param>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">A value is not finite.</exception>
    public Matrix Decode(Matrix latents) => Followed(_decoder).Forward(_isNormalized ? Normalised(latents) : latents);

    /// <summary>The loss of each point, and the gradient of their mean by the parameters.</summary>
    /// <param name="points">n x d.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="display">The values of black and of white; null where they are not known.</param>
    /// <exception cref="UsageException">The loss does not suit the points.</exception>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    public (double[] Losses, ParameterVector Gradient) Evaluate(Matrix points, ReconstructionLoss loss, DisplayRange? display)
    {
        var (losses, dimension) = (new double[points.Rows], Points.Dimension);
        var gradient = _whole.Gradient(points, (start, values, cotangents) =>
        {
            for (var i = 0; i * dimension < values.Length; i++)
            {
                var slope = cotangents.Slice(i * dimension, dimension);
                losses[start + i] = loss.Evaluate(values.Slice(i * dimension, dimension), points.Row(start + i), Points, display, slope);
                foreach (ref var number in slope) number /= points.Rows;
            }
        });
        return (losses, gradient);
    }

    /// <summary>The loss of each point.</summary>
    /// <param name="points">n x d.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="display">The values of black and of white; null where they are not known.</param>
    /// <exception cref="UsageException">The loss does not suit the points.</exception>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">A value is not finite.</exception>
    public double[] Losses(Matrix points, ReconstructionLoss loss, DisplayRange? display)
    {
        var (made, losses) = (_whole.Forward(points), new double[points.Rows]);
        Workers.ForBlocks(points.Rows, 16, (start, end) =>
        {
            var slope = new double[made.Columns];
            for (var i = start; i < end; i++) losses[i] = loss.Evaluate(made.Row(i), points.Row(i), Points, display, slope);
        });
        return losses;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
        _whole.Dispose();
    }

    // A position without any feature stays as it is.
    private Matrix Normalised(Matrix latents)
    {
        var (result, features) = (latents.Clone(), Latents.IsImage ? Latents.Channels : Latents.Dimension);
        for (var start = 0; start + features <= result.Values.Length; start += features)
        {
            var position = result.Values.Slice(start, features);
            double mean = 0, square = 0;
            foreach (var feature in position) mean += feature / features;
            foreach (var feature in position) square += (feature - mean) * (feature - mean) / features;
            var scale = square > 0 ? 1 / Math.Sqrt(square) : 0;
            foreach (ref var feature in position) feature = scale * (feature - mean);
        }

        return result;
    }

    // The parameters of a network stand in the order of its layers.
    private Network Followed(Network part)
    {
        lock (_whole)
        {
            if (_version != _whole.Parameters.Version)
            {
                var first = _encoder.Parameters.Count;
                _whole.Parameters.Values[..first].CopyTo(_encoder.Parameters.Writable());
                _whole.Parameters.Values[first..].CopyTo(_decoder.Parameters.Writable());
                _version = _whole.Parameters.Version;
            }
        }

        return part;
    }
}
