using System.Globalization;
using NtkGan.Experiments.Configuration;

namespace NtkGan.Experiments.Reports;

/// <summary>What a report shows: all runs beside each other, then each by itself.</summary>
/// <param name="html">Where it is written.</param>
/// <param name="runs">The runs.</param>
internal sealed class ReportBody(HtmlText html, IReadOnlyList<ReportedRun> runs)
{
    private const int MostFrames = 60, PrintedFrames = 6;

    // Four thirds of it in base64: with the scripts and the tables of a run below 5 MB. Frames take at most so much of it as other pictures leave, these no more than a third.
    private const long PicturesSize = 3_300_000;

    private readonly Dictionary<ReportedRun, List<(string Name, ReportPicture Picture)>> _pictures = runs.ToDictionary(run => run, run => PicturesOf(run, PicturesSize / runs.Count / 3));

    /// <summary>Writes all of it.</summary>
    public void Write()
    {
        html.Open("header").Element("h1", runs.Count == 1 ? runs[0].Name : FormattableString.Invariant($"{runs.Count} runs, side by side"));
        if (runs.Count == 1) Verdict(runs[0]);
        html.Close().Open("main");
        if (runs.Count > 1) Verdicts();
        if (runs.Count == 1) Words(runs[0]);
        Curves();
        Frames();
        foreach (var run in runs) Run(run);
        html.Close().Open("footer").Element("p", $"Made by {RunEnvironment.ProgramVersion}; needs no network. Curves by uPlot (MIT licence, within this file).").Close();
    }

    private void Verdict(ReportedRun run) => html.Element("p", run.Verdict, ("class", run.IsGood switch { true => "verdict good", false => "verdict bad", _ => "verdict open" }));

    private void Verdicts()
    {
        Section("Verdicts");
        string[] names = [.. runs.SelectMany(run => run.Metrics.Columns.Skip(1)).Distinct()];
        IReadOnlyList<string>[] lines = [["run", "verdict", .. names], .. runs.Select(run => (IReadOnlyList<string>)[run.Name, run.Verdict, .. names.Select(name => run.Metrics.Columns.Contains(name) ? Number(Last(run, name)) : "not measured")])];
        if (runs.Count < names.Length) lines = [.. lines[0].Select((_, k) => (IReadOnlyList<string>)[.. lines.Select(line => line[k])])]; // few runs side by side, their metrics below each other
        Table("Verdicts and last metrics", lines[0], lines[1..]);
        html.Close();
    }

    private static double? Last(ReportedRun run, string name) => run.Metrics.Columns.ToList().IndexOf(name) is > 0 and var column && run.Rows.Count > 0 ? run.Rows[^1][column] : null;

    private void Words(ReportedRun run)
    {
        if (runs.Count == 1) Section("What was run");
        if (run.Help.Length > 0) html.Element("p", run.Help);
        if (run.Caption.Length > 0) html.Element("p", $"{char.ToUpperInvariant(run.Caption[0])}{run.Caption[1..]}.");
        if (run.Header.Count > 0)
        {
            html.Open("ul");
            foreach (var line in run.Header) html.Element("li", line);
            html.Close();
        }

        if (run.Environment?.CommandLine is { Count: > 0 } words) html.Element("p", "It was started with:").Open("pre", ("tabindex", "0")).Element("code", ShellWords.Of(words)).Close();
        html.Element("p", "Its folder repeats it, every setting included:").Open("pre", ("tabindex", "0")).Element("code", ShellWords.Of("run", System.IO.Path.Combine(run.Path, RunFiles.Configuration), "--out", $"{System.IO.Path.TrimEndingDirectorySeparator(run.Path)}-again")).Close();
        if (run.Result is null or { Status: RunStatus.Interrupted })
            html.Element("p", "It goes on with:").Open("pre", ("tabindex", "0")).Element("code", ShellWords.Of("resume", run.Path)).Close();
        if (runs.Count == 1) html.Close();
    }

