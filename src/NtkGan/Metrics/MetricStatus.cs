namespace NtkGan.Metrics;

/// <summary>How far the value of a metric can be trusted.</summary>
public enum MetricStatus
{
    /// <summary>Computed by a finite formula; the error is a bound of the rounding.</summary>
    Exact,

    /// <summary>An unbiased estimate from random draws; the error is its standard error.</summary>
    Sampled,

    /// <summary>An iteration that reached its tolerance; the error is the residual of its last step.</summary>
    Converged,

    /// <summary>An iteration that ended after its number of steps; the error is an estimate of what it is short of its limit, as a rule within a factor of ten.</summary>
    StepLimit,

    /// <summary>No value; the note says why and what to change.</summary>
    Unavailable,
}
