using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>Two particles to the right of the vertical axis and two targets to the left: {(1,1), (1,-1)} to {(-1,-1), (-1,1)}.</summary>
/// <param name="Side">The set that particles start from (source) or the one they should reach (target).</param>
[Named("two_couples_2d")]
public sealed record TwoCouples2D(PairSide Side = PairSide.Source) : PairedDataSet(Side)
{
    /// <inheritdoc/>
    protected override Matrix Source => Matrix.Of(new double[,] { { 1, 1 }, { 1, -1 } });

    /// <inheritdoc/>
    protected override Matrix Target => Matrix.Of(new double[,] { { -1, -1 }, { -1, 1 } });
}
