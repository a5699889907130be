using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>The default of the authors' code ("origin"): the mean over all N rows of the softmax cross-entropy of (F_0, F_1) to (0, 1),
/// log(1 + exp(F_0 - F_1)). log 2 without training, and where Z is a permutation of X.</summary>
[Named("cross_entropy")]
public sealed record CrossEntropy : ScoreLoss
{
    /// <summary>r of the authors' program for direct synthesis.</summary>
    internal const double DirectRegularisation = 1e-5;

    /// <inheritdoc/>
    public override double Regularisation => DirectRegularisation;

    /// <inheritdoc/>
    protected override double Of(Matrix scores, Matrix cotangent) => Mean(scores, cotangent);

    /// <summary>The mean cross-entropy of scores; the cotangent receives (p, -p)/N, p = sigmoid(F_0 - F_1).</summary>
    internal static double Mean(Matrix scores, Matrix cotangent)
    {
        var sum = 0.0;
        for (var i = 0; i < scores.Rows; i++)
        {
            var (value, slope) = Softplus(scores[i, 0] - scores[i, 1]);
            sum += value;
            (cotangent[i, 0], cotangent[i, 1]) = (slope / scores.Rows, -slope / scores.Rows);
        }

        return sum / scores.Rows;
    }

    /// <summary>log(1 + e^x) and its slope, the sigmoid of x, without overflow.</summary>
    internal static (double Value, double Slope) Softplus(double x)
    {
        var small = Math.Exp(-Math.Abs(x));
        return (Math.Max(x, 0) + ExponentialFunctions.Log1p(small), (x >= 0 ? 1 : small) / (1 + small));
    }
}
