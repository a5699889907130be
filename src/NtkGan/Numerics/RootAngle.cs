namespace NtkGan.Numerics;

/// <summary>The inverse of a root and the angle of a point above it: see <see cref="IScalar{T}.RootAngleOf"/>.</summary>
/// <typeparam name="T">The scalar type.</typeparam>
/// <param name="inverse">1/r.</param>
/// <param name="angle">atan2(y, r), in (-pi/2, pi/2).</param>
public readonly struct RootAngle<T>(T inverse, T angle) where T : struct, IScalar<T>
{
    /// <summary>1/r.</summary>
    public readonly T Inverse = inverse;

    /// <summary>atan2(y, r).</summary>
    public readonly T Angle = angle;
}
