using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>One layer, or a composition of layers, with two readings. The infinite-width one maps the state of a pair of inputs: the covariance
/// q12 of the pre-activations (which ends as the NNGP kernel) and the tangent kernel k (which ends as the NTK). The finite one adds
/// operations and parameters to a network.</summary>
[Family("layer")]
public abstract record Layer
{
    /// <summary>The layer's name in experiment files.</summary>
    internal string Name => Catalog.NameOf(GetType());

    /// <summary>The layer with every layer made of others written out, so that a loop over blocks makes none anew.</summary>
    internal virtual Layer Expanded => this;

    /// <summary>Applies the layer to a block of pairs.</summary>
    internal abstract void Propagate(KernelState state);

    /// <summary>Adds the layer to a finite network.</summary>
    internal abstract void Build(NetworkState network);

    /// <summary>The same layer with another number of output features; null where that number is its input's, so that the layer before
    /// decides it.</summary>
    internal virtual Layer? WithFeatures(int features) => null;

    /// <summary>The same layer with another number of neurons or channels wherever it has one of its own.</summary>
    internal virtual Layer OfWidth(int width) => WithFeatures(width) ?? this;

    /// <summary>Whether the layer, or one in it, needs to know how coordinates are arranged into an image.</summary>
    internal virtual bool ReadsPositions => false;

    /// <summary>What leaves the layer, given what enters it.</summary>
    /// <exception cref="UsageException">The layer cannot follow what comes before it.</exception>
    internal abstract Signal Check(Signal input);
}

/// <summary>What is known of a signal between layers, enough to refuse compositions whose kernel formulas would be wrong.</summary>
/// <param name="IsGaussian">At infinite width it is a Gaussian process given the input (it left an affine layer).</param>
/// <param name="HasUnitVariance">Its variance is 1 for every input (it left a normalisation).</param>
/// <param name="EndsInOwnWeights">Its last weights are its own, so that it is uncorrelated with parallel branches.</param>
/// <param name="HasPositions">Its features belong to the positions of an image.</param>
/// <param name="Positions">Rows and columns of positions; null while the shape of points is not known.</param>
internal readonly record struct Signal(bool IsGaussian, bool HasUnitVariance, bool EndsInOwnWeights, bool HasPositions, (int Rows, int Columns)? Positions)
{
    /// <summary>The input of a network, before it has met its points.</summary>
    public static Signal Input => default;

    /// <summary>The input of a network on points of a shape.</summary>
    public static Signal InputOf(PointShape shape) =>
        Input with { HasPositions = shape.IsImage, Positions = shape.IsImage ? (shape.Height, shape.Width) : (1, 1) };

    /// <summary>The same signal at the positions that windows give.</summary>
    /// <exception cref="UsageException">No window fits.</exception>
    public Signal Through(Func<int, AxisWindows> windows) =>
        this with { HasPositions = true, Positions = Positions is (var rows, var columns) ? (windows(rows).Count, windows(columns).Count) : null };
}
