using System.CommandLine;
using NtkGan.Experiments.Configuration;
using NtkGan.Numerics;

namespace NtkGan.Cli;

/// <summary>Options and arguments that several commands have.</summary>
internal static class SharedOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Write the result as JSON." };

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Show no progress." };

    public static Option<int?> Threads() => new("--threads")
    {
        Description = "Threads to use; results do not depend on it. All processors if not given.",
        Validators = { result => { if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var threads) || threads < 1)) result.AddError($"--threads must be a whole number of at least 1, not '{result.Tokens[0].Value}'."); } },
    };

    /// <summary>Words that may be names or key=value; a mistyped option among them is refused as such.</summary>
    public static Argument<string[]> Words(string name, string description, ArgumentArity arity)
    {
        var argument = new Argument<string[]>(name) { Description = description, Arity = arity };
        argument.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-') && !Overrides.IsOverride(token.Value)))
                result.AddError($"There is no option '{token.Value}'.{Suggestion.For(token.Value, (result.Parent as System.CommandLine.Parsing.CommandResult)?.Command.Options.Select(option => option.Name) ?? [])}");
        });
        return argument;
    }

    /// <summary>Limits the threads of all work until disposed.</summary>
    public static IDisposable? Limit(int? threads) => threads is { } count ? Workers.Limit(count) : null;

    /// <summary>Refuses to replace files, unless that was asked for.</summary>
    /// <exception cref="UsageException">One of them exists.</exception>
    public static void RefuseToReplace(bool isAskedFor, params IEnumerable<string> paths)
    {
        if (!isAskedFor && paths.FirstOrDefault(File.Exists) is { } path)
            throw new UsageException($"'{path}' exists: name another place with --out, or replace it with --force.");
    }
}
