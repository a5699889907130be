namespace NtkGan.Kernels;

/// <summary>How a sum over the points of an expansion was taken, and how exactly.</summary>
/// <param name="IsHierarchical">Whether over boxes of points, or sorted on a line; else pair by pair.</param>
/// <param name="Reason">Why or how, in a few words; may be empty.</param>
/// <param name="DirectPairs">n m.</param>
/// <param name="Pairs">Evaluations of the kernel between points and nodes; n m of a direct sum, n + m of a sorted one.</param>
/// <param name="Error">The largest error of a value at the checked points, in parts of the largest value there; 0 of a direct sum.</param>
/// <param name="SlopeError">The same of gradients; 0 where none were asked for.</param>
/// <param name="Checked">Number of points, drawn at random or where errors are likeliest, at which the sum was compared with a direct one.</param>
/// <param name="Degree">Degree of the polynomials that interpolate; 0 where none do.</param>
public sealed record SummationReport(bool IsHierarchical, string Reason, double DirectPairs, double Pairs, double Error, double SlopeError, int Checked, int Degree)
{
    /// <summary>The report that tells more: a direct sum less than one over boxes, of these the one with the larger error.</summary>
    internal static SummationReport? Worse(SummationReport? first, SummationReport? second) =>
        first is null || second is null ? first ?? second
        : first.IsHierarchical != second.IsHierarchical ? (first.IsHierarchical ? first : second)
        : Math.Max(second.Error, second.SlopeError) > Math.Max(first.Error, first.SlopeError) ? second : first;
}
