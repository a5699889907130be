using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using NtkGan.Cli.Completion;
using NtkGan.Experiments;
using NtkGan.Experiments.Configuration;
using NtkGan.Numerics;

namespace NtkGan.Cli;

/// <summary>Options and arguments that several commands have.</summary>
internal static class SharedOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Write the result as JSON." };

    /// <summary>What work will take, in place of the work.</summary>
    public static Option<bool> Estimate() => new("--estimate") { Description = "Say what this will take (pairs, time, memory, disk), from a part that is measured, and end; what does not fit is refused." };

    /// <summary>Prints an estimate.</summary>
    public static void Tell(Terminal terminal, CostEstimate cost, bool asJson)
    {
        if (asJson) terminal.Json(cost, CommandJson.Indented.CostEstimate);
        else
            terminal.Table([
                .. cost.Pairs is { } pairs ? new[] { new[] { "pairs", pairs.ToString("N0", CultureInfo.InvariantCulture) } } : [],
                ["time", $"about {Duration.Words(TimeSpan.FromSeconds(Math.Min(cost.Seconds, 1e11)))}"],
                ["memory", $"about {CostEstimate.Size(cost.MemoryBytes)}{(cost.Processes > 1 ? " in each process" : "")}"],
                ["disk", $"about {CostEstimate.Size(cost.DiskBytes)}"],
                .. cost.Processes > 1 ? new[] { new[] { "processes", cost.Processes.ToString(CultureInfo.InvariantCulture) } } : []]);
    }

    /// <summary>Assemblies whose members every command may name.</summary>
    public static Option<string[]> With() => new("--with") { Description = "A .NET assembly (.dll) of yours whose losses, kernels, data and other members may be named; it runs as part of this program, so name only what you trust. May be given several times.", Recursive = true, HelpName = "my.dll" };

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Show no progress." };

    public static Option<int?> Threads() => WholeNumber("--threads", "Threads to use; results do not depend on it. All processors if not given.", 1);

    public static Option<ulong?> Seed() => WholeNumber<ulong>("--seed", "The seed of all random numbers, the same as seed=N.", 0);

    /// <summary>A whole number that may be left out.</summary>
    public static Option<T?> WholeNumber<T>(string name, string description, T least) where T : struct, IBinaryInteger<T> => new(name)
    {
        Description = description,
        CustomParser = result => Parse(result, result.Tokens[0].Value, least),
    };

    /// <summary>A whole number with a usual value.</summary>
    public static Option<int> WholeNumber(string name, string description, int least, int usual) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => usual,
        CustomParser = result => Parse(result, result.Tokens[0].Value, least) ?? usual,
    };

    /// <summary>Whole numbers between commas or blanks.</summary>
    public static Option<int[]> WholeNumbers(string name, string description, int least) => new(name)
    {
        Description = description,
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',')).Select(word => Parse(result, word, least) ?? least)],
    };

    /// <summary>Where to write a picture and its numbers: a path to which each file adds its ending.</summary>
    public static Option<string?> Picture(string usual) => new("--out", "-o")
    {
        Description = $"Where to write .png, .svg, .pdf and .npz; {usual} if not given.",
        CustomParser = result => Path.GetExtension(result.Tokens[0].Value) is ".png" or ".svg" or ".pdf" or ".npz" ? Path.ChangeExtension(result.Tokens[0].Value, null) : result.Tokens[0].Value,
    };

    /// <summary>How pictures look.</summary>
    public static Option<string?> Figure() => new("--figure")
    {
        Description = "How pictures look, in any order between commas: a width on paper, dpi, the height of letters, light or print; the same as figure.width=8.5cm and so on.",
        HelpName = "8.5cm,300dpi,8pt,print",
    };

    /// <summary>The settings that <see cref="Figure"/> stands for.</summary>
    public static IEnumerable<string> FigureSettings(string? figure) => (figure ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(word => word switch
        {
            _ when word.Contains('=') => $"figure.{word}",
            _ when word.EndsWith("dpi", StringComparison.OrdinalIgnoreCase) => $"figure.dpi={word[..^3].Trim()}",
            _ when word.EndsWith("pt", StringComparison.OrdinalIgnoreCase) => $"figure.font_size={word[..^2].Trim()}",
            _ when char.IsAsciiLetter(word[0]) => $"figure.theme={word}",
            _ => $"figure.width={word}",
        });

    /// <summary>One of a few words.</summary>
    public static Argument<string> OneOf(string name, string description, IReadOnlyList<string> words)
    {
        var argument = new Argument<string>(name) { Description = $"{description} One of: {string.Join(", ", words)}." };
        CompletionWords.Offer(argument, () => words);
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !words.Contains(word)) result.AddError($"There is no {name} '{word}'.{Suggestion.For(word, words)}");
        });
        return argument;
    }

    /// <summary>The files that <see cref="Picture"/> names, the numbers aside.</summary>
    public static IReadOnlyList<string> PicturesAt(string path) => [$"{path}.png", $"{path}.svg", $"{path}.pdf"];

    /// <summary>Words that may be names or key=value; a mistyped option among them is refused as such.</summary>
    /// <param name="name">What they are called in the help.</param>
    /// <param name="description">Their help.</param>
    /// <param name="arity">How many.</param>
    /// <param name="areExperiments">Whether they are presets and settings of an experiment.</param>
    public static Argument<string[]> Words(string name, string description, ArgumentArity arity, bool areExperiments = true)
    {
        var argument = new Argument<string[]>(name) { Description = description, Arity = arity };
        if (areExperiments) CompletionWords.OfferExperiments(argument);
        argument.Validators.Add(result =>
        {
            if (Torn([.. result.Tokens.Select(token => token.Value)]) is { } setting) result.AddError($"A setting has no blanks around '=': write {setting}.");
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-') && !Overrides.IsOverride(token.Value)))
                result.AddError($"There is no option '{token.Value}'.{Suggestion.For(token.Value, (result.Parent as CommandResult)?.Command.Options.Select(option => option.Name) ?? [])}");
        });
        return argument;
    }

    /// <summary>A setting that blanks tore apart, as it should be written; null if there is none.</summary>
    private static string? Torn(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            string? next = i + 1 < words.Count && !Overrides.IsOverride(words[i + 1]) ? words[i + 1] : null, before = i > 0 && !Overrides.IsOverride(words[i - 1]) ? words[i - 1] : null;
            if (words[i].StartsWith('=')) return (before ?? "key") + words[i] + (words[i] == "=" ? next ?? "value" : "");
            if (words[i].EndsWith('=') && next is not null) return words[i] + next;
        }

        return null;
    }

    private static T? Parse<T>(ArgumentResult result, string word, T least) where T : struct, IBinaryInteger<T>
    {
        if (T.TryParse(word, CultureInfo.InvariantCulture, out var number) && number >= least) return number;
        result.AddError($"{(result.Parent as OptionResult)?.Option.Name} must be a whole number of at least {least}, not '{word}'.");
        return null;
    }

    /// <summary>Limits the threads of all work until disposed.</summary>
    public static IDisposable? Limit(int? threads) => threads is { } count ? Workers.Limit(count) : null;

    public static Option<bool> Force() => new("--force") { Description = "Replace earlier files." };

    /// <summary>Refuses to replace files, unless that was asked for.</summary>
    /// <exception cref="UsageException">One of them exists.</exception>
    public static void RefuseToReplace(bool isAskedFor, params IEnumerable<string> paths)
    {
        if (!isAskedFor && paths.FirstOrDefault(File.Exists) is { } path)
            throw new UsageException($"'{path}' exists: name another place with --out, or replace it with --force.");
    }
}
