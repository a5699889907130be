using System.CommandLine;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>The command <c>vector-field</c>: how one fake is drawn to one target, from everywhere.</summary>
internal static class VectorFieldCommand
{
    public static Command Make(Terminal terminal)
    {
        var what = SharedOptions.Words("what", "Presets, experiment files and key=value settings, as for run: kernel, loss and training count.", ArgumentArity.ZeroOrMore);
        var grid = SharedOptions.WholeNumber("--grid", "Points of the grid along each axis.", 2, 15);
        var dimension = SharedOptions.WholeNumber("--dimension", "The dimension of the points; the grid fills the first two coordinates.", 2, 2);
        var output = SharedOptions.Picture("vector-field-NAME");
        var (figure, estimate, force) = (SharedOptions.Figure(), SharedOptions.Estimate(), SharedOptions.Force());
        var (threads, quiet, json) = (SharedOptions.Threads(), SharedOptions.Quiet(), SharedOptions.Json());
        var command = new Command("vector-field", "Draws how a single fake moves under a discriminator that tells it from the target (1, 0).") { what, grid, dimension, output, figure, estimate, force, threads, quiet, json };
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            var composition = Composition.Of([.. parsed.GetValue(what) ?? [], .. SharedOptions.FigureSettings(parsed.GetValue(figure))]);
            if (composition.Experiment is not ParticleFlowExperiment experiment)
                throw new UsageException($"A vector field needs the kernel, loss and training of a particle_flow, not of a {Catalog.NameOf(composition.Experiment.GetType())}.");
            var path = parsed.GetValue(output) ?? $"vector-field-{composition.Name}";
            if (parsed.GetValue(estimate))
            {
                // A field of 2 x 2 points has as many trainings.
                double parts = (double)parsed.GetValue(grid) * parsed.GetValue(grid), numbers = 2 * parts * parsed.GetValue(dimension);
                SharedOptions.Tell(terminal, CostEstimate.OfParts(() => VectorField.Of(experiment, 2, 2, parsed.GetValue(dimension)), parts / 4, sizeof(double) * numbers).Fitting(path, "take fewer points."), parsed.GetValue(json));
                return;
            }

            SharedOptions.RefuseToReplace(parsed.GetValue(force), [.. SharedOptions.PicturesAt(path), $"{path}.npz"]);
            var points = parsed.GetValue(grid);
            var work = new CountedWork(parsed.GetValue(quiet) ? null : terminal, (long)points * points, "trainings of a discriminator");
            var field = VectorField.Of(experiment, points, points, parsed.GetValue(dimension), work);
            work.Finish();
            field.Save(path, experiment);
            if (parsed.GetValue(json)) terminal.Json(new PictureReport(SharedOptions.PicturesAt(path), $"{path}.npz"), CommandJson.Indented.PictureReport);
            else terminal.Table([["picture", string.Join(", ", SharedOptions.PicturesAt(path))], ["numbers", $"{path}.npz"]]);
        });
        return command;
    }
}
