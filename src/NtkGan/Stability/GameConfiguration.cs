namespace NtkGan.Stability;

/// <summary>A whole game: its parameters, the true points and where the generated points start.</summary>
/// <param name="Game">The parameters.</param>
/// <param name="Real">The true points x_i with masses p_i.</param>
/// <param name="Generated">The generated points y_j at the start with masses q_j, of the same dimension.</param>
/// <exception cref="InvalidDataFormatException">The dimensions differ.</exception>
public sealed record GameConfiguration(KernelGame Game, WeightedPoints Real, WeightedPoints Generated)
{
    /// <summary>The true points.</summary>
    public WeightedPoints Real { get; } = Real;

    /// <summary>The generated points at the start.</summary>
    public WeightedPoints Generated { get; } = Generated.Dimension == Real.Dimension ? Generated
        : throw new InvalidDataFormatException($"Generated points of dimension {Generated.Dimension} cannot meet true points of dimension {Real.Dimension}.");
}
