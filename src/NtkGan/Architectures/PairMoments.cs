using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>The dual moments of a block of pairs as numbers, with their first derivatives. With M_ij = E[phi^(i)(u) phi^(j)(v)]:
/// N = M_00, D = M_11 = dN/dq12, dN/dq11 = M_20/2, dD/dq12 = M_22, dD/dq11 = M_31/2, and likewise for q22.</summary>
internal struct PairMoments
{
    public Lanes Covariance, CovarianceByFirst, CovarianceBySecond;
    public Lanes Derivative, DerivativeByCovariance, DerivativeByFirst, DerivativeBySecond;

    /// <summary>The moments as functions of q11, q12, q22 to first order.</summary>
    /// <exception cref="UsageException">The scalar type carries second derivatives.</exception>
    public readonly DualMoments<T> At<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
    {
        if (T.Order == 0) return new(T.Constant(Covariance), T.Constant(Derivative));
        if (T.Order > 1) throw new UsageException("An activation without a closed form has no second derivatives: use one with a closed form.");
        var (first, both, second) = (Change(q11), Change(q12), Change(q22));
        return new(
            Linear(Covariance, CovarianceByFirst, first, Derivative, both, CovarianceBySecond, second),
            Linear(Derivative, DerivativeByFirst, first, DerivativeByCovariance, both, DerivativeBySecond, second));
    }

    /// <summary>Lane by lane, one or the other.</summary>
    public static PairMoments Select(Vector256<double> mask, in PairMoments chosen, in PairMoments otherwise) => new()
    {
        Covariance = Select(mask, chosen.Covariance, otherwise.Covariance),
        CovarianceByFirst = Select(mask, chosen.CovarianceByFirst, otherwise.CovarianceByFirst),
        CovarianceBySecond = Select(mask, chosen.CovarianceBySecond, otherwise.CovarianceBySecond),
        Derivative = Select(mask, chosen.Derivative, otherwise.Derivative),
        DerivativeByCovariance = Select(mask, chosen.DerivativeByCovariance, otherwise.DerivativeByCovariance),
        DerivativeByFirst = Select(mask, chosen.DerivativeByFirst, otherwise.DerivativeByFirst),
        DerivativeBySecond = Select(mask, chosen.DerivativeBySecond, otherwise.DerivativeBySecond),
    };

    private static Lanes Select(Vector256<double> mask, Lanes chosen, Lanes otherwise) => new(Vector256.ConditionalSelect(mask, chosen.Vector, otherwise.Vector));

    // x less its own value: no value, but all of the derivatives.
    private static T Change<T>(T x) where T : struct, IScalar<T> => x - T.Constant(T.Primal(x));

    private static T Linear<T>(Lanes value, Lanes byFirst, T first, Lanes byBoth, T both, Lanes bySecond, T second) where T : struct, IScalar<T> =>
        T.MultiplyAdd(T.Constant(byFirst), first, T.MultiplyAdd(T.Constant(byBoth), both, T.MultiplyAdd(T.Constant(bySecond), second, T.Constant(value))));
}
