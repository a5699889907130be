using System.CommandLine;
using System.Runtime.CompilerServices;
using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;

namespace NtkGan.Cli.Completion;

/// <summary>What can stand where on the command line.</summary>
/// <param name="Commands">The words of every command, the program's name left out (the root is the empty text).</param>
/// <param name="Choices">What can follow a command: commands with equal choices together.</param>
/// <param name="Values">What can follow <c>key=</c>: keys with equal values together; keys with free values are left out.</param>
internal sealed record CompletionWords(IReadOnlyList<string> Commands, IReadOnlyList<CompletionWords.Group> Choices, IReadOnlyList<CompletionWords.Group> Values)
{
    // The parser has completions of its own, but it lists them all in the help.
    private static readonly ConditionalWeakTable<Argument, Func<IEnumerable<string>>> Offered = [];

    private static readonly Lazy<IReadOnlyDictionary<string, IReadOnlyList<string>>> Settings = new(() => SettingPaths.Of(typeof(Experiment)));

    /// <summary>The words below a root command: its commands, their options, and what their arguments offer.</summary>
    public static CompletionWords Of(Command root)
    {
        var commands = Below(root, "").ToList();
        return new([.. commands.Select(one => one.Path)],
            Grouped(commands.Select(one => (one.Path, ChoicesOf(one.Command, root)))),
            Grouped(Settings.Value.Where(setting => setting.Value.Count > 0).Select(setting => (setting.Key, setting.Value))));
    }

    /// <summary>Lets an argument offer presets and settings.</summary>
    public static void OfferExperiments(Argument argument) =>
        Offer(argument, () => Preset.All.Select(preset => preset.Name).Concat(Settings.Value.Keys.Select(key => $"{key}=")));

    /// <summary>Lets an argument offer words.</summary>
    public static void Offer(Argument argument, Func<IEnumerable<string>> words) => Offered.Add(argument, words);

    private static IEnumerable<(string Path, Command Command)> Below(Command command, string path) =>
        command.Subcommands.SelectMany(child => Below(child, $"{path} {child.Name}".Trim())).Prepend((path, command));

    private static IReadOnlyList<string> ChoicesOf(Command command, Command root) =>
    [
        .. command.Subcommands.Select(child => child.Name),
        .. command.Arguments.SelectMany(argument => Offered.TryGetValue(argument, out var words) ? words() : []),
        .. command.Options.Concat(root.Options.Where(option => option.Recursive)).SelectMany(option => option.Aliases.Append(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal)).Distinct(),
    ];

    private static IReadOnlyList<Group> Grouped(IEnumerable<(string Name, IReadOnlyList<string> Words)> all) =>
        [.. all.GroupBy(one => string.Join(' ', one.Words)).Select(group => new Group([.. group.Select(one => one.Name)], group.First().Words))];

    /// <summary>Names that offer the same words.</summary>
    internal sealed record Group(IReadOnlyList<string> Names, IReadOnlyList<string> Words);
}
