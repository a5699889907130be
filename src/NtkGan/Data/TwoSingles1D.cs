using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>One particle and one target on a line: {-1} to {1}.</summary>
/// <param name="Side">The set that particles start from (source) or the one they should reach (target).</param>
[Named("two_singles_1d")]
public sealed record TwoSingles1D(PairSide Side = PairSide.Source) : PairedDataSet(Side)
{
    /// <inheritdoc/>
    protected override Matrix Source => Matrix.Column(-1);

    /// <inheritdoc/>
    protected override Matrix Target => Matrix.Column(1);
}
