using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>The mean over all N rows of F_0^2 + (F_1 - 1)^2 (the authors' code).</summary>
[Named("mse")]
public sealed record MeanSquaredError : ScoreLoss
{
    /// <inheritdoc/>
    public override double Regularisation => CrossEntropy.DirectRegularisation;

    /// <inheritdoc/>
    protected override double Of(Matrix scores, Matrix cotangent)
    {
        var sum = 0.0;
        for (var i = 0; i < scores.Rows; i++)
        {
            var (fake, real) = (scores[i, 0], scores[i, 1] - 1);
            sum += fake * fake + real * real;
            (cotangent[i, 0], cotangent[i, 1]) = (2 * fake / scores.Rows, 2 * real / scores.Rows);
        }

        return sum / scores.Rows;
    }
}
