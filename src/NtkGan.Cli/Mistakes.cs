using System.CommandLine;
using System.CommandLine.Parsing;

namespace NtkGan.Cli;

/// <summary>What is wrong with a command line, in one sentence.</summary>
internal static class Mistakes
{
    /// <summary>The first mistake of a command line, for others may follow from it.</summary>
    public static string Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0) return SentenceOf(parsed.Errors[0]);
        var names = command.Subcommands.Where(one => !one.Hidden).Select(one => one.Name).ToList();
        return parsed.UnmatchedTokens switch
        {
            [] => $"{command.Name} needs a command: {string.Join(", ", names)}.",
            [var option, ..] when option.StartsWith('-') => $"There is no option '{option}' before a command.{Suggestion.For(option, command.Options.Select(one => one.Name))}",
            [var word, ..] => $"There is no command '{word}'.{Suggestion.For(word, names)}",
        };
    }

    // The parser's errors say their kind in their text alone; our own checks add theirs as they shall be read.
    private static string SentenceOf(ParseError error)
    {
        bool Begins(string text) => error.Message.StartsWith(text, StringComparison.Ordinal);
        return error.SymbolResult switch
        {
            OptionResult option when Begins("Required argument") => $"{option.Option.Name} needs a value.",
            OptionResult option when Begins("Option") || Begins("Cannot parse") => option.Option.ValueType == typeof(bool)
                ? $"{option.Option.Name} takes no value." : $"{option.Option.Name} takes one value and is given once.",
            ArgumentResult { Argument: var argument, Parent: OptionResult option } when Begins("Cannot parse") => argument.ValueType == typeof(bool)
                ? $"{option.Option.Name} takes no value." : $"{option.Option.Name} cannot be read.",
            ArgumentResult { Argument: var argument, Parent: CommandResult command } when Begins("Required argument") => Missing(command.Command, argument),
            CommandResult command when Begins("Required argument") => Missing(command.Command, command.Command.Arguments[0]),
            CommandResult command when Begins("Unrecognized command or argument") => Unknown(command.Command, error.Message.Split('\'')[1]),
            _ => error.Message,
        };
    }

    private static string Missing(Command command, Argument argument) => $"{command.Name} needs <{argument.Name}>: {argument.Description}";

    private static string Unknown(Command command, string word) => word.StartsWith('-')
        ? $"There is no option '{word}'.{Suggestion.For(word, command.Options.Select(option => option.Name))}"
        : $"{command.Name} does not take '{word}'.";
}
