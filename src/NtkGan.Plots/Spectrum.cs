using System.Globalization;

namespace NtkGan.Plots;

/// <summary>Eigenvalues in decreasing order against their rank from 1, both axes logarithmic. A logarithm shows no eigenvalue of zero
/// or below: the legend counts those left out.</summary>
public sealed record Spectrum : Plot<EigenvalueList>
{
    /// <inheritdoc/>
    public override PlotData Sample() => new EigenvalueList("example", [new("k\u207b\u00b2", [.. Enumerable.Range(1, 128).Select(k => 1.0 / k / k)]),
        new("exp(\u2212k/8), one zero", [.. Enumerable.Range(1, 128).Select(k => k == 128 ? 0 : Math.Exp(-k / 8.0))])]);

    /// <inheritdoc/>
    protected override Fit FitOf(EigenvalueList data) => Fit.Special;

    private protected override Figure Draw(EigenvalueList data)
    {
        double[][] logarithms = [.. data.Spectra.Select(s => s.Values.Where(v => v > 0).OrderDescending().Select(Math.Log10).ToArray())];
        string[] names = [.. data.Spectra.Zip(logarithms, (spectrum, shown) => shown.Length == spectrum.Values.Count ? spectrum.Name
            : string.Create(CultureInfo.InvariantCulture, $"{spectrum.Name} ({spectrum.Values.Count - shown.Length} at or below 0 not shown)"))];
        var figure = new Figure(Style, data, Proportion, names);
        var panel = figure.AddRows(1)[0];
        double[] ranks = [.. Enumerable.Range(1, logarithms.Select(l => l.Length).DefaultIfEmpty(1).Max()).Select(rank => Math.Log10(rank))];
        panel.UseDecadesX();
        panel.UseDecadesY();
        panel.SetX(AxisRange.Around(ranks, 0.02), "rank");
        panel.SetY(AxisRange.Around([.. logarithms.SelectMany(l => l)]), "eigenvalue");
        for (var i = 0; i < logarithms.Length; i++)
        {
            var line = Style.Line(i, 0.6f);
            panel.AddCurve(ranks.AsSpan(0, logarithms[i].Length), logarithms[i], line, panel.Dot(line.Color));
            figure.AddLegend(names[i], line, panel.Dot(line.Color));
        }

        if (logarithms.All(l => l.Length == 0)) panel.AddNote("no eigenvalue above 0");
        return figure;
    }
}
