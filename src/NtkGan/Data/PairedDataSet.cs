using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>A few fixed points, in a pair of a source and a target set (Franceschi et al. 2022, the toolkit's fixed sets).</summary>
/// <param name="Side">Which set of the pair.</param>
public abstract record PairedDataSet(PairSide Side) : MatrixDataSet
{
    /// <summary>Which set of the pair.</summary>
    public PairSide Side { get; init => field = Require.Defined(value, nameof(Side)); } = Require.Defined(Side);

    /// <summary>The set that particles start from, n x d.</summary>
    protected abstract Matrix Source { get; }

    /// <summary>The set that they should reach, m x d.</summary>
    protected abstract Matrix Target { get; }

    /// <inheritdoc/>
    protected sealed override Matrix Stored => Side == PairSide.Source ? Source : Target;
}
