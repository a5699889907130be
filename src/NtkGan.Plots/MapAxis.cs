namespace NtkGan.Plots;

/// <summary>An axis of a map: places with equal steps, or with equal ratios.</summary>
/// <param name="Name">Its label.</param>
/// <param name="From">The first place.</param>
/// <param name="To">The last place, above the first.</param>
/// <param name="IsLogarithmic">True for equal ratios; the first place must then be above 0.</param>
public sealed record MapAxis(string Name, double From, double To, bool IsLogarithmic = false)
{
    /// <summary>The ends as coordinates of the picture.</summary>
    internal AxisRange Range => new(At(From), At(To));

    /// <summary>The coordinate of a value in the picture.</summary>
    internal double At(double value) => IsLogarithmic ? Math.Log10(value) : value;

    /// <summary>The ends as coordinates, widened by half a step of a number of cells whose middles lie at the ends and between.</summary>
    internal AxisRange Around(int cells) => cells == 1 ? Range.Widened(.05) : Range.Widened(.5 / (cells - 1));

    internal void Check()
    {
        if (!double.IsFinite(From) || !double.IsFinite(To)) throw new NumericalException($"The axis '{Name}' has an end that is NaN or infinite.");
        if (!(From < To) || (IsLogarithmic && From <= 0)) throw new ArgumentException(FormattableString.Invariant($"The axis '{Name}' cannot run from {From} to {To}."));
    }
}
