using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>The normalised Hermite polynomial h_n, E[h_n(z)^2] = 1, on inputs of variance 1 (after a normalisation): N = q12^n,
/// D = n q12^(n-1).</summary>
/// <param name="Degree">The degree n, at least 0.</param>
public sealed record Hermite(int Degree = 2) : Activation<Hermite.Mathematics>
{
    /// <summary>The degree n.</summary>
    public int Degree { get; init => field = Require.AtLeast(0, value, nameof(Degree)); } = Require.AtLeast(0, Degree);

    /// <inheritdoc/>
    public override bool NeedsUnitVariance => true;

    /// <inheritdoc/>
    protected override Mathematics Formula => new(Degree);

    /// <summary>The formulas of <see cref="Hermite"/>.</summary>
    public readonly struct Mathematics(int degree) : IActivationFormula, IWideFormula
    {
        /// <inheritdoc/>
        public T Value<T>(T x) where T : struct, IScalar<T>
        {
            T before = 0.0, value = 1.0;
            for (var l = 1; l <= degree; l++)
                (before, value) = (value, 1 / Math.Sqrt(l) * (x * value - Math.Sqrt(l - 1) * before));
            return value;
        }

        /// <inheritdoc/>
        public DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>
        {
            T power = 1.0;
            for (var l = 1; l < degree; l++) power *= q12;
            return degree == 0 ? new(1.0, 0.0) : new(power * q12, degree * power);
        }
    }
}
