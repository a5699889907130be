namespace NtkGan.State;

/// <summary>Which numbers a saved matrix may hold.</summary>
public enum StateNumbers
{
    /// <summary>Finite ones.</summary>
    Finite,

    /// <summary>Infinities too, such as a bound that there is not.</summary>
    Infinite,

    /// <summary>Infinities and NaN, such as what was not available.</summary>
    Any,
}
