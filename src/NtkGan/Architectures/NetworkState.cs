using NtkGan.Architectures.Layers;

namespace NtkGan.Architectures;

/// <summary>The finite reading of a network as a set of operations on a signal of positions x features (one position unless points are images).
/// A layer says which operations it is; what carries them out is the state's affair.</summary>
internal abstract class NetworkState
{
    /// <summary>z = s w h + b at every position, with weights of its own: fan-in -> width features.</summary>
    public abstract void Affine(int width, double weightDeviation, double? biasDeviation, Parameterization parameterization);

    /// <summary>phi, entry by entry.</summary>
    public abstract void Activate(Activation activation);

    /// <summary>(z - mean)/sqrt(variance + eps), mean and variance over the features of each position.</summary>
    public abstract void Normalize(double epsilon);

    /// <summary>A map of the features of each position, without parameters.</summary>
    public abstract void Map(FeatureLayer layer);

    /// <summary>Each branch from the present signal; the sum of the branches' results.</summary>
    public abstract void Sum(IReadOnlyList<Layer> branches);

    /// <summary>What a window reads becomes the features of its output position, zeros where it reaches over the edge: a convolution is this and
    /// an affine map, which must follow. The table is made for the height and the width of the signal.</summary>
    public abstract void Gather(Func<int, int, WindowTable> windows);

    /// <summary>The mean over each window, zeros counted.</summary>
    public abstract void Average(Func<int, int, WindowTable> windows);

    /// <summary>Positions and features become the features of one position.</summary>
    public abstract void Flatten();
}
