using System.Numerics;

namespace NtkGan.Stability;

/// <summary>Which motion a mode is.</summary>
public enum ModeKind
{
    /// <summary>A direction of the discriminator that no generated point feels; z = r^n_d.</summary>
    Free,

    /// <summary>Points of equal mass moving against each other about their true point, the discriminator's gradient at rest.</summary>
    Difference,

    /// <summary>The common motion of points about their true point, coupled with the discriminator's gradient.</summary>
    Mean,

    /// <summary>A coupled motion around an equilibrium of several points.</summary>
    Coupled,

    /// <summary>A motion that changes nothing, with z = 1: a free point shifted, or a group of points turned about its true point.</summary>
    Neutral,
}

/// <summary>An eigenvalue z of the linearised update: a disturbance along it is multiplied by z at every cycle.</summary>
/// <param name="Kind">Which motion it is.</param>
/// <param name="Eigenvalue">z; +infinity where numbers so extreme overflow on the way to it.</param>
/// <param name="Multiplicity">How many times it occurs; for an equilibrium at a true point, in each of the d coordinates.</param>
public sealed record Mode(ModeKind Kind, Complex Eigenvalue, int Multiplicity = 1)
{
    /// <summary>z.</summary>
    public Complex Eigenvalue { get; init => field = Complex.IsFinite(value) ? value : Overflow; } = Complex.IsFinite(Eigenvalue) ? Eigenvalue : Overflow;

    /// <summary>The eigenvalue of a motion whose coefficients overflow: their sum or product exceeds all finite numbers, so one of them does in effect.</summary>
    internal static Complex Overflow => new(double.PositiveInfinity, 0);

    /// <summary>|z|.</summary>
    public double Modulus => Complex.Abs(Eigenvalue);

    /// <summary>True if the sign of the disturbance changes again and again: z is complex or negative.</summary>
    public bool Alternates => Eigenvalue.Imaginary != 0 || Eigenvalue.Real < 0;

    /// <summary>Cycles of a full swing, 2 pi/|arg z|; infinite for z > 0.</summary>
    public double Period => 2 * Math.PI / Math.Abs(Eigenvalue.Phase);

    /// <summary>True if generated points take part, so that the mode shows in their positions.</summary>
    public bool MovesPoints => Kind is not ModeKind.Free and not ModeKind.Neutral;
}
