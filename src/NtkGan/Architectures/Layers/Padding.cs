namespace NtkGan.Architectures.Layers;

/// <summary>What surrounds an image where a window reaches over its edge.</summary>
public enum Padding
{
    /// <summary>Zeros, so that stride 1 keeps the size: out = ceil(in/stride), of the missing positions floor(half) come first.</summary>
    Same,

    /// <summary>Nothing: only windows inside the image, out = floor((in - filter)/stride) + 1.</summary>
    Valid,

    /// <summary>The image itself, wrapped around; sizes as with Same.</summary>
    Circular,
}
