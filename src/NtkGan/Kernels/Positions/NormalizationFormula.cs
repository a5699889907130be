using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels.Positions;

/// <summary>Layer normalisation as a nonlinear step: q12 and k divided by sqrt((q11 + eps)(q22 + eps)).</summary>
/// <param name="epsilon">eps.</param>
internal readonly struct NormalizationFormula(double epsilon) : IPairFormula
{
    public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
    {
        var scale = T.Sqrt((q11 + epsilon) * (q22 + epsilon));
        return new(q12 / scale, (T)1.0 / scale);
    }
}
