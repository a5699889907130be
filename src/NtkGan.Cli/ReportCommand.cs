using System.CommandLine;
using System.Globalization;
using NtkGan.Experiments.Reports;

namespace NtkGan.Cli;

/// <summary>The command <c>report</c>: runs as one page to read.</summary>
internal static class ReportCommand
{
    public static Command Make(Terminal terminal)
    {
        var where = new Argument<string[]>("runs") { Description = "Run folders, or folders of them, such as that of a comparison.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--out", "-o") { Description = $"The file; {Report.UsualName} in the folder if one is named, and here if several are." };
        var (force, json) = (SharedOptions.Force(), SharedOptions.Json());
        var command = new Command("report", "Makes one HTML file of runs, finished or not: verdict, curves, pictures, settings, and how to repeat them.") { where, output, force, json };
        command.SetAction(parsed =>
        {
            var folders = parsed.GetRequiredValue(where);
            var path = parsed.GetValue(output) ?? (folders.Length == 1 ? Path.Combine(folders[0], Report.UsualName) : Report.UsualName);
            SharedOptions.RefuseToReplace(parsed.GetValue(force), path);
            var count = Report.Write(path, folders);
            var size = new FileInfo(path).Length;
            if (parsed.GetValue(json)) terminal.Json(new WrittenReport(path, count, size), CommandJson.Indented.WrittenReport);
            else terminal.Table([["report", path], ["runs", count.ToString(CultureInfo.InvariantCulture)], ["size", string.Create(CultureInfo.InvariantCulture, $"{size / 1e6:F1} MB")]]);
        });
        return command;
    }
}
