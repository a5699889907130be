using System.Globalization;
using NtkGan.Numerics;
using NtkGan.Tables;
using NtkGan.Tables.Judging;

namespace NtkGan.Benchmarks;

/// <summary>Our model of rows beside a Gaussian copula and a bootstrap, on tables from files: settings chosen on held-out rows within 3/5 of the rows, scored on the other 2/5. With
/// <c>tries</c> also parts of it alone, none of them chosen by what they score here.</summary>
internal static class TableTries
{
    public static void Run(string[] args)
    {
        var (folder, splits, hasTries) = (args[0], args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5, args.Contains("tries"));
        Console.WriteLine("| table | rows | model | energy | AUC linear | AUC kernel | copy ratio | membership | shapes | pairs | use | s |\n|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var path in Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal))
        {
            var table = RowTable.Read(path);
            var scores = new Dictionary<string, List<(TableScores Scores, double Seconds)>>();
            for (var split = 0; split < splits; split++)
            {
                var order = CounterRandom.For(1, "unseen", (ulong)split).NextPermutation(table.Rows);
                var unseen = table.Take(order.AsSpan(0, table.Rows * 2 / 5));
                var known = table.Take(order.AsSpan(table.Rows * 2 / 5));
                var synthesizer = new TableSynthesizer { Seed = (ulong)split + 1 };
                var watch = System.Diagnostics.Stopwatch.StartNew();
                var fitted = synthesizer.Fit(known);
                Console.Error.WriteLine($"{Path.GetFileName(path)} {split}: {fitted.Settings} {watch.Elapsed.TotalSeconds:F1} s");
                void Add(string name, Func<RowTable> sample)
                {
                    var started = watch.Elapsed.TotalSeconds;
                    var made = sample();
                    var seconds = watch.Elapsed.TotalSeconds - started;
                    var target = synthesizer.ClassOf(known) ?? known.Columns.Count - 1;
                    if (!scores.TryGetValue(name, out var list)) scores[name] = list = [];
                    list.Add((TableScores.Of(made, known, unseen, target, (ulong)split), seconds));
                }

                Add("ours", () => fitted.Sample(known.Rows));
                Add("copula", () => fitted.SampleCopula(known.Rows));
                Add("bootstrap", () => fitted.SampleBootstrap(known.Rows));
                if (!hasTries) continue;
                var place = synthesizer.ClassOf(known);
                foreach (var (name, model) in new (string, RowModel)[]
                {
                    ("copula, chosen", new SelectedRows(known, new GaussianCopula(known, place), .6)),
                    ("smoothed .6", new SmoothedRows(known, place, .6)),
                    ("smoothed 1", new SmoothedRows(known, place, 1)),
                    ("smoothed .6, lambda 5, 10 steps", new SmoothedRows(known, place, .6, new(5, 10))),
                    ("smoothed .6, lambda 15, 10 steps", new SmoothedRows(known, place, .6, new(15, 10))),
                    ("smoothed .6, lambda 40, 3 steps", new SmoothedRows(known, place, .6, new(40, 3))),
                    ("smoothed .6, chosen, any nearness", new SelectedRows(known, new SmoothedRows(known, place, .6), 0)),
                    ("smoothed .6, chosen, apart .6", new SelectedRows(known, new SmoothedRows(known, place, .6), .6)),
                    ("smoothed 1, chosen, apart .6", new SelectedRows(known, new SmoothedRows(known, place, 1), .6)),
                })
                    Add(name, () => model.Table(known, known.Rows, CounterRandom.For((ulong)split, name)));
            }

            foreach (var (name, list) in scores)
            {
                var mean = TableScores.Mean([.. list.Select(one => one.Scores)]);
                string Text(double value, int digits = 3) => double.IsNaN(value) ? "-" : value.ToString(FormattableString.Invariant($"F{digits}"), CultureInfo.InvariantCulture);
                Console.WriteLine($"| {Path.GetFileNameWithoutExtension(path)} | {table.Rows} | {name} | {Text(mean.Energy, 4)} | {Text(mean.DetectionLinear)} | {Text(mean.DetectionKernel)} | {Text(mean.CopyRatio, 2)} | {Text(mean.Membership)} | {Text(mean.Shapes)} | {Text(mean.Pairs)} | {Text(mean.UseReal, 2)} {Text(mean.UseSynthetic, 2)} {Text(mean.UseBoth, 2)} | {Text(list.Average(one => one.Seconds), 2)} |");
            }
        }
    }
}
