
namespace NtkGan.Games;

/// <summary>Gradient flow without discretisation error: the closed form for ipm, external_ipm and lsgan, the event-driven path for hinge, and
/// for any other loss the ODE at a tolerance of 1e-12.</summary>
/// <param name="Time">Training time t; infinity is allowed for lsgan (pseudo-inverse: f interpolates the labels as far as K can) and hinge.</param>
/// <param name="MaximumSteps">Hinge events, or ODE steps, before giving up.</param>
public sealed record Exact([MayBeInfinite] double Time = 1, int MaximumSteps = 100_000) : FunctionSpaceTraining(Time)
{
    private const double Tolerance = 1e-12;

    /// <summary>Hinge events, or ODE steps, before giving up.</summary>
    public int MaximumSteps { get; init => field = Require.AtLeast(1, value, nameof(MaximumSteps)); } = Require.AtLeast(1, MaximumSteps);

    /// <inheritdoc/>
    public override TrainingResult Train(TrainingProblem problem) => problem.Loss switch
    {
        { Affine: { } forces } => SpectralFlow.Affine(problem, forces, Time)[0],
        Hinge => new HingePath(problem).Follow(Time, MaximumSteps),
        _ => new Ode(FiniteTime, Tolerance, Tolerance, MaximumSteps: MaximumSteps).Train(problem),
    };

    /// <summary>The discriminator's coefficients at several finite times of one training: for losses with affine forces from one eigendecomposition, for others
    /// one training after the other. <see cref="Training.Time"/> does not matter.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="times">The times, each at least 0 and finite.</param>
    /// <exception cref="UsageException">A time is negative or not finite.</exception>
    /// <exception cref="NumericalException">No finite answer exists.</exception>
    public IReadOnlyList<TrainingResult> Curve(TrainingProblem problem, params IReadOnlyList<double> times)
    {
        foreach (var time in times) Require.NonNegative(time, nameof(times));
        return problem.Loss.Affine is { } forces ? SpectralFlow.Affine(problem, forces, times) : [.. times.Select(time => new Exact(time, MaximumSteps).Train(problem))];
    }
}
