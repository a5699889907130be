using System.CommandLine;
using System.Globalization;
using NtkGan.Cli.Completion;
using NtkGan.Experiments;
using NtkGan.Experiments.Reproductions;

namespace NtkGan.Cli;

/// <summary>The command <c>reproduce</c>: the papers' figures and tables, ours beside theirs.</summary>
internal static class ReproduceCommand
{
    private const string All = "all";

    public static Command Make(Terminal terminal, string[] args, CancellationToken cancellation)
    {
        var id = new Argument<string>("id") { Description = $"A figure of `ntkgan list figures`, or {All}: every one that fits into a night." };
        CompletionWords.Offer(id, () => PublishedFigure.All.Select(figure => figure.Id).Append(All));
        var quick = new Option<bool>("--quick") { Description = "Few steps and seeds: about a minute or less for each figure, into a folder of its own." };
        var output = new Option<string>("--out", "-o") { Description = $"The folder of all figures, each in a folder of its own, and of the page {ReproductionPage.UsualName}; what is done in it is kept, and what was interrupted goes on.", DefaultValueFactory = _ => "reproduced" };
        var pageFile = new Option<string>("--page") { Description = $"Where to write the page, with a small picture of each figure in a folder of its name beside it; {ReproductionPage.UsualName} in the folder of all figures if not given." };
        var (threads, quiet, json) = (SharedOptions.Threads(), SharedOptions.Quiet(), SharedOptions.Json());
        var command = new Command("reproduce", "Makes the papers' figures and tables again, and prints our numbers beside theirs.") { id, quick, output, pageFile, threads, quiet, json };
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            var (name, isQuick, folder) = (parsed.GetRequiredValue(id), parsed.GetValue(quick), parsed.GetRequiredValue(output));
            var page = parsed.GetValue(pageFile) ?? Path.Combine(folder, isQuick ? $"quick-{ReproductionPage.UsualName}" : ReproductionPage.UsualName);
            ReproductionPage.EnsureIsPage(page);
            var lines = new Lines(terminal, parsed.GetValue(quiet));
            var watch = new ReproductionWatch(lines.Of, lines.Of, terminal.Error, args);
            using var held = Interruption.Hold();
            var (reproduced, code) = name == All ? Night(terminal, folder, isQuick, watch, cancellation) : ([ReproducedFigure.Carry(PublishedFigure.Find(name), folder, isQuick, watch, cancellation)], 0);
            lines.Finish();
            ReproductionPage.Write(page, [.. PublishedFigure.All.Select(figure => reproduced.FirstOrDefault(one => one.Id == figure.Id) ?? ReproducedFigure.Read(ReproducedFigure.FolderOf(folder, figure, isQuick))
                ?? (figure.Way is MissingReproduction missing ? ReproducedFigure.Of(figure, isQuick, missing.Reason) : null)).OfType<ReproducedFigure>()], $"ntkgan reproduce {All}{(isQuick ? " --quick" : "")}", folder);
            if (parsed.GetValue(json)) terminal.Json(reproduced, CommandJson.Indented.IReadOnlyListReproducedFigure);
            else Show(terminal, reproduced, page);
            if (!cancellation.IsCancellationRequested) return code;
            terminal.Error("Interrupted; the same command goes on.");
            return Application.Interrupted;
        });
        return command;
    }

    private static (IReadOnlyList<ReproducedFigure> Reproduced, int Code) Night(Terminal terminal, string folder, bool isQuick, ReproductionWatch watch, CancellationToken cancellation)
    {
        var (reproduced, code) = (new List<ReproducedFigure>(), 0);
        foreach (var figure in PublishedFigure.All.Where(figure => figure.Way.FitsIntoANight))
        {
            if (cancellation.IsCancellationRequested) break;
            try
            {
                reproduced.Add(ReproducedFigure.Carry(figure, folder, isQuick, watch, cancellation));
            }
            catch (Exception failure) when (failure is UsageException or InvalidDataFormatException or NumericalException)
            {
                // One whose data are not here must not end the night; what else went wrong shows in the exit code too.
                terminal.Error($"{figure.Id}: {failure.Message}");
                reproduced.Add(ReproducedFigure.Of(figure, isQuick, failure.Message));
                code = Math.Max(code, failure is NumericalException ? Application.NumericalFailure : failure is InvalidDataFormatException ? Application.BadData : 0);
            }
        }

        return (reproduced, code);
    }

    /// <summary>Lines of progress, one at a time.</summary>
    private sealed class Lines(Terminal terminal, bool isQuiet)
    {
        private Action _finish = () => { };

        public IProgress<ComparisonProgress>? Of(Comparison comparison)
        {
            Finish();
            if (isQuiet) return null;
            var watch = new ComparisonWatch(terminal, comparison);
            _finish = watch.Finish;
            return watch;
        }

        public IProgress<int>? Of(long parts, string noun)
        {
            Finish();
            var work = new CountedWork(isQuiet ? null : terminal, parts, noun);
            _finish = work.Finish;
            return work;
        }

        public void Finish() => _finish();
    }

    private static void Show(Terminal terminal, IReadOnlyList<ReproducedFigure> reproduced, string page) => terminal.Table(
    [
        ["figure", "number", "ours", "theirs", "", "from"],
        .. reproduced.SelectMany(figure => figure.Numbers.Count == 0 ? [new[] { figure.Id, figure.IsDone ? "a picture" : $"not had: {figure.Reason}", "", "", "", "" }]
            : figure.Numbers.Select(number => new[] { figure.Id, number.What, number.Ours is { } ours ? terminal.Number(ours) : "-", number.Theirs, number.Verdict, number.From })),
        ["page", page, string.Create(CultureInfo.InvariantCulture, $"{reproduced.Sum(figure => figure.Seconds):F1} s"), "", "", ""],
    ]);
}
