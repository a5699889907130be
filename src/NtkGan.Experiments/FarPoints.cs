using System.Globalization;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Experiments;

/// <summary>Points that lie much further from the origin than from each other, under the kernel of a network: where it sees them through inner products, what
/// tells them apart drowns. With |mean|/deviation = r their squared distance in features keeps 2^52/r^2 of its digits. Kernels that carry differences lose
/// no more than the points themselves, in the gradients of an expansion; Gram matrices, in which trained discriminators solve, do in any case.</summary>
internal static class FarPoints
{
    // A part in a million of the distances is then left to rounding.
    private const double Lost = 1e-6;

    /// <summary>One sentence where distances under the kernel lose digits that matter; null where they do not.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="points">The points, n x d.</param>
    /// <param name="usesGram">Whether Gram matrices are made of them, or expansions alone.</param>
    public static string? NoteOn(Kernel kernel, Matrix points, bool usesGram)
    {
        if (kernel is not (NeuralKernel or ReluNetworkKernel) || points.Rows < 2) return null;
        if (!usesGram && kernel.KeepsDifferences) return null;
        var (offset, spread) = (0.0, 0.0);
        for (var d = 0; d < points.Columns; d++)
        {
            var mean = 0.0;
            for (var i = 0; i < points.Rows; i++) mean += points[i, d] / points.Rows;
            offset += mean * mean;
            for (var i = 0; i < points.Rows; i++) spread += (points[i, d] - mean) * (points[i, d] - mean) / points.Rows;
        }

        var lost = offset / spread * Math.ScaleB(1, -52);
        return spread == 0 || !(lost > Lost) || !double.IsFinite(offset) ? null : string.Create(CultureInfo.InvariantCulture,
            $"The points lie {Math.Sqrt(offset / spread):G2} times further from the origin than from each other, and the kernel of a network sees them from there: about a part in {1 / lost:G1} of their distances is rounding; centre the data.");
    }
}
