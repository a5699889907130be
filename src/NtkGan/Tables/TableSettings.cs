using NtkGan.Numerics;
using NtkGan.Tables.Judging;

namespace NtkGan.Tables;

/// <summary>The settings of our model of rows, and what they gave on held-out rows.</summary>
/// <param name="Smoothing">h: how far samples move from a real row to the class as a whole, 0 to 1.</param>
/// <param name="Apart">How far, in the distance of a real row to its nearest other one, samples stay from it at least.</param>
/// <param name="CopyRatio">The copy ratio on held-out rows; NaN where it cannot be had.</param>
/// <param name="Energy">The energy distance to held-out rows.</param>
/// <param name="Detection">The area under the curve of the better classifier on held-out rows, at least 1/2.</param>
public sealed record TableSettings(double Smoothing, double Apart, double CopyRatio, double Energy, double Detection)
{
    private const int Folds = 3, MostRows = 400;
    private static readonly double[] Smoothings = [.4, .6, .8, 1], Distances = [.3, .6, .9];

    /// <summary>How many settings are tried, on how many divisions.</summary>
    internal static int Tries => Smoothings.Length * Distances.Length * Folds;

    /// <summary>A model of rows.</summary>
    internal RowModel Model(RowTable rows, int? classColumn, Polishing? polishing) => new SelectedRows(rows, new SmoothedRows(rows, classColumn, Smoothing, polishing), Apart);

    /// <summary>Tries all settings on three divisions into fitted and held-out rows. Of those with the wanted copy ratio it takes the least of e/least e + detection, e the energy distance;
    /// where none has it, the one with the greatest ratio.</summary>
    /// <param name="rows">The rows, at least four.</param>
    /// <param name="classColumn">The column of the class, or null.</param>
    /// <param name="copyRatio">The wanted copy ratio.</param>
    /// <param name="polishing">The descent of candidates, or null.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="progress">Told after each try.</param>
    internal static TableSettings Chosen(RowTable rows, int? classColumn, double copyRatio, Polishing? polishing, ulong seed, Action? progress = null)
    {
        var order = CounterRandom.For(seed, "held out").NextPermutation(rows.Rows);
        int[] used = [.. order.Take(MostRows)];
        List<TableSettings> tried = [];
        foreach (var smoothing in Smoothings)
        {
            foreach (var apart in Distances)
            {
                var scores = new (double Energy, double Ratio, double Linear, double Kernel)[Folds];
                for (var fold = 0; fold < Folds; fold++)
                {
                    Workers.ThrowIfCancelled();
                    RowTable held = rows.Take([.. used.Where((_, k) => k % Folds == fold)]), fitted = rows.Take([.. used.Where((_, k) => k % Folds != fold)]);
                    var made = new TableSettings(smoothing, apart, 0, 0, 0).Model(fitted, classColumn, polishing).Table(fitted, fitted.Rows, CounterRandom.For(seed, "try", (ulong)fold));
                    var space = new JudgedSpace(fitted);
                    Matrix x = space.Of(made), y = space.Of(held);
                    var found = Judging.Detection.Of(y, x, CounterRandom.For(seed, "detection", (ulong)fold));
                    scores[fold] = (new Metrics.EnergyDistance().Measure(new(x, y))[0].Value, Nearness.Of(x, space.Of(fitted), y).CopyRatio, found.Linear, found.Kernel);
                    progress?.Invoke();
                }

                double Mean(Func<(double Energy, double Ratio, double Linear, double Kernel), double> part) => scores.Select(part).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
                var detection = Math.Max(Mean(one => one.Linear), Mean(one => one.Kernel));
                tried.Add(new(smoothing, apart, Mean(one => one.Ratio), Mean(one => one.Energy), double.IsNaN(detection) ? .5 : Math.Max(.5, detection)));
            }
        }

        var far = tried.Where(one => !(one.CopyRatio < copyRatio)).ToList();
        if (far.Count == 0) return tried.MaxBy(one => one.CopyRatio)!;
        var least = Math.Max(far.Min(one => one.Energy), double.Epsilon);
        return far.MinBy(one => one.Energy / least + one.Detection)!;
    }
}
