namespace NtkGan.Kernels;

/// <summary>How a sum over the points of an expansion was taken, and how exactly.</summary>
/// <param name="IsHierarchical">Whether over boxes of points; else pair by pair.</param>
/// <param name="Reason">Why so, in a few words; may be empty.</param>
/// <param name="DirectPairs">n m.</param>
/// <param name="Pairs">Evaluations of the kernel between points and nodes; n m of a direct sum.</param>
/// <param name="Error">The largest error of a value at the checked points, in parts of the largest value there; 0 of a direct sum.</param>
/// <param name="SlopeError">The same of gradients; 0 where none were asked for.</param>
/// <param name="Checked">Number of points, drawn at random, at which the sum was compared with a direct one.</param>
/// <param name="Degree">Degree of the polynomials that interpolate; 0 of a direct sum.</param>
public sealed record SummationReport(bool IsHierarchical, string Reason, double DirectPairs, double Pairs, double Error, double SlopeError, int Checked, int Degree);
