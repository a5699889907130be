using NtkGan.Numerics;
using NtkGan.Tables;

namespace NtkGan.Tests.Tables;

public sealed class TableConstraintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("start <= end")]
    [InlineData("net + tax = gross")]
    [InlineData("a + b + c = 100")]
    [InlineData("net >= 1")]
    [InlineData("tax <= 40")]
    public void New_rows_obey(string text)
    {
        var (constraint, table) = (TableConstraint.Parse(text), Table());
        Assert.Equal(text, constraint.ToString());
        var made = new TableSynthesizer { Constraints = [constraint] }.Fit(table).Sample(150);
        Assert.All(Enumerable.Range(0, made.Rows), row => Assert.True(constraint.Holds(made, row), string.Join(',', made.Fields(row))));
        made.Write(_folder["b.csv"]); // what is written obeys too, in its digits
        var again = RowTable.Read(_folder["b.csv"]);
        Assert.All(Enumerable.Range(0, again.Rows), row => Assert.True(constraint.Holds(again, row)));
    }

    [Fact]
    public void Several_hold_together()
    {
        ValueList<TableConstraint> all = [TableConstraint.Parse("start <= end"), TableConstraint.Parse("net + tax = gross"), TableConstraint.Parse("a + b + c = 100")];
        var made = new TableSynthesizer { Constraints = all }.Fit(Table()).Sample(60);
        Assert.All(Enumerable.Range(0, made.Rows), row => Assert.All(all, constraint => Assert.True(constraint.Holds(made, row))));
    }

    [Fact]
    public void Without_the_constraint_some_rows_break_it()
    {
        var made = new TableSynthesizer().Fit(Table()).Sample(150);
        Assert.Contains(Enumerable.Range(0, made.Rows), row => !TableConstraint.Parse("net + tax = gross").Holds(made, row));
    }

    [Theory]
    [InlineData("net")]
    [InlineData("= 3")]
    [InlineData("a = 3")]
    [InlineData("a + = 3")]
    [InlineData("a ! b")]
    public void Other_texts_are_refused(string text) => Assert.Throws<UsageException>(() => TableConstraint.Parse(text));

    [Fact]
    public void A_table_that_breaks_it_is_refused_with_the_row()
    {
        var failure = Assert.Throws<InvalidDataFormatException>(() => new TableSynthesizer { Constraints = [TableConstraint.Parse("end <= start")] }.Fit(Table()));
        Assert.Contains("Row 1 ", failure.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => new TableSynthesizer { Constraints = [TableConstraint.Parse("kind <= start")] }.Fit(Table()));
    }

    private RowTable Table()
    {
        var random = CounterRandom.For(3, "constraints");
        File.WriteAllLines(_folder["a.csv"], ["start,end,net,tax,gross,a,b,c,kind", .. Enumerable.Range(0, 45).Select(i =>
        {
            var (start, net, tax, a, b) = (random.NextIndex(300), 10 + random.NextIndex(900) / 10.0, random.NextIndex(400) / 10.0, random.NextIndex(50), random.NextIndex(50));
            return FormattableString.Invariant($"{new DateTime(2024, 1, 1).AddDays(start):yyyy-MM-dd},{new DateTime(2024, 1, 1).AddDays(start + 1 + random.NextIndex(20)):yyyy-MM-dd},{net:F1},{tax:F1},{net + tax:F1},{a},{b},{100 - a - b},{"uvw"[i % 3]}");
        })]);
        return RowTable.Read(_folder["a.csv"]);
    }
}
