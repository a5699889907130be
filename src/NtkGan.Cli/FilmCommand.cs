using System.CommandLine;
using System.Globalization;
using NtkGan.Experiments;

namespace NtkGan.Cli;

/// <summary>The command <c>film</c>: the pictures of a run in motion.</summary>
internal static class FilmCommand
{
    private const int UsualDelay = 25;

    public static Command Make(Terminal terminal)
    {
        var where = new Argument<string>("folder") { Description = "The run folder." };
        var output = new Option<string?>("--out", "-o") { Description = "Where to write .gif and .apng; film in the run folder if not given." };
        var delay = SharedOptions.WholeNumber("--delay", "How long a picture is shown, in hundredths of a second.", 1, UsualDelay);
        var (force, json) = (SharedOptions.Force(), SharedOptions.Json());
        var command = new Command("film", "Makes an animation of the pictures that a run has drawn of its steps.") { where, output, delay, force, json };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(where);
            var stem = parsed.GetValue(output) ?? Path.Combine(folder, "film");
            if (Path.GetExtension(stem) is ".gif" or ".apng") stem = Path.ChangeExtension(stem, null);
            SharedOptions.RefuseToReplace(parsed.GetValue(force), Film.PathsOf(stem));
            var (paths, count) = Film.Save(folder, stem, parsed.GetValue(delay));
            if (parsed.GetValue(json)) terminal.Json(new FilmReport(paths, count), CommandJson.Indented.FilmReport);
            else terminal.Table([["film", string.Join(", ", paths)], ["pictures", count.ToString(CultureInfo.InvariantCulture)]]);
        });
        return command;
    }
}
