using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>Logistic sigmoid: 1/(1 + e^-x) = (1 + tanh(x/2))/2. No closed form: Hermite series.</summary>
public sealed record Sigmoid : NumericActivation<Sigmoid.Mathematics>
{
    /// <inheritdoc/>
    protected override Mathematics Function => default;

    /// <summary>The function of <see cref="Sigmoid"/>.</summary>
    public readonly struct Mathematics : IPointwiseFormula
    {
        /// <inheritdoc/>
        public T Value<T>(T x) where T : struct, IScalar<T> => 0.5 * T.Tanh(0.5 * x) + 0.5;
    }
}
