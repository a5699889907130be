using NtkGan.Kernels;

namespace NtkGan.Games;

/// <summary>Constant forces under a kernel that is positive definite only on coefficients whose sum is 0, such as -|x - y|: with others the discriminator
/// would climb the loss that it is to descend, at the rate -g^T D K D g > 0.</summary>
internal static class BalancedForces
{
    // Sums of weights 1/n are 1 up to rounding.
    private const double Rounding = 1e-12;

    /// <summary>Refuses a kernel that the weights of a loss do not suit; kernels that are positive definite suit all.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="loss">The loss; one whose forces are not constant has no weights to sum.</param>
    /// <param name="fakes">The sum of the weights of the fakes.</param>
    /// <param name="targets">The sum of the weights of the targets.</param>
    /// <exception cref="UsageException">The coefficients do not sum to 0.</exception>
    public static void Check(Kernel kernel, Loss loss, double fakes, double targets)
    {
        if (kernel.IsPositiveDefinite || loss.Affine is not { Curvature: 0 } forces) return;
        var (attraction, repulsion) = (forces.TargetPull * targets, forces.FakePull * fakes);
        if (Math.Abs(attraction + repulsion) > Rounding * (Math.Abs(attraction) + Math.Abs(repulsion)))
            throw new UsageException(FormattableString.Invariant($"The kernel {Catalog.NameOf(kernel.GetType())} is positive definite, as far as is known, only on coefficients that sum to 0, and those of {Catalog.NameOf(loss.GetType())} sum to {attraction + repulsion:G3} a unit of time: take a positive definite kernel, or ipm with means over each measure."));
    }
}
