namespace NtkGan.Synthesis;

/// <summary>lambda from the spectrum: lambda a = product, a the median eigenvalue of the kernel on the first real batch, so that half of its
/// directions are learnt. Larger products bring the samples nearer to copies of the data, smaller ones let them drift together. Derived.</summary>
/// <param name="Product">lambda a, above 0.</param>
[Named("spectrum")]
public sealed record SpectrumLambda(double Product = 1) : LambdaRule
{
    /// <summary>lambda a.</summary>
    public double Product { get; init => field = Require.Positive(value, nameof(Product)); } = Require.Positive(Product);

    /// <inheritdoc/>
    public override double Resolve(int points, Func<double[]> spectrum)
    {
        var values = spectrum();
        var median = Median(values);
        return median > values.Length * Math.ScaleB(values[^1], -52) ? Product / median : throw new UsageException("lambda cannot be taken from the spectrum, for the median eigenvalue of the kernel on the real rows is 0 to rounding: give lambda itself, or remove repeated rows.");
    }

    /// <summary>The middle one of ascending values, the mean of the middle two where their number is even.</summary>
    internal static double Median(double[] ascending) => (ascending[(ascending.Length - 1) / 2] + ascending[ascending.Length / 2]) / 2;
}
