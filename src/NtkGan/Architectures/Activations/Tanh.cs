using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>Hyperbolic tangent: (e^x - e^-x)/(e^x + e^-x). No closed form: Hermite series.</summary>
public sealed record Tanh : NumericActivation<Tanh.Mathematics>
{
    /// <inheritdoc/>
    protected override Mathematics Function => default;

    /// <summary>The function of <see cref="Tanh"/>.</summary>
    public readonly struct Mathematics : IPointwiseFormula
    {
        /// <inheritdoc/>
        public T Value<T>(T x) where T : struct, IScalar<T> => T.Tanh(x);
    }
}
