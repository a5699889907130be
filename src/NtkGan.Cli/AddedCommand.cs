using System.CommandLine;

namespace NtkGan.Cli;

/// <summary>A command that another program adds to those of this one.</summary>
/// <param name="Make">Makes it.</param>
/// <param name="Examples">Three examples of it and of each command below it, as in <see cref="HelpWithExamples.Examples"/>.</param>
internal sealed record AddedCommand(Func<Terminal, Command> Make, IReadOnlyDictionary<string, IReadOnlyList<(string Line, string Words)>> Examples);
