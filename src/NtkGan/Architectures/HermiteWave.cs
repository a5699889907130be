using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>h_l(z) e^(-z^2/4) at high degrees l, also between the integers: with nu = l + 1/2 it solves y'' + (nu - z^2/4) y = 0, so that it is
/// (2/pi)^(1/4) w^(-1/2) cos(integral of w from 0 to z - l pi/2), w^2 = Q + 1/(8 Q) + 5 z^2/(64 Q^2) + O(nu^-3), Q = nu - z^2/4 (the phase-amplitude method;
/// the amplitude is exact, by the duplication formula of Gamma at z = 0). The sign i^l is left out.</summary>
internal static class HermiteWave
{
    /// <summary>(2/pi)^(1/4).</summary>
    public static readonly double Amplitude = Math.Sqrt(Math.Sqrt(2 / Math.PI));

    /// <summary>w at z = 0.</summary>
    public static double Frequency(double nu) => Math.Sqrt(nu + 1 / (8 * nu));

    /// <summary>The amplitude and the phase at z >= 0, far below the turning point 2 sqrt(nu).</summary>
    public static (Lanes Amplitude, Lanes Phase) At(double nu, Lanes z)
    {
        var square = z * z;
        var q = Lanes.MultiplyAdd(-0.25, square, nu);
        var inverse = (Lanes)1.0 / q;
        var frequency = Lanes.Sqrt(q + inverse * (0.125 + 5.0 / 64 * (square * inverse)));
        var root = Lanes.Sqrt(q);
        var slow = z * inverse * root;
        var phase = nu * Lanes.Atan2(0.5 * z, root) + 0.5 * (z * root)
            + 1 / (16 * nu) * slow + 5 / (384 * nu) * (square * inverse * slow);
        return (Amplitude * ((Lanes)1.0 / Lanes.Sqrt(frequency)), phase);
    }
}
