using System.CommandLine;
using NtkGan.Cli.Completion;
using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;
using NtkGan.Experiments.Reproductions;

namespace NtkGan.Cli;

/// <summary>The command <c>list</c>: the families, their members and the presets.</summary>
internal static class ListCommand
{
    private const string Presets = "preset", Figures = "figures";

    public static Command Make(Terminal terminal)
    {
        var family = new Argument<string?>("family") { Description = $"One family, with each member's keys; {Presets}; or {Figures}, those of the papers, for reproduce; all families if not given.", Arity = ArgumentArity.ZeroOrOne };
        CompletionWords.Offer(family, () => Names(null).Append(Figures));
        var json = SharedOptions.Json();
        var command = new Command("list", "Lists everything an experiment file can name.") { family, json };
        command.SetAction(parsed =>
        {
            var (name, asJson) = (parsed.GetValue(family)?.Replace('-', '_'), parsed.GetValue(json));
            if (name == Figures) PaperFigures(terminal, asJson);
            else if (asJson) terminal.Json(Names(name).ToDictionary(one => one, Described), CommandJson.Indented.IReadOnlyDictionaryStringIReadOnlyDictionaryStringString);
            else if (name is null) terminal.Table(Catalog.Families.Keys.Select(one => new[] { one, string.Join(", ", Described(one).Keys) })
                .Concat(Groups.Select(group => new[] { $"{Presets}, {group.Key}", string.Join(", ", group.Select(preset => preset.Name)) })));
            else Details(terminal, Names(name).Single());
        });
        return command;
    }

    private static void PaperFigures(Terminal terminal, bool asJson)
    {
        static string Words(Reproduction way) => way is MissingReproduction missing ? $"{way.What} (cannot be had: {missing.Reason})" : way.FitsIntoANight ? way.What : $"{way.What} (longer than a night)";
        if (asJson) terminal.Json(PublishedFigure.All.GroupBy(figure => Catalog.SnakeCase(figure.Way.Paper.ToString())).ToDictionary(paper => paper.Key, paper => (IReadOnlyDictionary<string, string>)paper.ToDictionary(figure => figure.Id, figure => Words(figure.Way))),
            CommandJson.Indented.IReadOnlyDictionaryStringIReadOnlyDictionaryStringString);
        else terminal.Table(PublishedFigure.All.Select(figure => new[] { figure.Id, Words(figure.Way), ReproductionPage.NameOf(figure.Way.Paper) }));
    }

    private static IEnumerable<IGrouping<string, Preset>> Groups => Preset.All.GroupBy(preset => WordsFor(preset.Group));

    private static string WordsFor(PresetGroup group) => group == PresetGroup.Experiment ? "whole experiment" : $"bundle for the {Catalog.SnakeCase(group.ToString())}";

    private static void Show(Terminal terminal, IGrouping<string, Preset> group)
    {
        terminal.Output.WriteLine($"{char.ToUpperInvariant(group.Key[0])}{group.Key[1..]}:");
        terminal.Table(group.Select(preset => new[] { $"  {preset.Name}", preset.Description }));
        terminal.Output.WriteLine();
    }

    private static IEnumerable<string> Names(string? wanted)
    {
        List<string> all = [.. Catalog.Families.Keys, Presets];
        if (wanted is null) return all;
        return all.Contains(wanted) ? [wanted] : throw new UsageException($"There is no family '{wanted}'.{Suggestion.For(wanted, all.Append(Figures))}");
    }

    /// <summary>The members of a family with their help.</summary>
    private static IReadOnlyDictionary<string, string> Described(string family) => family == Presets
        ? Preset.All.ToDictionary(preset => preset.Name, preset => preset.Description)
        : Catalog.Members(Catalog.Families[family]).ToDictionary(member => member.Name, member => member.Help);

    private static void Details(Terminal terminal, string family)
    {
        if (family == Presets)
        {
            if (terminal.Width is null) terminal.Table(Preset.All.Select(preset => new[] { preset.Name, WordsFor(preset.Group), preset.Description }));
            else foreach (var group in Groups) Show(terminal, group);
            return;
        }

        foreach (var member in Catalog.Members(Catalog.Families[family]))
        {
            terminal.Table([[member.Name, member.Help]]);
            var keys = RecordHelp.KeysOf(member);
            if (keys.Count > 0) terminal.Table(keys.Select(key => new[] { $"  {key.Key}", key.Default, key.Help }));
            terminal.Output.WriteLine();
        }
    }
}
