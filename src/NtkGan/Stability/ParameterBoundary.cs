namespace NtkGan.Stability;

/// <summary>A value of one parameter, the others staying, from which on the verdict is another.</summary>
/// <param name="Value">The value, on the far side of the boundary up to 1e-12 of itself.</param>
/// <param name="Regime">The verdict there.</param>
public sealed record ParameterBoundary(double Value, Regime Regime);
