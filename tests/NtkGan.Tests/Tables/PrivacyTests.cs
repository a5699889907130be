using NtkGan.Numerics;
using NtkGan.Tables;

namespace NtkGan.Tests.Tables;

public sealed class PrivacyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // delta(epsilon) of normal noise by quadrature of its definition, the integral of max(0, p(x) - e^epsilon q(x)).
    [Theory]
    [InlineData(.5, 1e-5)]
    [InlineData(1, 1e-6)]
    [InlineData(8, 1e-6)]
    public void The_noise_has_just_the_stated_delta(double epsilon, double delta)
    {
        var sigma = new Privacy(epsilon, delta).Noise(2) / 2;
        var (sum, step) = (0.0, 1e-4);
        for (var x = -1 - 12 * sigma; x < 12 * sigma + 1; x += step * sigma)
        {
            double Density(double mean) => Math.Exp(-(x - mean) * (x - mean) / (2 * sigma * sigma)) / (Math.Sqrt(2 * Math.PI) * sigma);
            sum += Math.Max(0, Density(1) - Math.Exp(epsilon) * Density(0)) * step * sigma;
        }

        Assert.InRange(sum, .999 * delta, 1.001 * delta); // the quadrature's kink is 1e-4 wide
    }

    [Fact]
    public void Rows_are_a_function_of_the_public_columns_and_the_mean_alone()
    {
        ValueList<PublicColumn> columns = [PublicColumn.Parse("age=0:100"), PublicColumn.Parse("dose=0.0:5.0"), PublicColumn.Parse("team=red|blue|grey")];
        var random = CounterRandom.For(7, "people");
        File.WriteAllLines(_folder["a.csv"], ["name,age,dose,team", .. Enumerable.Range(0, 2000).Select(i => FormattableString.Invariant($"n{i},{(i == 3 ? 700 : Math.Clamp(40 + 10 * random.NextNormal(), 0, 100)):F0},{2 + random.NextUniform():F1},{(i % 4 == 0 ? "red" : i == 5 ? "unknown" : "blue")}"))]);
        var table = RowTable.Read(_folder["a.csv"], columns);
        Assert.Equal(["age", "dose", "team"], table.Columns.Select(column => column.Name));
        Assert.Equal(100, table.Values[3, 0]); // into its range
        var made = new TableSynthesizer { Seed = 11 }.Private(table, new(3), 200);
        Assert.InRange(Enumerable.Range(0, 200).Average(i => made.Values[i, 0]), 34, 46); // the mean 40, of a range of 100
        Assert.InRange(Enumerable.Range(0, 200).Count(i => made.Fields(i)[2] == "red"), 25, 75); // a quarter
        Assert.InRange(Enumerable.Range(0, 200).Count(i => made.Fields(i)[2] == "grey"), 0, 20); // none
        var order = table.Take([.. Enumerable.Range(0, 2000).Reverse()]);
        var again = new TableSynthesizer { Seed = 11 }.Private(order, new(3), 200);
        Assert.InRange(Enumerable.Range(0, 200).Average(i => again.Values[i, 0]), 34, 46);
    }

    [Fact]
    public void New_rows_obey_what_is_public_and_real_rows_are_not_asked()
    {
        ValueList<PublicColumn> columns = [.. new[] { "age=0:100", "first=0:50", "last=0:50", "a=0.00:1.00", "b=0.00:1.00", "both=0.00:2.00" }.Select(PublicColumn.Parse)];
        var random = CounterRandom.For(8, "people");
        string Row(int i)
        {
            var (age, first, a, b) = (random.NextIndex(100), random.NextIndex(30), random.NextUniform(), random.NextUniform());
            return FormattableString.Invariant($"{age},{first},{first + random.NextIndex(15) - (i == 5 ? 20 : 0)},{a:F2},{b:F2},{(i == 6 ? .5 : a + b):F2}");
        }

        File.WriteAllLines(_folder["a.csv"], ["age,first,last,a,b,both", .. Enumerable.Range(0, 1000).Select(Row)]);
        var table = RowTable.Read(_folder["a.csv"], columns);
        var synthesizer = new TableSynthesizer { Seed = 5, Constraints = [.. new[] { "age >= 17.5", "first <= last", "a + b = both" }.Select(TableConstraint.Parse)] };
        var made = synthesizer.Private(table, new(20), 150);
        for (var i = 0; i < 150; i++)
        {
            var row = made.Values.Row(i);
            Assert.InRange(row[0], 18, 100);
            Assert.Equal(Math.Round(row[0]), row[0]);
            Assert.True(row[1] <= row[2]);
            Close.Within(row[3] + row[4], row[5], 1e-9); // two digits each, of numbers below 2
        }

        Assert.True(TableReport.Of(synthesizer, table, new(20)).Ours.Energy < 1);
        Assert.Contains("leaves nothing", Assert.Throws<UsageException>(() => (synthesizer with { Constraints = [TableConstraint.Parse("age >= 100")] }).Private(table, new(20), 5)).Message, StringComparison.Ordinal);
        Assert.Contains("leaves nothing", Assert.Throws<UsageException>(() => (synthesizer with { Constraints = [TableConstraint.Parse("both <= age"), TableConstraint.Parse("age <= -1")] }).Private(table, new(20), 5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Less_budget_is_more_noise_and_worse_rows()
    {
        Assert.True(new Privacy(.1).Noise(1) > 5 * new Privacy(1).Noise(1));
        Assert.Throws<UsageException>(() => new Privacy(0));
        Assert.Throws<UsageException>(() => new Privacy(1, 1));
    }

    [Theory]
    [InlineData("age")]
    [InlineData("age=5:1")]
    [InlineData("age=red")]
    [InlineData("=0:1")]
    [InlineData("team=red|red")]
    public void Other_ranges_are_refused(string text) => Assert.Throws<UsageException>(() => PublicColumn.Parse(text));
}
