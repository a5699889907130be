using NtkGan.Kernels;

namespace NtkGan.Stability;

/// <summary>The parameters of kernel gradient descent-ascent on L(f, y) = sum_i p_i f(x_i) - sum_j q_j f(y_j) - (lambda/2) |f|^2, f in the space of a
/// kernel: f+ = (1 - eta_d lambda) f + eta_d (sum_i p_i K(., x_i) - sum_j q_j K(., y_j)), y_j+ = y_j + eta_g q_j grad f(y_j)
/// (Becker, Pandit, Rangan, Fletcher 2022, update rules).</summary>
/// <param name="Kernel">The kernel K.</param>
/// <param name="DiscriminatorRate">The discriminator's step size eta_d > 0.</param>
/// <param name="GeneratorRate">The generated points' step size eta_g > 0.</param>
/// <param name="Regularisation">The weight decay lambda >= 0 of the discriminator; 0 never forgets.</param>
/// <param name="Order">Which discriminator the points follow.</param>
/// <param name="DiscriminatorSteps">Updates of f for each move of the points, at least 1.</param>
/// <exception cref="UsageException">A parameter is outside its domain.</exception>
public sealed record KernelGame(
    Kernel Kernel, double DiscriminatorRate = .1, double GeneratorRate = .01, double Regularisation = 1,
    UpdateOrder Order = UpdateOrder.Alternating, int DiscriminatorSteps = 1)
{
    /// <summary>The discriminator's step size eta_d.</summary>
    public double DiscriminatorRate { get; init => field = Require.Positive(value, nameof(DiscriminatorRate)); } = Require.Positive(DiscriminatorRate);

    /// <summary>The generated points' step size eta_g.</summary>
    public double GeneratorRate { get; init => field = Require.Positive(value, nameof(GeneratorRate)); } = Require.Positive(GeneratorRate);

    /// <summary>The weight decay lambda.</summary>
    public double Regularisation { get; init => field = Require.NonNegative(value, nameof(Regularisation)); } = Require.NonNegative(Regularisation);

    /// <summary>Which discriminator the points follow.</summary>
    public UpdateOrder Order { get; init => field = Require.Defined(value, nameof(Order)); } = Require.Defined(Order);

    /// <summary>Updates of f for each move of the points.</summary>
    public int DiscriminatorSteps { get; init => field = Require.AtLeast(1, value, nameof(DiscriminatorSteps)); } = Require.AtLeast(1, DiscriminatorSteps);

    /// <summary>What an update keeps of the old discriminator: r = 1 - eta_d lambda; negative beyond eta_d lambda = 1, unstable beyond 2.</summary>
    public double Retention => 1 - DiscriminatorRate * Regularisation;

    /// <summary>The ratio of the step sizes, mu = eta_g/eta_d.</summary>
    public double Ratio => GeneratorRate / DiscriminatorRate;
}
