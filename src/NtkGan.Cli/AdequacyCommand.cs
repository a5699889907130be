using System.CommandLine;
using System.Globalization;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>The command <c>adequacy</c>: finite discriminators beside their limit.</summary>
internal static class AdequacyCommand
{
    private static readonly int[] UsualWidths = [64, 128, 256, 512];
    private const int UsualSeeds = 12;

    public static Command Make(Terminal terminal)
    {
        var view = SharedOptions.OneOf("view", "1d: curves for several widths, and how the error falls with the width. 2d: the landscapes of one width and of the limit.", ["1d", "2d"]);
        var what = SharedOptions.Words("what", "Presets, experiment files and key=value settings on top of the preset adequacy-1d or adequacy-2d; the training is of a network.", ArgumentArity.ZeroOrMore);
        var widths = SharedOptions.WholeNumbers("--widths", $"Widths, with 1d; {string.Join(',', UsualWidths)} if not given.", 1);
        var seeds = SharedOptions.WholeNumber("--seeds", $"Networks of each width over which the error is averaged, with 1d; 0 for the picture alone; {UsualSeeds} if not given.", 0);
        var output = SharedOptions.Picture("adequacy-VIEW");
        var (figure, seed, estimate, force, threads, quiet, json) = (SharedOptions.Figure(), SharedOptions.Seed(), SharedOptions.Estimate(), SharedOptions.Force(), SharedOptions.Threads(), SharedOptions.Quiet(), SharedOptions.Json());
        var command = new Command("adequacy", "Compares finite discriminators with the infinitely wide one that the theory is about.") { view, what, widths, seeds, output, figure, seed, estimate, force, threads, quiet, json };
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            var chosen = parsed.GetRequiredValue(view);
            IEnumerable<string> own = parsed.GetValue(seed) is { } number ? [string.Create(CultureInfo.InvariantCulture, $"seed={number}")] : [];
            var composition = Composition.Of([$"adequacy-{chosen}", .. parsed.GetValue(what) ?? [], .. own, .. SharedOptions.FigureSettings(parsed.GetValue(figure))]);
            if (composition.Experiment is not ParticleFlowExperiment experiment)
                throw new UsageException($"Adequacy needs the data, kernel, loss and training of a particle_flow, not of a {Catalog.NameOf(composition.Experiment.GetType())}.");
            var path = parsed.GetValue(output) ?? $"adequacy-{chosen}";
            SharedOptions.RefuseToReplace(parsed.GetValue(force), [.. SharedOptions.PicturesAt(path), $"{path}.npz"]);
            var adequacy = new Adequacy(experiment);
            var isLine = chosen == "1d";
            if (!isLine && (parsed.GetValue(widths) is { Length: > 0 } || parsed.GetValue(seeds) is not null)) throw new UsageException("--widths and --seeds belong to 1d; the width of 2d is kernel.architecture.width=N.");
            int[] sizes = parsed.GetValue(widths) is { Length: > 0 } given ? [.. given.Distinct()] : UsualWidths;
            var shown = parsed.GetValue(quiet) ? null : terminal;
            var count = isLine ? parsed.GetValue(seeds) ?? UsualSeeds : 0;
            IReadOnlyList<int?> networks = isLine ? [.. sizes] : [null];
            if (parsed.GetValue(estimate))
            {
                SharedOptions.Tell(terminal, CostEstimate.OfSeconds((TimeOf(adequacy, networks, ofFew: true) * (1 + count)).TotalSeconds).Fitting(path, "take narrower networks, or fewer."), parsed.GetValue(json));
                return;
            }

            Announce(shown, adequacy, networks, 1 + count);
            var picture = isLine ? AdequacyPicture.OnLine(adequacy, sizes, experiment.Seed, "Finite discriminators and their limit") : AdequacyPicture.InPlane(adequacy, experiment.Seed, "A finite discriminator and its limit");
            var errors = count > 0 ? Errors(shown, adequacy, sizes, count) : [];
            picture.With(errors).Save(path, experiment);
            foreach (var note in adequacy.Notes) terminal.Error(note);
            Report(terminal, path, errors, parsed.GetValue(json));
        });
        return command;
    }

    /// <summary>Says what the networks will take, from a few measured steps of one of each width, if that is over a minute.</summary>
    /// <param name="terminal">Where it is said; nowhere if null.</param>
    /// <param name="adequacy">The networks.</param>
    /// <param name="widths">Their widths.</param>
    /// <param name="networks">How many of each.</param>
    /// <param name="time">The clock; the system's if not given.</param>
    internal static void Announce(Terminal? terminal, Adequacy adequacy, IReadOnlyList<int?> widths, int networks, TimeProvider? time = null)
    {
        if (terminal is null) return;
        new Estimate(terminal, noun: networks * widths.Count == 1 ? "network and its limit" : "networks").Say(TimeOf(adequacy, widths, time) * networks, (long)networks * widths.Count);
    }

    // Of one network of each width.
    private static TimeSpan TimeOf(Adequacy adequacy, IReadOnlyList<int?> widths, TimeProvider? time = null, bool ofFew = false) =>
        widths.Aggregate(TimeSpan.Zero, (sum, width) => sum + adequacy.Estimate(width, time, ofFew));

    private static List<WidthError> Errors(Terminal? terminal, Adequacy adequacy, int[] widths, int seeds)
    {
        var (line, work) = (AdequacyPicture.Line, new CountedWork(terminal, (long)widths.Length * seeds, noun: null));
        List<WidthError> errors = [.. widths.Select(width => adequacy.Error(width, seeds, line, work))];
        work.Finish();
        return errors;
    }

    private static void Report(Terminal terminal, string path, List<WidthError> errors, bool asJson)
    {
        var slope = errors.Count > 1 ? Adequacy.Slope(errors) : ((double Slope, double? StandardError)?)null;
        if (asJson)
        {
            terminal.Json(new AdequacyReport(SharedOptions.PicturesAt(path), $"{path}.npz", errors, slope?.Slope, slope?.StandardError, slope is null ? null : Adequacy.Law), CommandJson.Indented.AdequacyReport);
            return;
        }

        var table = new List<string[]> { new[] { "picture", string.Join(", ", SharedOptions.PicturesAt(path)) }, new[] { "numbers", $"{path}.npz" } };
        table.AddRange(errors.Select(error => new[] { string.Create(CultureInfo.InvariantCulture, $"width {error.Width}"), $"root mean square error of c(f) {terminal.Number(error.Value)}{Spread(terminal, error.RelativeStandardError * error.Value)}" }));
        if (slope is { } found)
            table.Add(["slope", string.Create(CultureInfo.InvariantCulture, $"error ~ width^{terminal.Number(found.Slope)}{Spread(terminal, found.StandardError)}; the law of large widths is width^{Adequacy.Law}")]);
        terminal.Table(table);
    }

    private static string Spread(Terminal terminal, double? standardError) => standardError is { } spread ? $" \u00b1 {terminal.Number(spread)}" : "";
}
