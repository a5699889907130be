using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Two separate groups of five points on a line: 1.5 {-1.2, -1.34, -0.8, -0.7, -0.3} to 1.5 {0.6, 1, 1.23, 1.32, 0.2}.</summary>
/// <param name="Side">The set that particles start from (source) or the one they should reach (target).</param>
[Named("modes_1d")]
public sealed record Modes1D(PairSide Side = PairSide.Source) : PairedDataSet(Side)
{
    /// <inheritdoc/>
    protected override Matrix Source => Matrix.Column(1.5 * -1.2, 1.5 * -1.34, 1.5 * -0.8, 1.5 * -0.7, 1.5 * -0.3);

    /// <inheritdoc/>
    protected override Matrix Target => Matrix.Column(1.5 * 0.6, 1.5 * 1, 1.5 * 1.23, 1.5 * 1.32, 1.5 * 0.2);
}
