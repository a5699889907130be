using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>An activation from delegates; polynomials through its values give the derivatives that are not given.</summary>
internal sealed record FunctionActivation : NumericActivation<FunctionActivation.Delegates>
{
    // The work of a pair grows with their square, and its scratch lies on the stack.
    private const int MostKinks = 32;

    private readonly bool _isExact;

    public FunctionActivation(Func<double, double> function, Func<double, double>? derivative, Func<double, double>? secondDerivative, ValueList<double> kinks)
    {
        foreach (var kink in kinks) Require.Finite(kink);
        if (kinks.Count > MostKinks) throw new UsageException($"An activation may have at most {MostKinks} kinks, not {kinks.Count}: give those that matter most, or a smooth function.");
        Kinks = kinks;
        _isExact = derivative is not null && secondDerivative is not null;
        Function = derivative is null ? WithSampled(function) : new(function, derivative, secondDerivative ?? new SampledDerivatives(derivative, kinks).First);
    }

    /// <inheritdoc/>
    public override ValueList<double> Kinks { get; }

    /// <inheritdoc/>
    protected override Delegates Function { get; }

    private protected override bool HasExactDerivatives => _isExact;

    // Those of a piecewise polynomial are exact.
    private Delegates WithSampled(Func<double, double> function)
    {
        if (PiecewisePolynomial.Find(function, Kinks) is { } pieces) return new(function, pieces.SlopeAt, pieces.BendAt);
        var sampled = new SampledDerivatives(function, Kinks);
        return new(function, sampled.First, sampled.Second);
    }

    /// <summary>phi, phi' and phi'' as a Taylor polynomial around the value, exact for two nested jets.</summary>
    internal readonly struct Delegates(Func<double, double> function, Func<double, double> derivative, Func<double, double> secondDerivative) : IPointwiseFormula
    {
        public T Value<T>(T x) where T : struct, IScalar<T>
        {
            if (T.Order > 2) throw new UsageException("A function given by delegates has no third derivatives.");
            var value = T.Map(function, x);
            if (T.Order == 0) return value;

            // x less its own value: no value, but all of the derivatives.
            var change = x - T.Map(static number => number, x);
            var slope = T.Map(derivative, x);
            if (T.Order == 2) slope += 0.5 * T.Map(secondDerivative, x) * change;
            return T.MultiplyAdd(slope, change, value);
        }
    }
}
