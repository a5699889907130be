namespace NtkGan.Stability;

/// <summary>Keeps the past within a stated error: a resting point adds to its own centre, a slowly moving one to the mean of its newest places,
/// crowded cells of the line and the plane are replaced by 16 (16^2) Chebyshev nodes, and what decay has made negligible is dropped. Long
/// runs then cost as much an update as short ones.
/// <para>The bound. In the kernel's space, write phi(z) = K(., z) and M_m for the moment E[omega^(2m)] of the kernel's spectral measure along a line,
/// so that |d^m phi| = sqrt(M_m) in any direction (Bochner). Then, exactly but for rounding:
/// resting (equal places): no error;
/// two centres C phi(z) + c phi(y) at their mean: h^2 sqrt(M_2)/2 C c/(C + c), h = |y - z|, the first order cancels;
/// c phi(z) on n nodes of a cell of width l: |c| 2 (l/4)^n sqrt(M_n)/n!, in the plane 4 times as much (Lebesgue's constant is below 3);
/// dropped: |c| sqrt(K(z, z)).
/// Errors decay with f. Their sum bounds |f - f_exact| in the kernel's norm, hence its value by sqrt(K(x, x)) and its gradient by sqrt(M_1) times
/// that, f_exact being the discriminator of the very positions that were visited. So every move obeys the exact rule but for a force
/// error within the bound; an unstable game amplifies it as it amplifies rounding.</para>
/// <para>Kernels without these moments (Laplace, rough Matern, networks) merge equal places and drop alone; the energy kernel, which has no norm,
/// merges equal places alone.</para></summary>
/// <param name="Tolerance">The bound, relative to the decayed sum of |c| sqrt(K(z, z)) of all that was recorded: above 0 and below 1.</param>
/// <exception cref="UsageException">The tolerance is outside (0, 1).</exception>
[Named("bounded")]
public sealed record BoundedHistory(double Tolerance = 1e-14) : HistoryPolicy
{
    /// <summary>The bound, relative to the whole.</summary>
    public double Tolerance { get; init => field = Share(value); } = Share(Tolerance);

    private static double Share(double tolerance) => tolerance is > 0 and < 1 ? tolerance
        : throw new UsageException(FormattableString.Invariant($"tolerance must be above 0 and below 1, not {tolerance}."));

    /// <inheritdoc/>
    public override History Open(KernelGame game, int points, int dimension) => new CompactHistory(game, points, dimension, Tolerance);
}
