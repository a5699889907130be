namespace NtkGan.Stability;

/// <summary>The parameters of a game that its local theory needs beside kernel, points and masses.</summary>
/// <param name="DiscriminatorRate">eta_d > 0.</param>
/// <param name="GeneratorRate">eta_g > 0.</param>
/// <param name="Regularisation">lambda >= 0.</param>
/// <param name="Order">Which discriminator the points follow.</param>
/// <param name="DiscriminatorSteps">n_d, updates of f for each move of the points, at least 1. Eigenvalues belong to a whole cycle of n_d updates of f
/// and one move.</param>
public readonly record struct LocalRates(
    double DiscriminatorRate, double GeneratorRate, double Regularisation, UpdateOrder Order = UpdateOrder.Alternating, int DiscriminatorSteps = 1)
{
    /// <summary>r = 1 - eta_d lambda.</summary>
    public double Retention => 1 - DiscriminatorRate * Regularisation;

    /// <summary>What a cycle keeps of the old discriminator, r^n_d: the eigenvalue of every free direction of f, that is, one that no point feels.</summary>
    public double CycleRetention => Math.Pow(Retention, DiscriminatorSteps);

    /// <summary>The discriminator's step size of a whole cycle, eta_d (1 + r + ... + r^(n_d - 1)): an alternating game of n_d discriminator steps
    /// is, for resting points, one with a single step of this size and the same lambda (derived).</summary>
    public double CycleRate => DiscriminatorRate * GeometricSum(DiscriminatorSteps);

    /// <summary>True where the closed forms of a single discriminator step hold, with <see cref="CycleRate"/> in place of eta_d.</summary>
    public bool HasClosedForms => Order == UpdateOrder.Alternating || DiscriminatorSteps == 1;

    /// <summary>The rates of a game.</summary>
    public static LocalRates Of(KernelGame game) =>
        new(game.DiscriminatorRate, game.GeneratorRate, game.Regularisation, game.Order, game.DiscriminatorSteps);

    internal double GeometricSum(int terms)
    {
        var sum = 0.0;
        for (var i = 0; i < terms; i++) sum = Retention * sum + 1;
        return sum;
    }
}
