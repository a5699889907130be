using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>SiLU (swish): x/(1 + e^-x). No closed form: Hermite series.</summary>
public sealed record Silu : NumericActivation<Silu.Mathematics>
{
    /// <inheritdoc/>
    protected override Mathematics Function => default;

    /// <summary>The function of <see cref="Silu"/>.</summary>
    public readonly struct Mathematics : IPointwiseFormula
    {
        /// <inheritdoc/>
        public T Value<T>(T x) where T : struct, IScalar<T> => x * default(Sigmoid.Mathematics).Value(x);
    }
}
