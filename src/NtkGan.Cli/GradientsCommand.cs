using System.CommandLine;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>The command <c>gradients</c>: what draws the same generated points in several games.</summary>
internal static class GradientsCommand
{
    public static Command Make(Terminal terminal, CancellationToken cancellation = default)
    {
        var what = SharedOptions.Words("what", "Presets, experiment files and key=value settings of flows, as for run; a word with commas (relu,rbf) stands for one game with each of its parts.", ArgumentArity.OneOrMore);
        var output = SharedOptions.Picture("gradients");
        var (figure, force, threads, quiet, json) = (SharedOptions.Figure(), SharedOptions.Force(), SharedOptions.Threads(), SharedOptions.Quiet(), SharedOptions.Json());
        var command = new Command("gradients", "Compares how several games draw the same generated points: lengths, angles and a picture.") { what, output, figure, force, threads, quiet, json };
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            var comparison = GradientComparison.Of([.. parsed.GetRequiredValue(what), .. SharedOptions.FigureSettings(parsed.GetValue(figure))]);
            var path = parsed.GetValue(output) ?? "gradients";
            SharedOptions.RefuseToReplace(parsed.GetValue(force), [.. SharedOptions.PicturesAt(path), $"{path}.npz"]);
            var work = new CountedWork(parsed.GetValue(quiet) ? null : terminal, comparison.Count, "trainings of a discriminator");
            var readings = comparison.Read(work, cancellation);
            work.Finish();
            foreach (var note in comparison.Notes) terminal.Error(note);
            var pictures = comparison.Save(path) ? SharedOptions.PicturesAt(path) : [];
            if (parsed.GetValue(json))
            {
                terminal.Json(new GradientReport(readings, pictures, $"{path}.npz"), CommandJson.Indented.GradientReport);
                return;
            }

            terminal.Table([["game", "cost", "mean length", "largest", $"cosine with {readings[0].Name}"],
                .. readings.Select(reading => (string[])[reading.Name, terminal.Number(reading.Cost), terminal.Number(reading.MeanLength), terminal.Number(reading.LargestLength),
                    reading.Cosine is { } cosine ? terminal.Number(cosine) : "none"])]);
            terminal.Table([.. pictures.Count > 0 ? new[] { new[] { "picture", string.Join(", ", pictures) } } : [], ["numbers", $"{path}.npz"]]);
        });
        return command;
    }
}
