using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>The paper's loss: |1 - F_1|_2 over all N rows, F_1 the real score. Its gradient at F_1 = 1 is taken as 0.</summary>
/// <param name="Squared">Whether the norm is squared.</param>
[Named("norm")]
public sealed record Norm(bool Squared = false) : ScoreLoss
{
    /// <inheritdoc/>
    public override double Regularisation => 0;

    /// <inheritdoc/>
    protected override double Of(Matrix scores, Matrix cotangent)
    {
        var sum = 0.0;
        for (var i = 0; i < scores.Rows; i++) sum += (1 - scores[i, 1]) * (1 - scores[i, 1]);
        var (value, factor) = Squared ? (sum, 2) : (Math.Sqrt(sum), sum > 0 ? 1 / Math.Sqrt(sum) : 0);
        for (var i = 0; i < scores.Rows; i++) cotangent[i, 1] = factor * (scores[i, 1] - 1);
        return value;
    }
}
