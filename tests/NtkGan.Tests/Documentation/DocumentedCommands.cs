using System.Text.RegularExpressions;
using NtkGan.Cli;
using NtkGan.Tests.Rules;

namespace NtkGan.Tests.Documentation;

/// <summary>The command lines that README, docs/ and the help print, as a shell would split them.</summary>
internal static partial class DocumentedCommands
{
    /// <summary>Every command line once, without the program's name.</summary>
    public static IEnumerable<string> All => Pages.SelectMany(page => Printed(File.ReadAllText(page)))
        .Concat(HelpWithExamples.Examples.Values.SelectMany(examples => examples.Select(example => example.Line)))
        .SelectMany(Commands).Distinct();

    /// <summary>The documents.</summary>
    public static IEnumerable<string> Pages => [Path.Combine(Repository.Root, "README.md"), Path.Combine(Repository.Root, "CONTRIBUTING.md"), .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md")];

    /// <summary>The words of a command line: quotes bind.</summary>
    public static string[] WordsOf(string line) => [.. Word().Matches(line).Select(match => match.Value).Select(word => word.Replace("'", "", StringComparison.Ordinal))];

    // In backticks, or at the start of a line of a block.
    private static IEnumerable<string> Printed(string page) => Quoted().Matches(page).Select(match => match.Groups[1].Value)
        .Concat(page.Split('\n').Select(line => line.Trim().Replace("dotnet run -c Release --project src/NtkGan.Cli -- ", "ntkgan ", StringComparison.Ordinal)).Where(line => line.StartsWith("ntkgan ", StringComparison.Ordinal)));

    // What stands beside the program's name in a line of the shell: pipes, files and other programs are the shell's.
    private static IEnumerable<string> Commands(string line) => line.Split("&&").SelectMany(part => Program().Matches(part)).Select(match => Comment().Replace(match.Groups[1].Value, "").Trim());

    [GeneratedRegex(@"`(ntkgan [^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?:^|\(|\s)ntkgan ((?:'[^']*'|[^'|>()])*)")]
    private static partial Regex Program();

    [GeneratedRegex(@"\s#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?:'[^']*'|[^\s'])+")]
    private static partial Regex Word();
}
