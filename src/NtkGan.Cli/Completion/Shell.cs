namespace NtkGan.Cli.Completion;

/// <summary>A shell that can complete words.</summary>
/// <param name="Name">Its name on the command line.</param>
internal abstract record Shell(string Name)
{
    /// <summary>All that are known.</summary>
    public static IReadOnlyList<Shell> All { get; } = [new Bash(), new Zsh(), new Fish(), new PowerShell()];

    /// <summary>The script that teaches the shell the words. It holds them all, so that no key press starts the program.</summary>
    public abstract string Script(CompletionWords words);

    /// <summary>A case statement of bash and zsh that prints the words of a name, a line each.</summary>
    protected static string Case(IEnumerable<CompletionWords.Group> groups) => string.Concat(groups.Select(group =>
        $"        {string.Join('|', group.Names.Select(name => $"'{name}'"))}) printf '%s\\n' {string.Join(' ', group.Words.Select(word => $"'{word}'"))} ;;\n"));
}
