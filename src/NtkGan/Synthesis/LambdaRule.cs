namespace NtkGan.Synthesis;

/// <summary>Where the training time lambda of the discriminator comes from: lambda in exp(-lambda K), gradient flow of unit rate on
/// sum of squares / 2. Runs are to be compared by their lambda, which is held when batch sizes change.</summary>
[Family("lambda_rule")]
public abstract record LambdaRule
{
    /// <summary>lambda, finite, at least 0.</summary>
    /// <param name="points">N = n + m, the real and the synthetic rows of a batch.</param>
    /// <param name="spectrum">The eigenvalues of k on the real rows of a batch, ascending; asked for only by rules that need them.</param>
    /// <exception cref="UsageException">The spectrum has no eigenvalue that the rule could use.</exception>
    public abstract double Resolve(int points, Func<double[]> spectrum);
}
