namespace NtkGan.Architectures.Activations;

/// <summary>Error function: a erf(b x) + c. With q scaled by b^2 and r = sqrt((1 + 2 q11)(1 + 2 q22) - 4 q12^2):
/// N = (2 a^2/pi) atan2(2 q12, r) + c^2, D = 4 a^2 b^2/(pi r).</summary>
/// <param name="Amplitude">The factor a.</param>
/// <param name="Frequency">The factor b inside.</param>
/// <param name="Offset">The constant c that is added.</param>
public sealed record Erf(double Amplitude = 1, double Frequency = 1, double Offset = 0) : Activation<ErfFormula>
{
    /// <summary>The factor a.</summary>
    public double Amplitude { get; init => field = Require.Finite(value, nameof(Amplitude)); } = Require.Finite(Amplitude);

    /// <summary>The factor b.</summary>
    public double Frequency { get; init => field = Require.Finite(value, nameof(Frequency)); } = Require.Finite(Frequency);

    /// <summary>The constant c.</summary>
    public double Offset { get; init => field = Require.Finite(value, nameof(Offset)); } = Require.Finite(Offset);

    /// <inheritdoc/>
    protected override ErfFormula Formula => new(Amplitude, Frequency, Offset);
}
