using NtkGan.Discriminators;
using NtkGan.Kernels;
using NtkGan.Losses;
using NtkGan.Numerics;

namespace NtkGan.Generators;

/// <summary>Whether a particle's step carries the 1/n of the mean cost.</summary>
public enum StepScaling
{
    /// <summary>x_i &lt;- x_i - eta dC/dx_i with C = mean c(f): an effective step of eta/n, as in the paper.</summary>
    Mean,

    /// <summary>x_i &lt;- x_i - eta grad c(f(x_i)): an effective step of eta, whatever n.</summary>
    PerParticle,
}

/// <summary>Which pointwise function the particles descend.</summary>
public enum GeneratorCost
{
    /// <summary>c, the loss's generator function, as in practice (non-saturating).</summary>
    C,

    /// <summary>a, the discriminator's own function on fakes, as in the theory (the zero-sum game).</summary>
    A,
}

/// <summary>Free particles under an infinite-width discriminator: dx_i/dl = -grad (c o f)(x_i), the discriminator trained anew at every
/// instant. The Wasserstein gradient flow of C (Franceschi et al. 2022, section 3).</summary>
/// <param name="Kernel">The discriminator's kernel.</param>
/// <param name="Loss">The adversarial loss.</param>
/// <param name="Training">How, and for how long, the discriminator is trained.</param>
/// <param name="Method">The time stepping.</param>
/// <param name="Scaling">Whether a step carries 1/n.</param>
/// <param name="Cost">Which function the particles descend.</param>
/// <param name="Normalisation">How points are weighted in the discriminator's loss.</param>
/// <param name="Initial">f_0, the discriminator before each training; null for 0.</param>
public sealed record ParticleFlow(Kernel Kernel, Loss Loss, Training Training, FlowMethod Method,
    StepScaling Scaling = StepScaling.Mean, GeneratorCost Cost = GeneratorCost.C, Normalisation Normalisation = Normalisation.PerMeasure,
    Discriminator? Initial = null)
{
    /// <summary>Trains the discriminator against the particles and returns it with the velocities. Cost of IPM: n (n + m) pairs.</summary>
    /// <exception cref="NumericalException">The velocities are not finite.</exception>
    public FlowField Observe(Matrix particles, Matrix targets)
    {
        var (discriminator, result) = KernelDiscriminator.Train(Kernel, particles, targets, Loss, Training, Normalisation, Initial);
        var values = new double[particles.Rows];
        var velocities = new Matrix(particles.Rows, particles.Columns);
        discriminator.Evaluate(particles, values, velocities);
        var cost = 0.0;
        for (var i = 0; i < particles.Rows; i++)
        {
            var (value, slope) = CostAt(values[i]);
            cost += value;
            foreach (ref var component in velocities.Row(i)) component *= -slope;
        }

        if (!velocities.IsFinite()) throw new NumericalException("The particles' velocities are no longer finite: reduce the step size or the training time.");
        return new FlowField(discriminator, values, velocities, cost / particles.Rows, result);
    }

    /// <summary>c (or a) of f, and its slope.</summary>
    public (double Value, double Slope) CostAt(double f) => Cost == GeneratorCost.C ? Loss.GeneratorAt(f) : Loss.FakeAt(f);

    /// <summary>One step of the flow.</summary>
    /// <param name="state">Where the flow stands.</param>
    /// <param name="targets">The targets of this step, m x d.</param>
    /// <param name="batch">The particles of this step; the others rest. All, if null.</param>
    /// <exception cref="NumericalException">The flow diverges.</exception>
    public FlowState Advance(FlowState state, Matrix targets, int[]? batch = null)
    {
        var moving = batch is null ? state.Particles : state.Particles.Take(batch);
        var share = Scaling == StepScaling.Mean ? 1.0 / moving.Rows : 1;
        var step = Method.Advance(moving, state.Suggestion, positions =>
        {
            var velocities = Observe(positions, targets).Velocities;
            foreach (ref var component in velocities.Values) component *= share;
            return velocities;
        });
        if (!step.Positions.IsFinite()) throw new NumericalException("A particle has left the finite numbers: reduce the step size.");

        var particles = step.Positions;
        if (batch is not null)
        {
            particles = state.Particles.Clone();
            for (var b = 0; b < batch.Length; b++) step.Positions.Row(b).CopyTo(particles.Row(batch[b]));
        }

        return new FlowState(particles, state.Step + 1, state.Time + step.StepSize * share, step.Suggestion);
    }
}
