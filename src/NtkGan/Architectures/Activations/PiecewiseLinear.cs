using NtkGan.Numerics;

namespace NtkGan.Architectures.Activations;

/// <summary>A continuous function made of straight pieces: phi(0) = ValueAtZero, with a slope of its own before, between and beyond the kinks. Hard tanh has kinks
/// -1, 1 and slopes 0, 1, 0; ReLU6 0, 6 and 0, 1, 0; soft shrinkage -0.5, 0.5 and 1, 0, 1. Moments in closed form, by Owen's function.</summary>
/// <param name="Kinks">Where the slope changes, ascending; at most 32.</param>
/// <param name="Slopes">The slopes from left to right, one more than kinks.</param>
/// <param name="ValueAtZero">phi(0).</param>
public sealed record PiecewiseLinear(ValueList<double> Kinks, ValueList<double> Slopes, double ValueAtZero = 0) : NumericActivation<PiecewiseLinear.Mathematics>
{
    /// <summary>Hard tanh.</summary>
    public static PiecewiseLinear Example => new([-1, 1], [0, 1, 0]);

    /// <inheritdoc/>
    public override ValueList<double> Kinks { get; } = Checked(Kinks, Slopes);

    /// <summary>The slopes.</summary>
    public ValueList<double> Slopes { get; } = Slopes;

    /// <summary>phi(0).</summary>
    public double ValueAtZero { get; init => field = Require.Finite(value, nameof(ValueAtZero)); } = Require.Finite(ValueAtZero);

    /// <inheritdoc/>
    protected override Mathematics Function => new(Kinks, Slopes, ValueAtZero);

    private static ValueList<double> Checked(ValueList<double> kinks, ValueList<double> slopes)
    {
        const int most = 32;
        if (kinks.Count is < 1 or > most) throw new UsageException($"A piecewise linear activation has 1 to {most} kinks, not {kinks.Count}.");
        if (slopes.Count != kinks.Count + 1) throw new UsageException($"A piecewise linear activation with {kinks.Count} kinks has {kinks.Count + 1} slopes, not {slopes.Count}: one before, between and beyond.");
        foreach (var number in kinks.Concat(slopes)) Require.Finite(number);
        for (var i = 1; i < kinks.Count; i++)
            if (!(kinks[i] > kinks[i - 1])) throw new UsageException(FormattableString.Invariant($"Kinks ascend, but {kinks[i]} follows {kinks[i - 1]}."));
        return kinks;
    }

    /// <summary>The function of <see cref="PiecewiseLinear"/>.</summary>
    public readonly struct Mathematics : IPointwiseFormula
    {
        private readonly double _value, _slope;
        private readonly (double Side, double Place, double Change)[] _bends;

        /// <summary>Prepares what each kink adds on its far side from 0.</summary>
        /// <param name="kinks">Where the slope changes, ascending.</param>
        /// <param name="slopes">One more slope than kinks.</param>
        /// <param name="value">phi(0).</param>
        public Mathematics(ValueList<double> kinks, ValueList<double> slopes, double value)
        {
            (_value, _slope) = (value, slopes[kinks.Count(kink => kink <= 0)]);
            _bends = [.. kinks.Select((kink, i) => kink > 0 ? (1.0, kink, slopes[i + 1] - slopes[i]) : (-1.0, -kink, slopes[i + 1] - slopes[i]))];
        }

        /// <inheritdoc/>
        public T Value<T>(T x) where T : struct, IScalar<T>
        {
            T sum = _value + _slope * x;
            foreach (var (side, place, change) in _bends)
            {
                var beyond = side * x - place;
                sum += change * T.Select(beyond, beyond, 0.0);
            }

            return sum;
        }
    }
}
