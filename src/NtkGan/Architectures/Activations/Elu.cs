using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>ELU: x for x > 0, alpha (e^x - 1) otherwise. No closed form: Hermite series.</summary>
/// <param name="Alpha">The depth alpha of the left branch; its slope at 0, so that 1 gives a continuous derivative.</param>
public sealed record Elu(double Alpha = 1) : NumericActivation<Elu.Mathematics>
{
    /// <summary>The depth of the left branch.</summary>
    public double Alpha { get; init => field = Require.Finite(value, nameof(Alpha)); } = Require.Finite(Alpha);

    /// <inheritdoc/>
    public override ValueList<double> Kinks => [0];

    /// <inheritdoc/>
    protected override Mathematics Function => new(Alpha);

    /// <summary>The function of <see cref="Elu"/>.</summary>
    public readonly struct Mathematics(double alpha) : IPointwiseFormula
    {
        /// <inheritdoc/>
        public T Value<T>(T x) where T : struct, IScalar<T>
        {
            // e^x - 1 = tanh(x/2) (e^x + 1), which does not cancel near 0.
            var below = T.Select(x, 0.0, x);
            return T.Select(x, x, alpha * (T.Tanh(0.5 * below) * (T.Exp(below) + 1)));
        }
    }
}
