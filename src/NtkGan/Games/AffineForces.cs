namespace NtkGan.Games;

/// <summary>Forces that are affine in f, so that training has a closed form: the coefficients of the expansion obey
/// c_p' = D_p (g_p - kappa f_p), with g_p one number for all fakes and another for all targets.</summary>
/// <param name="Curvature">kappa >= 0; 0 means constant forces, which never need the Gram matrix.</param>
/// <param name="FakePull">g_p on fakes.</param>
/// <param name="TargetPull">g_p on targets.</param>
public readonly record struct AffineForces(double Curvature, double FakePull, double TargetPull);
