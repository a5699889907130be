namespace NtkGan.Synthesis;

/// <summary>lambda from the spectrum: lambda a = product, a the second largest eigenvalue of the kernel on the first real batch times N/n, which is what real and
/// synthetic rows together have where they are spread alike. The largest eigenvalue tells the mean alone; from the second on the discriminator tells
/// rows apart, so that about 5 learns the coarse directions and leaves the rows free. Derived.</summary>
/// <param name="Product">lambda a, above 0.</param>
[Named("second_eigenvalue")]
public sealed record SecondEigenvalueLambda(double Product = 5) : LambdaRule
{
    /// <summary>lambda a.</summary>
    public double Product { get; init => field = Require.Positive(value, nameof(Product)); } = Require.Positive(Product);

    /// <inheritdoc/>
    public override double Resolve(int points, Func<double[]> spectrum)
    {
        var values = spectrum();
        var second = values[Math.Max(0, values.Length - 2)] * points / values.Length;
        return second > points * Math.ScaleB(values[^1], -52) ? Product / second
            : throw new UsageException("lambda cannot be taken from the spectrum, for the second largest eigenvalue of the kernel on the real rows is 0 to rounding: give lambda itself, or remove repeated rows.");
    }
}
