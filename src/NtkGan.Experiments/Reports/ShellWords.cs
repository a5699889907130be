using System.Text.RegularExpressions;

namespace NtkGan.Experiments.Reports;

/// <summary>A command as a person types it.</summary>
internal static partial class ShellWords
{
    /// <summary>The words of a command of this program, quoted where a shell would read them otherwise.</summary>
    public static string Of(params IEnumerable<string> words) => string.Join(' ', words.Prepend("ntkgan").Select(Quoted));

    /// <summary>A word, quoted where a shell would read it otherwise.</summary>
    public static string Quoted(string word) => Plain().IsMatch(word) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[A-Za-z0-9_./:=,@%+-]+\z")]
    private static partial Regex Plain();
}
