namespace NtkGan.Architectures.Activations;

/// <summary>Cosine: a cos(b x + c), the sine with phase c + pi/2.</summary>
/// <param name="Amplitude">The factor a.</param>
/// <param name="Frequency">The factor b inside.</param>
/// <param name="Phase">The phase c in radians.</param>
[Named("cos")]
public sealed record Cosine(double Amplitude = 1, double Frequency = 1, double Phase = 0) : Activation<SineFormula>
{
    /// <summary>The factor a.</summary>
    public double Amplitude { get; init => field = Require.Finite(value, nameof(Amplitude)); } = Require.Finite(Amplitude);

    /// <summary>The factor b.</summary>
    public double Frequency { get; init => field = Require.Finite(value, nameof(Frequency)); } = Require.Finite(Frequency);

    /// <summary>The phase c.</summary>
    public double Phase { get; init => field = Require.Finite(value, nameof(Phase)); } = Require.Finite(Phase);

    /// <inheritdoc/>
    protected override SineFormula Formula => new(Amplitude, Frequency, Phase + Math.PI / 2);
}
