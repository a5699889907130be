namespace NtkGan.Synthesis;

/// <summary>The eigenvalues a of a regularised Gram matrix of [X; Z] beside lambda. Rows of Z have different gradients once lambda a_2 is about 1
/// or more; directions with lambda a far below 1 are not seen, and the gradient vanishes like exp(-lambda a_min) where all are far above.</summary>
/// <param name="Lambda">lambda.</param>
/// <param name="Eigenvalues">a, ascending.</param>
public sealed record SynthesisSpectrum(double Lambda, ValueList<double> Eigenvalues)
{
    /// <summary>lambda a_2, a_2 the second largest eigenvalue; of a single row, its own.</summary>
    public double LambdaSecond => Lambda * Eigenvalues[Math.Max(0, Eigenvalues.Count - 2)];

    /// <summary>lambda times the median eigenvalue.</summary>
    public double LambdaMedian => Lambda * SpectrumLambda.Median([.. Eigenvalues]);
}
