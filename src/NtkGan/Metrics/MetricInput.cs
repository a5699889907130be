using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>What a metric compares: two sets of points with uniform weights, and what is known about them.</summary>
/// <param name="Generated">The generated points x, n x d.</param>
/// <param name="Target">The target points y, m x d.</param>
/// <param name="Gram">The kernel in use: k(x_i, y_j) for any two sets of points; null where there is none.</param>
/// <param name="Modes">Centres of the target's modes, modes x d; null where it has none.</param>
/// <param name="ModeDeviation">The standard deviation of the target around each mode, in each coordinate; at least 0, and above 0 for metrics of modes.</param>
/// <param name="Seed">The seed of metrics that draw.</param>
/// <param name="HeldOut">Real points that took no part in the training, k x d; null where there are none.</param>
/// <param name="Shape">How the coordinates are arranged; null for a plain vector.</param>
/// <param name="Display">The values of black and white of images; null where they are not known.</param>
/// <param name="TangentKernels">The Gram matrices, on any points, of the discriminator's tangent kernel before its training and at present; null,
/// or a result of null, where it has none.</param>
/// <param name="Kernel">The kernel that <paramref name="Gram"/> is of, which sums over many points without it; null where there is none.</param>
/// <param name="Labelled">Further real rows that took no part in the training, with their classes; null where there are none.</param>
/// <param name="Advantage">What the trained discriminator's objective exceeds that of f = 0 by; null, or a result of null, where there is no such objective.</param>
public sealed record MetricInput(
    Matrix Generated, Matrix Target, Func<Matrix, Matrix, Matrix>? Gram = null, Matrix? Modes = null, double ModeDeviation = 0, ulong Seed = 0,
    Matrix? HeldOut = null, PointShape? Shape = null, DisplayRange? Display = null,
    Func<Matrix, (Matrix Initial, Matrix Present)?>? TangentKernels = null, Kernel? Kernel = null, LabelledRows? Labelled = null, Func<double?>? Advantage = null)
{
    /// <summary>Checks shapes and numbers.</summary>
    /// <exception cref="InvalidDataFormatException">A set is empty, dimensions differ, an entry is NaN or infinite, or the deviation of modes is.</exception>
    internal void Check()
    {
        Check(Generated, "generated points");
        Check(Target, "target points");
        if (HeldOut is { Rows: > 0 }) Check(HeldOut, "held-out points");
        if (Labelled is { } labelled) Check(labelled.Rows, "labelled points");
        if (Modes is null) return;
        Check(Modes, "modes");
        if (!(double.IsFinite(ModeDeviation) && ModeDeviation >= 0))
            throw new InvalidDataFormatException(FormattableString.Invariant($"The modes need a finite standard deviation of at least 0, not {ModeDeviation:R}."));
    }

    /// <summary>Images with black at 0 and white at 1, whatever the coordinates are; other points as they are.</summary>
    internal Matrix OnUnit(Matrix points)
    {
        if (Display is not { } display || (display.Black, display.White) == (0, 1)) return points;
        var result = points.Clone();
        foreach (ref var value in result.Values) value = (value - display.Black) / (display.White - display.Black);
        return result;
    }

    private void Check(Matrix points, string name)
    {
        if (points.Rows == 0 || points.Columns == 0)
            throw new InvalidDataFormatException($"The {name} are empty ({points.Rows} x {points.Columns}); a metric needs at least one point of at least one dimension.");
        if (points.Columns != Generated.Columns)
            throw new InvalidDataFormatException($"The {name} have dimension {points.Columns}, but the generated points have {Generated.Columns}; a metric needs one dimension.");
        if (!points.IsFinite())
            throw new InvalidDataFormatException($"The {name} hold a NaN or an infinity; a metric needs finite coordinates.");
    }
}
