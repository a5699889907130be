namespace NtkGan.Numerics;

/// <summary>The sine and the angle of a pair of Gaussians: see <see cref="IScalar{T}.AngleOf"/>.</summary>
/// <typeparam name="T">The scalar type.</typeparam>
/// <param name="sine">s = sqrt(q11 q22 - q12^2).</param>
/// <param name="angle">theta = atan2(s, q12), in [0, pi].</param>
public readonly struct PairAngle<T>(T sine, T angle) where T : struct, IScalar<T>
{
    /// <summary>s.</summary>
    public readonly T Sine = sine;

    /// <summary>theta.</summary>
    public readonly T Angle = angle;
}
