using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>Where samples start.</summary>
[Family("sample_start")]
public abstract record SampleStart
{
    /// <summary>m samples, within the bounds; a function of its arguments alone.</summary>
    /// <param name="samples">m, at least 1.</param>
    /// <param name="real">The real rows X, n x d.</param>
    /// <param name="bounds">The box of the samples.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="replica">Which of several runs; each starts elsewhere.</param>
    /// <exception cref="UsageException">The bounds do not fit the rows or the start.</exception>
    public abstract Matrix Draw(int samples, Matrix real, Bounds bounds, ulong seed, int replica);
}
