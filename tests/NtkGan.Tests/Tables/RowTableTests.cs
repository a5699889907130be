using NtkGan.Numerics;
using NtkGan.Tables;

namespace NtkGan.Tests.Tables;

public sealed class RowTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Kinds_of_columns_are_found()
    {
        var table = Read("id,size,count,day,member,team,grade\n", i => FormattableString.Invariant($"{i + 1},{1.5 + i * .25:F2},{i * i},2024-03-{1 + i % 28:D2},{(i % 3 == 0 ? "yes" : "no")},{"xyz"[i % 3]},{1 + i % 4}\n"), 40);
        Assert.Collection(table.Columns,
            column => Assert.Equal(41, Assert.IsType<IdentifierColumn>(column).Next),
            column => Assert.Equal("numbers from 1.50 to 11.25, in steps of 0.25", column.Description),
            column => Assert.Equal("whole numbers from 0 to 1521", column.Description),
            column => Assert.Equal("dates from 2024-03-01 to 2024-03-28", column.Description),
            column => Assert.True(Assert.IsType<WordColumn>(column).IsYesOrNo),
            column => Assert.Equal("3 categories (x, y, z)", column.Description),
            column => Assert.Equal("whole numbers 1, 2, 3, 4", column.Description));
    }

    [Theory]
    [InlineData("name;start;share\n", ';', "d\u00e9j\u00e0;31.12.2023;0,50\n", "vu;01.02.2024;\n")]
    [InlineData("name,start,share\n", ',', "\"a, b\",2023-12-31,NA\n", "c,2024-02-01,0.001\n")]
    [InlineData("name\tstart\tshare\n", '\t', "a\t23:59\t-1\n", "b\t00:00\t7\n")]
    public void What_is_read_is_written_again(string heading, char separator, string first, string second)
    {
        var text = heading + string.Concat(Enumerable.Repeat(first + second, 6));
        File.WriteAllText(_folder["a.csv"], text);
        var table = RowTable.Read(_folder["a.csv"]);
        Assert.Equal(3, table.Columns.Count);
        table.Write(_folder["b.csv"]);
        Assert.Equal(text, File.ReadAllText(_folder["b.csv"]));
        Assert.Contains(separator, text);
    }

    [Fact]
    public void Columns_that_tell_who_a_row_is_are_refused()
    {
        var failure = Assert.Throws<InvalidDataFormatException>(() => Read("mail,size\n", i => FormattableString.Invariant($"{Guid.NewGuid()}@b.org,{i}\n"), 40));
        Assert.Contains("leave it out", failure.Message, StringComparison.Ordinal);
        Assert.Single(RowTable.Read(_folder["a.csv"], ["mail"]).Columns);
        Assert.Throws<UsageException>(() => RowTable.Read(_folder["a.csv"], ["mial"]));
    }

    [Fact]
    public void Days_and_months_that_cannot_be_told_apart_are_refused() =>
        Assert.Contains("2024-12-31", Assert.Throws<InvalidDataFormatException>(() => Read("day,size\n", i => FormattableString.Invariant($"0{1 + i % 9}/0{1 + i % 7}/2024,{i}\n"), 40)).Message, StringComparison.Ordinal);

    [Fact]
    public void Codes_are_counted_on()
    {
        var table = Read("code,size\n", i => FormattableString.Invariant($"P{100 + i:D4},{i % 7}\n"), 30);
        Assert.Equal("P0130", table.With(new Matrix(2, 2)).Fields(0)[0]);
        Assert.Equal("P0131", table.With(new Matrix(2, 2)).Fields(1)[0]);
    }

    private RowTable Read(string heading, Func<int, string> line, int rows)
    {
        File.WriteAllText(_folder["a.csv"], heading + string.Concat(Enumerable.Range(0, rows).Select(line)));
        return RowTable.Read(_folder["a.csv"]);
    }
}
