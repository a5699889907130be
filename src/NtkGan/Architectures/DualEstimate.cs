namespace NtkGan.Architectures;

/// <summary>Dual moments of one pair, computed without a closed form, with bounds of their errors.</summary>
/// <param name="Covariance">N = E[phi(u) phi(v)].</param>
/// <param name="Derivative">D = E[phi'(u) phi'(v)].</param>
/// <param name="CovarianceError">How far N may be off, rounding included.</param>
/// <param name="DerivativeError">How far D may be off, rounding included.</param>
/// <param name="IsSeries">True if N and D are Hermite series, false if they are quadrature. Either's error is judged by quadrature of higher
/// order.</param>
public sealed record DualEstimate(double Covariance, double Derivative, double CovarianceError, double DerivativeError, bool IsSeries);
