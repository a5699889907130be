namespace NtkGan.Numerics;

/// <summary>The coordinates that are shown as black and as white when a point is a picture.</summary>
/// <param name="Black">The value of a black pixel.</param>
/// <param name="White">The value of a white pixel.</param>
public readonly record struct DisplayRange(double Black, double White);
