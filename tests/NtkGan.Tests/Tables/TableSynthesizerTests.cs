using NtkGan.Numerics;
using NtkGan.Tables;
using NtkGan.Tables.Judging;

namespace NtkGan.Tests.Tables;

public sealed class TableSynthesizerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void New_rows_keep_kinds_digits_ranges_classes_and_gaps()
    {
        var table = Flowers(90);
        var fitted = new TableSynthesizer().Fit(table);
        Assert.Equal("species", fitted.Class);
        var made = fitted.Sample(300);
        for (var j = 0; j < 2; j++)
        {
            var column = (NumberColumn)table.Columns[j];
            Assert.All(Enumerable.Range(0, 300).Select(i => made.Values[i, j]).Where(value => !double.IsNaN(value)), value => Assert.Equal(value, column.Settled(value)));
        }

        double Share(RowTable rows, Func<int, bool> holds) => Enumerable.Range(0, rows.Rows).Count(holds) / (double)rows.Rows;
        Assert.Equal(Share(table, i => table.Values[i, 3] == 0), Share(made, i => made.Values[i, 3] == 0), .02); // classes keep their shares, to a row of the smallest set
        Assert.InRange(Share(made, i => double.IsNaN(made.Values[i, 1])), .5 * Share(table, i => double.IsNaN(table.Values[i, 1])), 2 * Share(table, i => double.IsNaN(table.Values[i, 1])));
        Assert.InRange(fitted.Settings.CopyRatio, .8, 5); // wanted of held-out rows
    }

    [Fact]
    public void One_thread_or_two_give_the_same_bits_and_another_set_others()
    {
        var table = Flowers(140);
        RowTable Made(int threads, int set = 0)
        {
            using var limit = Workers.Limit(threads);
            return new TableSynthesizer { Lambda = 40 }.Fit(table).Sample(140, set);
        }

        var one = Made(1);
        Assert.Equal(one.Values, Made(2).Values);
        Assert.NotEqual(one.Values, Made(1, 1).Values);
    }

    [Fact]
    public void A_greater_copy_ratio_leads_farther_from_the_rows()
    {
        var table = Flowers(90);
        var space = new JudgedSpace(table);
        double Distance(double ratio) => NearestNeighbours.Of(space.Of(new TableSynthesizer { CopyRatio = ratio }.Fit(table).Sample(90)), space.Of(table)).Distances.Values.ToArray().Average();
        Assert.True(Distance(.05) < Distance(1.2));
    }

    [Fact]
    public void The_bootstrap_copies_and_the_copula_does_not()
    {
        var table = Flowers(90);
        int[] even = [.. Enumerable.Range(0, 90).Where(i => i / 3 % 3 != 0)], odd = [.. Enumerable.Range(0, 90).Where(i => i / 3 % 3 == 0)];
        var fitted = new TableSynthesizer().Fit(table.Take(even));
        TableScores Of(RowTable made) => TableScores.Of(made, table.Take(even), table.Take(odd), 3, 1);
        var (ours, copula, bootstrap) = (Of(fitted.Sample(60)), Of(fitted.SampleCopula(60)), Of(fitted.SampleBootstrap(60)));
        Assert.Equal(0, bootstrap.CopyRatio);
        Assert.Equal(1, bootstrap.Copies);
        Assert.True(bootstrap.Membership > .7);
        Assert.InRange(copula.CopyRatio, .5, 2);
        Assert.InRange(ours.CopyRatio, .5, 2);
        Assert.InRange(ours.Energy, 0, 1.5 * copula.Energy); // one division of 90 rows: docs/findings.md has the averages
        Assert.True(ours.UseSynthetic > .8);
    }

    [Fact]
    public void A_report_has_a_verdict_in_words()
    {
        var report = TableReport.Of(new(), Flowers(60));
        Assert.Contains(report.Verdict, sentence => sentence.Contains("copy ratio", StringComparison.Ordinal));
        Assert.Contains(report.Verdict, sentence => sentence.StartsWith("Do not augment with this", StringComparison.Ordinal));
        Assert.Contains(report.Verdict, sentence => sentence.Contains("copula", StringComparison.Ordinal));
        var copying = report with { Ours = report.Bootstrap };
        Assert.StartsWith("Do not publish this", copying.Verdict[0], StringComparison.Ordinal);
        var hopeless = report with { Ours = report.Ours with { UseReal = report.Ours.UseChance } };
        Assert.Contains(hopeless.Verdict, sentence => sentence.StartsWith("Not even real rows", StringComparison.Ordinal));
        Assert.Contains(hopeless.Verdict, sentence => sentence.StartsWith("Do not augment", StringComparison.Ordinal));
        var helping = report with { Ours = report.Ours with { UseChance = .2, UseReal = .5, UseBoth = .9 } };
        Assert.DoesNotContain(helping.Verdict, sentence => sentence.StartsWith("Do not augment", StringComparison.Ordinal));
    }

    [Fact]
    public void Few_rows_and_wrong_classes_are_refused()
    {
        Assert.Throws<InvalidDataFormatException>(() => new TableSynthesizer().Fit(Flowers(9)));
        Assert.Throws<UsageException>(() => new TableSynthesizer { Class = "length" }.Fit(Flowers(30)));
        Assert.Throws<UsageException>(() => new TableSynthesizer { Class = "sepcies" }.Fit(Flowers(30)));
        Assert.Throws<UsageException>(() => new TableSynthesizer { CopyRatio = 0 });
    }

    [Theory]
    [InlineData("a,b", "x,y", "u,v", "x,v", "u,y")]
    [InlineData("a", "1", "2", "5", "7")]
    [InlineData("a,b", "3,x", "3,y", "3,x", "3,y")]
    [InlineData("a,b", "NA,1.5", "2,NA", "NA,3.5", "9,0.5")]
    public void Tables_of_words_alone_of_one_column_and_of_constants_are_in_order(string heading, params string[] lines)
    {
        File.WriteAllLines(_folder["a.csv"], [heading, .. Enumerable.Repeat(lines, 8).SelectMany(line => line)]);
        var table = RowTable.Read(_folder["a.csv"]);
        Assert.Equal(25, new TableSynthesizer().Fit(table).Sample(25).Rows);
        Assert.NotEmpty(TableReport.Of(new(), table).Verdict);
    }

    [Fact]
    public void A_choice_has_the_nearer_mean_than_the_first_candidates()
    {
        var (random, kernel) = (CounterRandom.For(1, "choice"), new NtkGan.Kernels.Radial.EnergyKernel());
        Matrix real = new(40, 2), candidates = new(160, 2);
        random.FillNormal(real.Values);
        random.FillNormal(candidates.Values);
        double Distance(int[] rows) => new NtkGan.Metrics.EnergyDistance().Measure(new(candidates.Take(rows), real))[0].Value;
        var chosen = Selection.Of(kernel, real, candidates, 20);
        Assert.Equal(20, chosen.Distinct().Count());
        Assert.True(Distance(chosen) < Distance([.. Enumerable.Range(0, 20)]) / 2);
    }

    private RowTable Flowers(int rows)
    {
        var random = CounterRandom.For(5, "flowers");
        File.WriteAllLines(_folder["a.csv"], ["length,width,open,species", .. Enumerable.Range(0, rows).Select(i =>
        {
            var (kind, size) = (i % 3, random.NextNormal());
            return FormattableString.Invariant($"{4 + kind + .4 * size:F3},{(i % 11 == 5 ? "" : FormattableString.Invariant($"{3 - kind + .3 * size + .2 * random.NextNormal():F3}"))},{(random.NextUniform() < .5 ? "yes" : "no")},{new[] { "aster", "briar", "clover" }[kind]}");
        })]);
        return RowTable.Read(_folder["a.csv"]);
    }
}
