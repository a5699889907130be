namespace NtkGan.Plots;

/// <summary>A metric of one experiment with several seeds: at each step its mean over the seeds that have a value there, the least and the greatest.</summary>
/// <param name="Name">The experiment.</param>
/// <param name="Steps">The steps of any of its runs, rising.</param>
/// <param name="Values">The means, then the least, then the greatest values, each as many as there are steps; NaN where no seed has any.</param>
internal sealed record SeedBand(string Name, double[] Steps, double[] Values)
{
    private const double Pale = .22;

    /// <summary>The band of some runs.</summary>
    public static SeedBand Of(string name, IReadOnlyList<(double[] Steps, double[] Values)> runs)
    {
        var at = new SortedDictionary<double, List<double>>();
        foreach (var (steps, values) in runs)
        {
            for (var i = 0; i < steps.Length; i++)
            {
                if (!at.TryGetValue(steps[i], out var here)) at[steps[i]] = here = [];
                if (double.IsFinite(values[i])) here.Add(values[i]);
            }
        }

        double[] Each(Func<List<double>, double> of) => [.. at.Values.Select(here => here.Count == 0 ? double.NaN : of(here))];
        return new(name, [.. at.Keys], [.. Each(here => here.Average()), .. Each(here => here.Min()), .. Each(here => here.Max())]);
    }

    /// <summary>What draws the band, where it has a width, and the mean.</summary>
    /// <param name="panel">Where.</param>
    /// <param name="across">The horizontal axis.</param>
    /// <param name="style">Its colours.</param>
    /// <param name="number">Which curve.</param>
    /// <returns><see cref="Values"/>, and what draws them as they are on the vertical axis.</returns>
    public (double[] Values, Action<double[]> Add) On(Panel panel, StepAxis across, PlotStyle style, int number)
    {
        return (Values, Draw);

        void Draw(double[] values)
        {
            var x = across.Shown(Steps);
            double[] mean = values[..x.Length], low = values[x.Length..(2 * x.Length)], high = values[(2 * x.Length)..];
            if (!low.AsSpan().SequenceEqual(high)) panel.AddBand(x, low, high, style.Curve(number).WithAlpha(Pale));
            panel.AddCurve(x, mean, style.Line(number));
        }
    }
}
