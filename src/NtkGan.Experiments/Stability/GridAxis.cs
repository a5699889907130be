using NtkGan.Plots;

namespace NtkGan.Experiments.Stability;

/// <summary>How places are spread over a range.</summary>
public enum AxisScale
{
    /// <summary>Equal steps.</summary>
    Linear,

    /// <summary>Equal ratios.</summary>
    Logarithmic,
}

/// <summary>A range of values, both ends among them.</summary>
/// <param name="From">The first value.</param>
/// <param name="To">The last value, above the first.</param>
/// <param name="Count">How many values, at least 2.</param>
/// <param name="Scale">How they are spread; logarithmic needs a first value above 0.</param>
public sealed record GridAxis(double From, double To, int Count = 100, AxisScale Scale = AxisScale.Linear)
{
    /// <summary>The unit range.</summary>
    public static GridAxis Example => new(0, 1);

    /// <summary>The first value.</summary>
    public double From { get; } = Require.Finite(From);

    /// <summary>The last value.</summary>
    public double To { get; } = Require.Finite(To) > From ? To : throw new UsageException(FormattableString.Invariant($"to must be above from ({From}), not {To}."));

    /// <summary>How many values.</summary>
    public int Count { get; } = Require.AtLeast(2, Count);

    /// <summary>How they are spread.</summary>
    public AxisScale Scale { get; } = Scale == AxisScale.Linear || From > 0 ? Scale
        : throw new UsageException(FormattableString.Invariant($"from must be above 0 on a logarithmic scale, not {From}: raise it, or choose scale: linear."));

    /// <summary>Value number i of Count.</summary>
    public double this[int i] => At((double)i / (Count - 1));

    /// <summary>The value at a share of the way, 0 to 1.</summary>
    internal double At(double share) => share <= 0 ? From : share >= 1 ? To
        : Scale == AxisScale.Linear ? From + share * (To - From) : From * Math.Exp(share * Math.Log(To / From));

    /// <summary>The axis of a picture.</summary>
    internal MapAxis Drawn(string name) => new(name, From, To, Scale == AxisScale.Logarithmic);
}
