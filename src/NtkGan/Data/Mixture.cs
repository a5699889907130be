using NtkGan.Numerics;

namespace NtkGan.Data;

/// <summary>A mixture of equally likely, isotropic Gaussians: (1/m) sum_j N(c_j, deviation^2 I).</summary>
/// <param name="Centres">The centres c_j, m x d, m at least 1.</param>
/// <param name="Deviation">The standard deviation of each component in each coordinate, at least 0.</param>
public sealed record Mixture(Matrix Centres, double Deviation);
