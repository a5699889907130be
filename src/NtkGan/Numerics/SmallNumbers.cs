namespace NtkGan.Numerics;

/// <summary>Numbers so small that their squares have few digits or none.</summary>
internal static class SmallNumbers
{
    // Squares of 2^-500, and of differences a thousandth of it, have all their digits: the least number that has is 2^-1022.
    private static readonly double Least = Math.ScaleB(1, -500);

    /// <summary>Below it a variance leaves no room for the inverses that a network takes of it: 2^-1000, the square of the least number that is not small.</summary>
    public static readonly double LeastVariance = Least * Least;

    /// <summary>Whether a number, 0 among them, is too small to be squared.</summary>
    public static bool Is(double value) => Math.Abs(value) < Least;

    /// <summary>Whether there are numbers other than 0, and every one is too small to be squared: a look at the first that is large enough, as a rule.</summary>
    public static bool AreAll(ReadOnlySpan<double> values)
    {
        var some = false;
        foreach (var value in values)
        {
            if (!Is(value)) return false;
            some |= value != 0;
        }

        return some;
    }

    /// <summary>The same of two sets of points together.</summary>
    public static bool AreAll(Matrix one, Matrix other) => ReferenceEquals(one, other) ? AreAll(one.Values)
        : AreAll(one.Values) ? AreAll(other.Values) || !other.Values.ContainsAnyExcept(0) : !one.Values.ContainsAnyExcept(0) && AreAll(other.Values);

    /// <summary>What to say of them.</summary>
    /// <param name="what">What they are, such as "points".</param>
    public static string NoteOn(string what) => $"The {what} lie below {Least:G1} in every coordinate, where squares of distances fall below all numbers: multiply the data by a constant that brings them towards 1.";
}
