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
/// <param name="coefficients">c, one for each point, weights included.</param>
/// <param name="status">How training ended.</param>
/// <param name="steps">Steps that it took.</param>
/// <param name="errorEstimate">Estimated error.</param>
/// <param name="note">One sentence on the way or the failure; may be empty.</param>
public sealed class TrainingResult(double[] coefficients, TrainingStatus status, int steps, double errorEstimate, string note)
{
    /// <summary>c, one for each point, weights included; the caller's own.</summary>
    public double[] Coefficients { get; } = coefficients;

    /// <summary>How training ended.</summary>
    public TrainingStatus Status { get; } = status;

    /// <summary>Steps of the method: Lanczos steps (0 for a closed form or a decomposition), accepted ODE steps, Euler steps, or hinge events.</summary>
    public int Steps { get; } = steps;

    /// <summary>Estimated error of the coefficients, relative to their length (of f on the points, absolute, for the hinge path); 0 where only rounding, or
    /// the step of a discretisation, is left.</summary>
    public double ErrorEstimate { get; } = errorEstimate;

    /// <summary>One sentence on the way or the failure; may be empty.</summary>
    public string Note { get; } = note;

    /// <summary>The same with another note.</summary>
    internal TrainingResult Saying(string note) => new(Coefficients, Status, Steps, ErrorEstimate, note);
}
