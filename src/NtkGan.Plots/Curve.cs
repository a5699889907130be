namespace NtkGan.Plots;

/// <summary>Named values, one for each position of whatever they are drawn against.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Values">The values.</param>
public sealed record Curve(string Name, ValueList<double> Values);
