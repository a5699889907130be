using System.Runtime.CompilerServices;
using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>A kernel without a pointwise function: with P = q11 q22 and rho = q12/sqrt(P), N = sqrt(P) exp(g (rho + c)),
/// D = g exp(g (rho + c)). At zero vectors rho = 0 and slopes are 0. Infinite width only.</summary>
/// <param name="Gamma">The growth g, at least 0 (else N is not positive definite).</param>
/// <param name="Shift">The shift c; -1 makes variances pass unchanged.</param>
public sealed record ExpNormalized(double Gamma = 1, double Shift = -1) : Activation<ExpNormalized.Mathematics>
{
    /// <summary>The growth g.</summary>
    public double Gamma { get; init => field = Require.NonNegative(value, nameof(Gamma)); } = Require.NonNegative(Gamma);

    /// <summary>The shift c.</summary>
    public double Shift { get; init => field = Require.Finite(value, nameof(Shift)); } = Require.Finite(Shift);

    /// <inheritdoc/>
    public override bool IsPointwise => false;

    /// <inheritdoc/>
    protected override Mathematics Formula => new(Gamma, Shift);

    /// <summary>The formulas of <see cref="ExpNormalized"/>.</summary>
    public readonly struct Mathematics(double gamma, double shift) : IActivationFormula
    {
        /// <inheritdoc/>
        public T Value<T>(T x) where T : struct, IScalar<T> =>
            throw new UsageException("The normalised exponential exists as a kernel only: it has no finite network.");

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
        {
            var root = T.Sqrt(T.Select(q11, q11, 1.0)) * T.Sqrt(T.Select(q22, q22, 1.0));
            var growth = T.Exp(gamma * (q12 / root + shift));
            return new(T.Select(q11, T.Select(q22, root * growth, 0.0), 0.0), gamma * growth);
        }
    }
}
