namespace NtkGan.Spectral;

/// <summary>What rounding does to the eigenvalues of a symmetric matrix.</summary>
/// <param name="Largest">The largest magnitude among them.</param>
/// <param name="Size">The number n of rows.</param>
/// <param name="Error">What products with the matrix err by, in parts of its largest eigenvalue; 0 where that is rounding.</param>
internal readonly record struct SpectrumScale(double Largest, int Size, double Error = 0)
{
    // Below, in parts of the largest magnitude, a negative eigenvalue is not the rounding of a positive semidefinite kernel's values.
    private const double Indefinite = 1e-10;

    // Errors of products of one sign over the vectors of a Krylov space.
    private const double ProductsOnDiagonal = 16;

    // What the null space may contribute to A times the result by rounding, in parts of the force.
    private const double Drift = 1e-7;

    /// <summary>The relative error of an eigenvalue: n 2^-52 of a decomposition, or that of products.</summary>
    public double Rounding => Math.Max(Error, Size * Math.ScaleB(1, -52));

    /// <summary>The largest magnitude that may be an eigenvalue 0.</summary>
    public double Floor => Rounding * Largest;

    /// <summary>The time from which what rounding does in the null space would show.</summary>
    public double Stillness => Drift / Floor;

    /// <summary>Whether an eigenvalue is negative, and not by rounding.</summary>
    public bool IsIndefinite(double eigenvalue) => eigenvalue < -Math.Max(Indefinite, ProductsOnDiagonal * Error) * Largest;

    /// <summary>The eigenvalue, 0 in place of one that may be negative by rounding.</summary>
    public double Cleared(double eigenvalue) => eigenvalue < 0 && !IsIndefinite(eigenvalue) ? 0 : eigenvalue;

    /// <summary>Why a negative eigenvalue gives training no limit.</summary>
    public UsageException Refusal(double eigenvalue) => new(FormattableString.Invariant(
        $"The kernel is not positive semidefinite on these points (an eigenvalue of the Gram matrix is {eigenvalue / Largest:G3} of the largest in size), so this training does not exist: take a finite time of lsgan, an ipm, or another kernel."));
}
