using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>What an activation phi does to a pair of centred Gaussians (u, v) with variances q11, q22 and covariance q12.</summary>
/// <typeparam name="T">The scalar type.</typeparam>
/// <param name="covariance">E[phi(u) phi(v)].</param>
/// <param name="derivative">E[phi'(u) phi'(v)], by Price's theorem the derivative of the covariance with respect to q12.</param>
public readonly struct DualMoments<T>(T covariance, T derivative) where T : struct, IScalar<T>
{
    /// <summary>N = E[phi(u) phi(v)].</summary>
    public readonly T Covariance = covariance;

    /// <summary>D = E[phi'(u) phi'(v)].</summary>
    public readonly T Derivative = derivative;
}
