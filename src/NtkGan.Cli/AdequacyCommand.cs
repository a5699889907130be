using System.CommandLine;
using System.Globalization;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>The command <c>adequacy</c>: finite discriminators beside their limit.</summary>
internal static class AdequacyCommand
{
    private static readonly int[] UsualWidths = [64, 128, 256, 512];

    public static Command Make(Terminal terminal)
    {
        var view = new Argument<string>("view") { Description = "1d: curves for several widths, and how the error falls with the width. 2d: the landscapes of one width and of the limit." };
        view.AcceptOnlyFromAmong("1d", "2d");
        var what = SharedOptions.Words("what", "Presets, experiment files and key=value settings on top of the preset adequacy-1d or adequacy-2d; the training is of a network.", ArgumentArity.ZeroOrMore);
        var widths = SharedOptions.WholeNumbers("--widths", "Widths, with 1d.", 1, UsualWidths);
        var seeds = SharedOptions.WholeNumber("--seeds", "Networks of each width over which the error is averaged, with 1d; 0 for the picture alone.", 0, 12);
        var output = SharedOptions.Picture("adequacy-VIEW");
        var force = SharedOptions.Force();
        var threads = SharedOptions.Threads();
        var command = new Command("adequacy", "Compares finite discriminators with the infinitely wide one that the theory is about.") { view, what, widths, seeds, output, force, threads };
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            var chosen = parsed.GetRequiredValue(view);
            var composition = Composition.Of([$"adequacy-{chosen}", .. parsed.GetValue(what) ?? []]);
            if (composition.Experiment is not ParticleFlowExperiment experiment)
                throw new UsageException($"Adequacy needs the data, kernel, loss and training of a particle_flow, not of a {Catalog.NameOf(composition.Experiment.GetType())}.");
            var path = parsed.GetValue(output) ?? $"adequacy-{chosen}";
            SharedOptions.RefuseToReplace(parsed.GetValue(force), $"{path}.png", $"{path}.svg", $"{path}.npz");
            var adequacy = new Adequacy(experiment);
            var isLine = chosen == "1d";
            int[] sizes = [.. parsed.GetValue(widths)!.Distinct()];
            if (!isLine && (parsed.GetResult(widths) is { Implicit: false } || parsed.GetResult(seeds) is { Implicit: false })) throw new UsageException("--widths and --seeds belong to 1d; the width of 2d is kernel.architecture.width=N.");
            var picture = isLine ? AdequacyPicture.OnLine(adequacy, sizes, experiment.Seed, composition.Name) : AdequacyPicture.InPlane(adequacy, experiment.Seed, composition.Name);
            picture.Save(path);
            terminal.Table([["picture", $"{path}.png, {path}.svg"], ["numbers", $"{path}.npz"], .. isLine && parsed.GetValue(seeds) is > 0 and var count ? Errors(adequacy, sizes, count) : []]);
        });
        return command;
    }

    private static IEnumerable<string[]> Errors(Adequacy adequacy, int[] widths, int seeds)
    {
        var line = AdequacyPicture.Line;
        double[] errors = [.. widths.Select(width => adequacy.Error(width, seeds, line))];
        foreach (var (width, error) in widths.Zip(errors))
            yield return [string.Create(CultureInfo.InvariantCulture, $"width {width}"), string.Create(CultureInfo.InvariantCulture, $"root mean square error of c(f) {error:G4} over {seeds} networks")];
        if (widths.Distinct().Count() > 1)
            yield return ["slope", string.Create(CultureInfo.InvariantCulture, $"error ~ width^{Adequacy.Slope(widths, errors):F2}")];
    }
}
