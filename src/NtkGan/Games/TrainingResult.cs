namespace NtkGan.Games;

/// <summary>How a training ended.</summary>
public enum TrainingStatus
{
    /// <summary>The coefficients are those of the time asked for.</summary>
    Converged,

    /// <summary>A limit of steps, or of what rounding allows, was reached: the coefficients are those of an earlier time, which the note names.</summary>
    StepLimit,

    /// <summary>Values grew without bound, or steps raised the loss that they should lower: the coefficients are finite, and the note says what to change.</summary>
    Diverged,
}

/// <summary>The coefficients of a trained discriminator, always finite.</summary>
/// <param name="Coefficients">c, one for each point, weights included.</param>
/// <param name="Status">How training ended.</param>
/// <param name="Steps">Steps of the method: Lanczos steps (0 for a closed form or a decomposition), accepted ODE steps, Euler steps, or hinge events.</param>
/// <param name="ErrorEstimate">Estimated error of the coefficients, relative to their length (of f on the points, absolute, for the hinge path); 0 where only rounding, or the step of a discretisation, is left.</param>
/// <param name="Note">One sentence on the way or the failure; may be empty.</param>
public sealed record TrainingResult(double[] Coefficients, TrainingStatus Status, int Steps, double ErrorEstimate, string Note);
