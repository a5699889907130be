using System.Globalization;
using NtkGan.Generators;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Experiments;

/// <summary>Points that lie much further from the origin than from each other, under a kernel that sees them from there, as that of a network does: what tells
/// them apart drowns in rounding, and nothing in the results shows it.</summary>
internal static class FarPoints
{
    // A part in a million is then left to rounding.
    private const double Lost = 1e-6;

    /// <summary>One sentence where the kernel loses digits of these points that matter; null where it does not.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="points">The points, n x d.</param>
    /// <param name="time">For how long discriminators are trained in Gram matrices of them, points weighing 1 together; 0 where expansions are known from the start.</param>
    public static string? NoteOn(Kernel kernel, Matrix points, double time)
    {
        var far = kernel.RemotenessOf(points);
        var usesGram = time > 0;
        var lost = usesGram ? far.LostInTrainings : far.LostInValues;
        if (!(lost > Lost) || !double.IsFinite(lost)) return null;
        if (far.KeepsGradients) lost = GramLoss.Of(kernel, points, time);
        if (!(lost > Lost)) return null;
        var part = string.Create(CultureInfo.InvariantCulture, $"up to a part in {Math.Max(1, Math.Floor(1 / lost)):G1}");
        return string.Create(CultureInfo.InvariantCulture, $"The points lie {far.Ratio:G2} times further from the origin than from {(far.IsApart ? "their neighbours" : "each other")}, and the kernel sees them from there: ")
            + (usesGram || !far.KeepsGradients ? $"{part} of what it makes of their differences is rounding; {(far.IsApart ? "take a kernel of distances, such as gaussian" : "centre the data")}."
                : $"in the discriminator's values (lg, mmd2) {part} of what it makes of their differences is rounding, though not in its gradients, which move the points; {(far.IsApart ? "a kernel of distances, such as gaussian, has" : "centre the data to have")} both.");
    }

    /// <summary>The same of generated points and targets: of the targets among themselves, or, where these are one place or few digits away from it, of all.</summary>
    public static string? NoteOn(Kernel kernel, Matrix generated, Matrix targets, double time) =>
        NoteOn(kernel, targets, time) ?? (generated.Columns == targets.Columns ? NoteOn(kernel, generated.Above(targets), time) : null);

    /// <summary>The same of a flow. Constant forces of its loss need no Gram matrix, unless one differentiates through the training.</summary>
    public static string? NoteOn(ParticleFlowExperiment flow, Kernel kernel, Matrix generated, Matrix targets) =>
        NoteOn(kernel, generated, targets, flow.Loss.Affine is not { Curvature: 0 } || flow.Gradient is not Frozen ? flow.Training.Time : 0);
}
