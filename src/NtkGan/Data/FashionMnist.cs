namespace NtkGan.Data;

/// <summary>70,000 garments of 28 x 28 grey pixels (Fashion-MNIST; Xiao, Rasul, Vollgraf 2017), from idx files such as those of Debian's package
/// dataset-fashion-mnist.</summary>
/// <param name="Path">The folder with train-images-idx3-ubyte, train-labels-idx1-ubyte and the t10k files, gzipped or not; where Debian's package puts them
/// if left out.</param>
/// <param name="Train">The 60,000 training images; false for the 10,000 test images.</param>
/// <param name="Classes">Which garments to keep, by name or number: t_shirt, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag, ankle_boot; all
/// if left out.</param>
/// <param name="Images">What is done to the images after reading.</param>
public sealed record FashionMnist(string Path = FashionMnist.DebianFolder, bool Train = true, ValueList<string>? Classes = null, ImageOptions? Images = null)
    : IndexedImages(Path, Train, Classes, Images)
{
    /// <summary>Where Debian's package dataset-fashion-mnist puts the files.</summary>
    public const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => ["t_shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle_boot"];

    private protected override string Advice => Path == DebianFolder ? " Debian's package dataset-fashion-mnist puts them there; 'ntkgan data fetch fashion' brings them into a folder of yours."
        : " The command 'ntkgan data fetch fashion' brings them.";
}
