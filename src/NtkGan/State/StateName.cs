namespace NtkGan.State;

/// <summary>How the names of a state are made.</summary>
internal static class StateName
{
    public const char Separator = '/';

    /// <summary>The largest whole number that is saved: doubles tell it from its neighbours.</summary>
    public const long LargestWhole = 1L << 53;

    public static string Checked(string name) => name.Length > 0 && !name.Contains(Separator) ? name
        : throw new ArgumentException($"'{name}' cannot be a name in a state.", nameof(name));
}
