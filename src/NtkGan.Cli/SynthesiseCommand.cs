using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NtkGan.Experiments;
using NtkGan.Numerics;
using NtkGan.Tables;

namespace NtkGan.Cli;

/// <summary>The command <c>synthesise</c>: new rows like those of a table, and a report on what they are worth.</summary>
internal static class SynthesiseCommand
{
    public static Command Make(Terminal terminal, CancellationToken cancellation)
    {
        var path = new Argument<string>("table") { Description = "A CSV file, UTF-8." };
        var output = new Option<string?>("--out", "-o") { Description = "The new CSV file; TABLE-new.csv if not given." };
        var rows = SharedOptions.WholeNumber("--rows", "How many rows; as many as the table has if not given.", 1);
        var report = new Option<string?>("--report") { Description = "Where to write the report, as JSON if it ends in .json; beside the new file, NEW.csv.report.txt, if not given." };
        var noReport = new Option<bool>("--no-report") { Description = "Make the rows alone, in a fraction of the time: nothing is said about what they are worth." };
        var ratio = new Option<double>("--copy-ratio") { Description = "How far from the real rows: the median distance to the nearest one, over that of unseen real rows.", DefaultValueFactory = _ => .8 };
        var classColumn = new Option<string?>("--class") { Description = "The column of categories whose classes are fitted each by itself; found out if not given, 'none' for no such column." };
        var drop = Several("--drop", "A column to leave out.");
        var category = Several("--category", "A column that holds categories, whatever it looks like.");
        var constraint = Several("--constraint", "What every row obeys: 'age >= 18', 'start <= end', 'net + tax = gross' or 'a + b + c = 100'.");
        var lambda = new Option<double?>("--lambda") { Description = "Let candidates descend the objective of GA-NTK first, lambda times the second largest eigenvalue being this (40, say)." };
        var privacy = new Option<double?>("--privacy") { Description = "Differential privacy with this epsilon: every column that is kept needs a --range." };
        var delta = new Option<double>("--delta") { Description = "The delta of --privacy.", DefaultValueFactory = _ => 1e-6 };
        var range = Several("--range", "What is public about a column, for --privacy: age=0:120, dose=0.0:2.5 (digits as written), team=red|blue.");
        var (seed, estimate, threads, force, quiet, json) = (SharedOptions.WholeNumber<ulong>("--seed", "The seed of all random numbers; 1 if not given, secret with --privacy.", 0), SharedOptions.Estimate(), SharedOptions.Threads(), SharedOptions.Force(), SharedOptions.Quiet(), SharedOptions.Json());
        var command = new Command("synthesise", "Makes new rows like those of a small table, and says what they are worth.")
            { path, output, rows, report, noReport, ratio, classColumn, drop, category, constraint, lambda, privacy, delta, range, seed, estimate, threads, force, quiet, json };
        command.Aliases.Add("synthesize");
        command.SetAction(parsed =>
        {
            using var limit = SharedOptions.Limit(parsed.GetValue(threads));
            using var cancelled = Workers.Cancel(cancellation);
            var source = parsed.GetRequiredValue(path);
            var target = parsed.GetValue(output) ?? Path.Combine(Path.GetDirectoryName(source) ?? "", Path.GetFileNameWithoutExtension(source) + "-new.csv");
            if (Directory.Exists(target) || Path.EndsInDirectorySeparator(target)) throw new UsageException($"--out must name a file, and '{target}' is a folder.");
            if (File.Exists(source) && Path.GetFullPath(source) == Path.GetFullPath(target)) throw new UsageException($"'{target}' is the table itself: name another file with --out.");
            var judged = parsed.GetValue(noReport) ? null : parsed.GetValue(report) ?? target + ".report.txt";
            if (judged is not null && (Path.GetFullPath(judged) == Path.GetFullPath(target) || Path.GetFullPath(judged) == Path.GetFullPath(source))) throw new UsageException("--report must name a file of its own.");
            SharedOptions.RefuseToReplace(parsed.GetValue(force), judged is null ? [target] : [target, judged]);
            foreach (var file in new[] { target, judged })
                Refuse(file is not null && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))), $"There is no folder for '{file}': make it, or name another place.");
            var budget = parsed.GetValue(privacy) is { } epsilon ? new Privacy(epsilon, parsed.GetValue(delta)) : null;
            ValueList<PublicColumn> ranges = ValueList.From((parsed.GetValue(range) ?? []).Select(PublicColumn.Parse));
            Refuse(budget is not null && ranges.Count == 0, "--privacy needs what is public about the columns: a --range for each that is kept, such as --range age=0:120.");
            Refuse(budget is null && ranges.Count > 0, "--range is for --privacy: without it ranges are found in the table.");
            foreach (var other in new Option[] { drop, category, lambda, ratio })
                Refuse(budget is not null && parsed.GetResult(other) is { Implicit: false }, $"{other.Name} does not go with --privacy: it would look into the rows beside the budget.");
            var table = budget is null ? RowTable.Read(source, parsed.GetValue(drop), parsed.GetValue(category)) : RowTable.Read(source, ranges);
            var secret = budget is null ? 1 : BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
            var synthesizer = new TableSynthesizer
            {
                CopyRatio = parsed.GetValue(ratio),
                Class = parsed.GetValue(classColumn) is var name && name == "none" ? "" : name,
                Constraints = ValueList.From((parsed.GetValue(constraint) ?? []).Select(TableConstraint.Parse)),
                Lambda = parsed.GetValue(lambda),
                Seed = parsed.GetValue(seed) ?? secret,
            };
            if (parsed.GetValue(estimate))
            {
                // The report fits a synthesiser to the parts of each division as well.
                var fits = 1 + (judged is null || budget is not null ? 0 : TableReport.DivisionsOf(table.Rows));
                Action part = budget is null ? () => synthesizer.Fit(table) : () => synthesizer.Private(table, budget, parsed.GetValue(rows) ?? table.Rows);
                SharedOptions.Tell(terminal, CostEstimate.OfParts(part, fits, (double)new FileInfo(source).Length * (parsed.GetValue(rows) ?? table.Rows) / Math.Max(1, table.Rows)).Fitting(target, "take fewer rows."), parsed.GetValue(json));
                return;
            }

