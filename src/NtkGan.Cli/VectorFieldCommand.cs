using System.CommandLine;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>The command <c>vector-field</c>: how one fake is drawn to one target, from everywhere.</summary>
internal static class VectorFieldCommand
{
    public static Command Make(Terminal terminal)
    {
        var what = SharedOptions.Words("what", "Presets, experiment files and key=value settings, as for run: kernel, loss and training count; words with commas (relu,rbf ipm,lsgan) make a panel of each combination, in one picture.", ArgumentArity.ZeroOrMore);
        var grid = SharedOptions.WholeNumber("--grid", "Points of the grid along each axis.", 2, 15);
        var dimension = SharedOptions.WholeNumber("--dimension", "The dimension of the points; the grid fills the first two coordinates.", 2, 2);
        var output = SharedOptions.Picture("vector-field-NAME");
        var (figure, estimate, force) = (SharedOptions.Figure(), SharedOptions.Estimate(), SharedOptions.Force());
        var (threads, quiet, json) = (SharedOptions.Threads(), SharedOptions.Quiet(), SharedOptions.Json());
        var command = new Command("vector-field", "Draws how a single fake moves under a discriminator that tells it from the target (1, 0).") { what, grid, dimension, output, figure, estimate, force, threads, quiet, json };
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            var fields = VectorFields.Of([.. parsed.GetValue(what) ?? [], .. SharedOptions.FigureSettings(parsed.GetValue(figure))]);
            var path = parsed.GetValue(output) ?? $"vector-field-{fields.Name}";
            if (parsed.GetValue(estimate))
            {
                SharedOptions.Tell(terminal, fields.Estimate(parsed.GetValue(grid), parsed.GetValue(dimension)).Fitting(path, "take fewer points."), parsed.GetValue(json));
                return;
            }

            SharedOptions.RefuseToReplace(parsed.GetValue(force), [.. SharedOptions.PicturesAt(path), $"{path}.npz"]);
            var points = parsed.GetValue(grid);
            var work = new CountedWork(parsed.GetValue(quiet) ? null : terminal, (long)fields.Count * points * points, "trainings of a discriminator");
            fields.Draw(path, points, parsed.GetValue(dimension), work);
            work.Finish();
            foreach (var note in fields.Notes) terminal.Error(note);
            if (parsed.GetValue(json)) terminal.Json(new PictureReport(SharedOptions.PicturesAt(path), $"{path}.npz"), CommandJson.Indented.PictureReport);
            else terminal.Table([["picture", string.Join(", ", SharedOptions.PicturesAt(path))], ["numbers", $"{path}.npz"]]);
        });
        return command;
    }
}
