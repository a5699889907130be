namespace NtkGan.Data;

/// <summary>70,000 handwritten digits of 28 x 28 grey pixels (MNIST; LeCun, Cortes, Burges), from idx files of one's own. images.padding=2 makes them 32 x 32,
/// as the toolkit does.</summary>
/// <param name="Path">The folder with train-images-idx3-ubyte, train-labels-idx1-ubyte and the t10k files, gzipped or not.</param>
/// <param name="Train">The 60,000 training images; false for the 10,000 test images.</param>
/// <param name="Classes">Which digits to keep, such as [3, 8]; all if left out.</param>
/// <param name="Images">What is done to the images after reading.</param>
public sealed record Mnist(string Path, bool Train = true, ValueList<string>? Classes = null, ImageOptions? Images = null)
    : IndexedImages(Path, Train, Classes, Images)
{
    /// <summary>A folder in the current one.</summary>
    public static Mnist Example => new("mnist");

    private protected override string Advice => " The command 'ntkgan data fetch mnist' brings them.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
}
