using NtkGan.Data;
using NtkGan.Data.Files;
using NtkGan.Numerics;

namespace NtkGan.Autoencoders;

/// <summary>Data in the latent coordinates of an autoencoder that was trained on such data: what is made there is decoded into points again (Zhang et al. 2022,
/// synthesis in the latent space of an autoencoder).</summary>
/// <param name="Data">The data that are encoded.</param>
/// <param name="Path">The folder of the run that trained the autoencoder, or its file autoencoder.npz.</param>
/// <param name="Autoencoder">The networks; they must be those that were trained. Dense ones on 16 latent coordinates if none are given.</param>
public sealed record Latents(DataSet Data, string Path = "autoencoder", Autoencoder? Autoencoder = null) : DataSet
{
    /// <summary>The file that the training of an autoencoder leaves.</summary>
    internal const string FileName = "autoencoder.npz";

    private static readonly Deferred<Latents, AutoencoderNetwork> Networks = new(latents => latents.Load());

    /// <summary>The 8 x 8 digits, by an autoencoder in the current folder.</summary>
    public static Latents Example => new(new Digits());

    /// <summary>The networks.</summary>
    public Autoencoder Autoencoder { get; init; } = Autoencoder ?? new();

    /// <inheritdoc/>
    public override int Dimension => Shape.Dimension;

    /// <inheritdoc/>
    public override PointShape Shape => Networks.Of(this).Latents;

    /// <inheritdoc/>
    public override int? Size => Data.Size;

    /// <inheritdoc/>
    public override DataSet Original => Data.Original;

    /// <inheritdoc/>
    public override Matrix All() => AsCoordinates(Data.All());

    /// <inheritdoc/>
    public override Matrix AsWritten(Matrix points)
    {
        var decoded = Networks.Of(this).Decode(points);
        if (Data.Display is { } display)
        {
            var (least, largest) = (Math.Min(display.Black, display.White), Math.Max(display.Black, display.White));
            foreach (ref var value in decoded.Values) value = Math.Clamp(value, least, largest);
        }

        return Data.AsWritten(decoded);
    }

    /// <inheritdoc/>
    public override Matrix AsCoordinates(Matrix written) => Networks.Of(this).Encode(Data.AsCoordinates(written));

    /// <inheritdoc/>
    protected override Matrix Sample(int count, CounterRandom random) => Networks.Of(this).Encode(Data.Draw(count, random));

    private AutoencoderNetwork Load()
    {
        var file = Directory.Exists(Path) ? System.IO.Path.Combine(Path, FileName) : Path;
        if (!File.Exists(file))
            throw new UsageException($"There is no autoencoder '{file}': train one on these data first, which leaves {FileName} in the folder of its run.");
        var network = Autoencoder.Draw(Data.Shape, 0);
        try
        {
            network.Whole.Restore(NumpyArchive.Read(file).ToDictionary(pair => pair.Key, pair => pair.Value.ToPoints()));
        }
        catch (InvalidDataFormatException failure)
        {
            network.Dispose();
            throw new InvalidDataFormatException($"'{file}' holds other networks than these for points of {Data.Dimension} coordinates. {failure.Message}", failure);
        }

        return network;
    }
}