    private void Curves()
    {
        var names = ReportCurves.Names(runs);
        if (names.Count == 0) return;
        Section("Curves");
        html.Element("p", "Against the step. Point at a curve to read its numbers.", ("class", "hint"));
        html.Open("noscript").Element("p", "Curves and the slider need scripts; the numbers stand in the tables below.").Close();
        html.Open("div", ("class", "charts"));
        for (var k = 0; k < names.Count; k++) html.Open("figure", ("class", "chart")).Open("div", ("class", "plot"), ("data-chart", k.ToString(CultureInfo.InvariantCulture)), ("role", "img"), ("aria-label", $"{names[k]} against the step; the numbers stand in the table of metrics")).Close().Element("figcaption", names[k]).Close();
        html.Close().Close();
    }

    private void Frames()
    {
        var shown = runs.Where(run => run.Frames.Count > 0).ToList();
        if (shown.Count == 0) return;
        Section("Frames");
        html.Open("div", ("class", "control"), ("hidden", "")).Element("label", "step", ("for", "step")).Void("input", ("type", "range"), ("id", "step"), ("min", "0"), ("value", "0"))
            .Element("output", "", ("for", "step"), ("id", "shown")).Element("button", "Play", ("type", "button"), ("id", "play")).Close();
        html.Open("div", ("class", "frames"));
        foreach (var run in shown)
        {
            html.Open("div", ("class", "film"));
            if (runs.Count > 1) html.Element("h3", run.Name);
            var frames = Thinned(run, PicturesSize / runs.Count - _pictures[run].Sum(picture => (long)picture.Picture.Content.Length));
            if (frames.Count == 0) html.Element("p", "The pictures cannot be read.");
            var printed = Enumerable.Range(0, PrintedFrames).Select(k => (int)Math.Round(k * (frames.Count - 1) / (PrintedFrames - 1.0))).ToHashSet();
            for (var k = 0; k < frames.Count; k++)
            {
                var (step, picture) = frames[k];
                html.Open("figure", ("class", printed.Contains(k) ? "frame printed" : "frame"), ("data-step", step.ToString(CultureInfo.InvariantCulture)));
                Image(picture, $"{run.Name} at step {step.ToString(CultureInfo.InvariantCulture)}");
                html.Close();
            }

            html.Close();
        }

        html.Close().Close();
    }

    /// <summary>The frames that fit: fewer, evenly, the first and the last among them, until they do.</summary>
    private static List<(long Step, ReportPicture Picture)> Thinned(ReportedRun run, long size)
    {
        var frames = run.Frames.ToList();
        while (frames.Count > MostFrames) frames = Halved(frames);
        var pictures = frames.Select(frame => (frame.Step, Picture: ReportPicture.Read(frame.Path))).Where(frame => frame.Picture is not null).Select(frame => (frame.Step, frame.Picture!)).ToList();
        while (pictures.Count > 1 && pictures.Sum(frame => (long)frame.Item2.Content.Length) > size) pictures = Halved(pictures);
        return pictures;
    }

    private static List<T> Halved<T>(List<T> items) => items.Count <= 2 ? items[^1..] : [.. items.Where((_, index) => (items.Count - 1 - index) % 2 == 0 || index == 0)];

    private void Run(ReportedRun run)
    {
        html.Open("article");
        if (runs.Count > 1)
        {
            html.Element("h2", run.Name);
            Verdict(run);
            Words(run);
        }

        Warnings(run);
        Metrics(run);
        Pictures(run);
        Samples(run);
        Settings(run);
        if (run.Environment is { } environment)
            Table("Environment", ["what", "value"], [["program", environment.Program ?? ""], ["system", environment.System ?? ""], ["runtime", environment.Runtime ?? ""], ["processors", Whole(environment.Processors)], ["threads", Whole(environment.Threads)], ["vector instructions", environment.Simd ?? ""],
                ["seed", environment.Seed.ToString(CultureInfo.InvariantCulture)], ["started (UTC)", environment.Started.ToString("u", CultureInfo.InvariantCulture)], .. run.Result is { } result ? (IReadOnlyList<string>[])[["seconds", Number(result.Seconds)]] : [], .. (environment.Extensions ?? []).Select(extension => (IReadOnlyList<string>)["extension", extension.ToString()])]);
        html.Close();
    }

