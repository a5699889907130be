namespace NtkGan.Kernels.Transforms;

/// <summary>T(x) = atanh x = log((1 + x)/(1 - x))/2, for coordinates in (-1, 1): pixels to the real line.</summary>
[Named("atanh")]
public sealed record AtanhTransform : InputTransform
{
    /// <inheritdoc/>
    public override T Value<T>(T x) => 0.5 * T.Log((x + 1) / (1 - x));

    /// <inheritdoc/>
    protected override void Check(double x)
    {
        if (!(Math.Abs(x) < 1))
            throw new InvalidDataFormatException(FormattableString.Invariant($"The input transform atanh needs coordinates between -1 and 1, but one is {x}: scale the data."));
    }
}
