using System.Security.Cryptography;
using System.Text;
using NtkGan.Data.Files;

namespace NtkGan.Experiments.Reports;

/// <summary>Runs in one HTML file that needs nothing else: what was run and how to repeat it, how it ended, settings, curves, pictures, warnings.</summary>
public static class Report
{
    /// <summary>The file in a run's folder.</summary>
    public const string UsualName = "report.html";

    private const int MostRuns = 64;

    /// <summary>Reports runs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="folders">Run folders, or folders of run folders, such as those of a comparison.</param>
    /// <returns>How many runs it reports.</returns>
    /// <exception cref="UsageException">A folder holds no run, or links; there are more than 64 runs; the file cannot be written.</exception>
    public static int Write(string path, IReadOnlyList<string> folders)
    {
        string[] found = [.. folders.SelectMany(RunsIn).DistinctBy(Path.GetFullPath)];
        if (found.Length > MostRuns) throw new UsageException(FormattableString.Invariant($"A report has at most {MostRuns} runs, and these are {found.Length}: name fewer."));
        var areUnique = found.DistinctBy(NameOf).Count() == found.Length;
        var html = Page([.. found.Select(folder => new ReportedRun(folder, areUnique ? NameOf(folder) : folder))]);
        AtomicFile.Write(path, stream => stream.Write(new UTF8Encoding(false).GetBytes(html)));
        return found.Length;
    }

    /// <summary>The page of runs.</summary>
    internal static string Page(IReadOnlyList<ReportedRun> runs)
    {
        var style = $"{Asset("uplot/uPlot.min.css")}\n{Asset("report/report.css")}";
        var script = $"/*\n{Asset("uplot/LICENSE.txt")}*/\n{Asset("uplot/uPlot.iife.min.js")}\n{Asset("report/report.js")}";
        var title = runs.Count == 1 ? $"{runs[0].Name}: report of a run" : FormattableString.Invariant($"Report of {runs.Count} runs");
        var html = new HtmlText().Own("<!doctype html>\n").Open("html", ("lang", "en")).Open("head").Void("meta", ("charset", "utf-8"))
            .Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", $"default-src 'none'; img-src data:; script-src '{Hash(script)}'; style-src '{Hash(style)}'; base-uri 'none'; form-action 'none'"))
            .Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Element("title", title)
            .Open("style").Own(style).Close().Close().Open("body");
        new ReportBody(html, runs).Write();
        html.Open("script", ("type", "application/json"), ("id", "curves")).Own(ReportCurves.Json(runs)).Close(); // its encoder leaves no < in a text
        return html.Open("script").Own(script).Close().Close().Close().ToString();
    }

    private static IEnumerable<string> RunsIn(string folder)
    {
        if (RunFiles.IsRun(folder)) return [folder];
        string[] below = Directory.Exists(folder) ? [.. Directory.GetDirectories(folder).Where(RunFiles.IsRun).Order(StringComparer.Ordinal)] : [];
        return below.Length > 0 ? below : throw new UsageException($"'{folder}' is not the folder of a run, and has none in it: name a folder that `ntkgan run` or `ntkgan compare` made.");
    }

    private static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Asset(string name)
    {
        using var reader = new StreamReader(typeof(Report).Assembly.GetManifestResourceStream($"NtkGan.Assets/{name}")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