    private void Warnings(ReportedRun run)
    {
        string[] warnings = [.. run.Warnings.Distinct()];
        if (warnings.Length == 0) return;
        html.Element("h3", "Warnings and notes").Open("ul", ("class", "notes"));
        foreach (var warning in warnings) html.Element("li", warning);
        html.Close();
    }

    private void Metrics(ReportedRun run)
    {
        if (run.Rows.Count == 0 || run.Metrics.Columns.Count < 2) return;
        Table("Metrics", ["metric", "first", "lowest", "highest", "last"], run.Metrics.Columns.Skip(1).Select((name, k) =>
        {
            double[] values = [.. run.Rows.Select(row => row[k + 1]).Where(double.IsFinite)];
            return (IReadOnlyList<string>)(values.Length == 0 ? [name, "unavailable", "", "", ""] : [name, Number(values[0]), Number(values.Min()), Number(values.Max()), Number(values[^1])]);
        }));
    }

    private static List<(string Name, ReportPicture Picture)> PicturesOf(ReportedRun run, long size)
    {
        var fitting = new List<(string, ReportPicture)>();
        foreach (var (name, path) in (IReadOnlyList<(string, string)>)[("nearest real rows", run.NearestPath), .. run.Pictures])
        {
            if (ReportPicture.Read(path) is not { } picture || picture.Content.Length > size) continue;
            fitting.Add((name, picture));
            size -= picture.Content.Length;
        }

        return fitting;
    }

    private void Pictures(ReportedRun run)
    {
        foreach (var (name, picture) in _pictures[run])
        {
            html.Element("h3", $"{char.ToUpperInvariant(name[0])}{name[1..]}").Open("figure", ("class", "picture"));
            Image(picture, $"{run.Name}: {name}");
            html.Close();
        }
    }

    // As they are written.
    private void Samples(ReportedRun run)
    {
        var (made, real) = (run.SampleRows, run.NearestRows);
        if (made.Count == 0) return;
        if (real.Count == made.Count)
        {
            Table("First rows that were made, and the real rows nearest to them", ["row", made[0], $"nearest: {real[0]}", "the same"],
                made.Zip(real).Skip(1).Select((pair, k) => (IReadOnlyList<string>)[Whole(k + 1), pair.First, pair.Second, pair.First == pair.Second ? "yes" : "no"]));
            return;
        }

        html.Element("h3", "First rows that were made").Open("pre", ("tabindex", "0"));
        foreach (var line in made) html.Element("code", line).Own("\n");
        html.Close();
    }

    private void Settings(ReportedRun run)
    {
        if (run.Settings is null) return;
        var origins = run.Environment?.Origins;
        Table("Settings", ["setting", "value", "from"], SettingPaths.Leaves(run.Settings).Select(leaf => (IReadOnlyList<string>)[leaf.Path, leaf.Value is MappingNode ? "" : YamlWriter.Summary(leaf.Value),
            origins is null ? "not recorded" : origins.TryGetValue(leaf.Path, out var origin) ? origin : "default"]));
    }

    private void Image(ReportPicture picture, string words) => html.Void("img", ("src", picture.Address), ("alt", words), ("width", Whole(picture.Width)), ("height", Whole(picture.Height)));

    private void Section(string title) => html.Open("section").Element("h2", title);

    private void Table(string title, IReadOnlyList<string> heading, params IEnumerable<IReadOnlyList<string>> rows)
    {
        html.Open("div", ("class", "wide"), ("tabindex", "0")).Open("table").Element("caption", title).Open("thead").Open("tr");
        foreach (var cell in heading) html.Element("th", cell, ("scope", "col"));
        html.Close().Close().Open("tbody");
        foreach (var row in rows)
        {
            html.Open("tr").Element("th", row[0], ("scope", "row"));
            foreach (var cell in row.Skip(1)) html.Element("td", cell);
            html.Close();
        }

        html.Close().Close().Close();
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(double? number) => number is { } value && double.IsFinite(value) ? value.ToString("G5", CultureInfo.InvariantCulture) : "unavailable";
}