            var isQuiet = parsed.GetValue(quiet);
            if (!isQuiet)
                foreach (var line in TableWords.Columns(table, synthesizer.ClassName(table))) terminal.ErrorOutput.WriteLine(line);
            var work = new CountedWork(isQuiet ? null : terminal, budget is null ? TableSynthesizer.Parts * (1 + (judged is null ? 0 : TableReport.DivisionsOf(table.Rows))) : 1, "fits");
            var scores = judged is null ? null : TableReport.Of(synthesizer, table, budget, work.Done);
            var count = parsed.GetValue(rows) ?? table.Rows;
            var fitted = budget is null ? synthesizer.Fit(table, work.Done) : null;
            var made = fitted?.Sample(count) ?? synthesizer.Private(table, budget!, count);
            work.Finish();
            var lines = TableWords.Report(source, table, synthesizer, fitted, scores).ToList();
            made.Write(target);
            var result = new SynthesisedTable(target, judged, count, fitted?.Settings, scores, scores?.Verdict);
            var text = Path.GetExtension(judged) == ".json" ? JsonSerializer.Serialize(result, CommandJson.Indented.SynthesisedTable) : string.Join('\n', lines);
            if (judged is not null) Data.Files.AtomicFile.Write(judged, stream => stream.Write(Encoding.UTF8.GetBytes(text + "\n")));
            if (parsed.GetValue(json)) terminal.Json(result, CommandJson.Indented.SynthesisedTable);
            else Say(terminal, target, judged, count, scores);
        });
        return command;
    }

    private static void Say(Terminal terminal, string target, string? judged, int count, TableReport? scores)
    {
        if (scores is not null)
        {
            terminal.Table([["", "these rows", "Gaussian copula", "bootstrap"], .. scores.Numbers.Select(row => new[] { row.Meaning, row.Ours, row.Copula, row.Bootstrap })]);
            foreach (var sentence in scores.Verdict) terminal.Output.WriteLine(PrintableText.Line(sentence));
        }

        terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} rows in {target}{(judged is null ? "" : $", report in {judged}")}"));
    }

    private static void Refuse(bool isWrong, string message)
    {
        if (isWrong) throw new UsageException(message);
    }

    private static Option<string[]> Several(string name, string description) => new(name) { Description = $"{description} May be given several times." };
}
