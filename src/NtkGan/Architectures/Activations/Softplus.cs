using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>Softplus: log(1 + e^x) = max(x, 0) + log(1 + e^-|x|). No closed form: Hermite series.</summary>
public sealed record Softplus : NumericActivation<Softplus.Mathematics>
{
    /// <inheritdoc/>
    protected override Mathematics Function => default;

    /// <summary>The function of <see cref="Softplus"/>.</summary>
    public readonly struct Mathematics : IPointwiseFormula
    {
        /// <inheritdoc/>
        public T Value<T>(T x) where T : struct, IScalar<T> =>
            T.Select(x, x, 0.0) + T.Log(T.Exp(T.Select(x, -x, x)) + 1);
    }
}
