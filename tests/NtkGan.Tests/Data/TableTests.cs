using NtkGan.Data;
using NtkGan.Numerics;

namespace NtkGan.Tests.Data;

/// <summary>Tables of numbers and words: what they become, what is written back, what is refused.</summary>
public sealed class TableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File(string text) => _folder.Write("people.csv", text);

    [Fact]
    public void Numbers_are_scaled_into_their_bounds_and_words_become_a_one_among_zeros()
    {
        var table = new Table(File("height,city,age\n1.5,Oslo,20\n2,Bergen,40\n1.75,Oslo,30\n"));
        Assert.Equal([0, 0, 1, 0, 1, 1, 0, 1, 0.5, 0, 1, 0.5], table.All().Values.ToArray());
        Assert.Equal([new NumericColumn("height", 1.5, 2, false), new CategoricalColumn("city", ["Bergen", "Oslo"]), new NumericColumn("age", 20, 40, true)], table.Schema);
    }

    [Theory]
    [InlineData("a,b,c\n1.5,x,7\n2,y,9\n0,x,8\n4,z,7\n")]
    [InlineData("a,\"b, or c\"\n3,\"say \"\"hi\"\"\"\n3,\" padded\"\n3,\"semi;colon\"\n")]
    [InlineData("a\n1\n")]
    [InlineData("a\nx\n")]
    public void What_is_read_is_written_back(string text)
    {
        var table = new Table(File(text));
        table.Write(_folder["back.csv"], table.All());
        var back = new Table(_folder["back.csv"]);
        Assert.Equal(table.Schema, back.Schema);
        Assert.Equal(table.All().Values.ToArray(), back.All().Values.ToArray());
        Assert.Equal(text, System.IO.File.ReadAllText(_folder["back.csv"]));
    }

    [Fact]
    public void Points_between_rows_become_the_nearest_legal_fields()
    {
        var table = new Table(File("age;city\n20;Oslo\n40;Bergen\n"));
        table.Write(_folder["back.csv"], Matrix.Of(new[,] { { 0.52, 0.3, 0.2 }, { -3, 0.1, 0.2 }, { 7, 0.5, 0.5 } }));
        Assert.Equal("age,city\n30,Bergen\n20,Oslo\n40,Bergen\n", System.IO.File.ReadAllText(_folder["back.csv"]));
        Assert.Throws<NumericalException>(() => table.Write(_folder["back.csv"], Matrix.Of(new[,] { { double.NaN, 0, 0 } })));
        Assert.Throws<ArgumentException>(() => table.Write(_folder["back.csv"], new(1, 2)));
    }

    [Fact]
    public void Missing_values_are_refused_or_filled_on_request()
    {
        var path = File("age,city\n20,Oslo\n,Bergen\n40,?\n60,Bergen\n20,Oslo\nNA,Bergen\n");
        Refused.AsBadData(() => new Table(path).All(), Refused.Allowance, "people.csv", "'age'", "row 2", "impute");
        var points = new Table(path, Missing: MissingValues.Impute).All();
        Assert.Equal([(35.0 - 20) / 40, 1, 0], points.Row(1).ToArray()); // the mean of 20, 40, 60 and 20
        Assert.Equal([0.5, 1, 0], points.Row(2).ToArray());
    }

    [Fact]
    public void Columns_are_chosen_and_numbers_taken_as_words()
    {
        var path = File("post,age,name\n7,20,a\n11,40,b\n7,60,c\n");
        Assert.Equal([0, 0, 1, 0.5, 1, 0, 1, 0, 1], new Table(path, ["age", "post"], ["post"]).All().Values.ToArray());
        Refused.AsUsage(() => new Table(path, ["ages"]).All(), "'ages'", "age");
        Refused.AsUsage(() => new Table(path, []), "columns");
    }

    [Fact]
    public void Bounds_whose_difference_overflows_are_bounds() =>
        Assert.Equal([0, 1, 0.5], new Table(File("a\n-1.7e308\n1.7e308\n0\n")).All().Values.ToArray());

    [Fact]
    public void A_column_of_equal_numbers_stands_in_the_middle() => Assert.Equal([0.5, 0.5], new Table(File("a\n3\n3\n")).All().Values.ToArray());

    [Theory]
    [InlineData("", "no rows")]
    [InlineData("a,b\n", "no rows")]
    [InlineData("a,b\n1,2\n3\n", "line 3", "1 field,")]
    [InlineData("a,b\n1,\"2\n", "line 2", "quote")]
    [InlineData("a,b\n1,\"2\"x\n", "line 2", "field 2")]
    [InlineData("a,a\n1,2\n", "line 1", "'a'")]
    [InlineData("a,b\n1,\n2,\n", "nothing", "'b'")]
    public void Hostile_tables_are_refused_in_one_sentence(string text, params string[] words)
    {
        var path = File(text);
        Refused.AsBadData(() => new Table(path).All(), Refused.Allowance, ["people.csv", .. words]);
    }

    [Fact]
    public void Other_encodings_and_columns_of_names_are_refused()
    {
        var latin = _folder.Write("latin.csv", [.. "city\n"u8, 0xD8, .. "ystese\n"u8]);
        Refused.AsBadData(() => new Table(latin).All(), Refused.Allowance, "latin.csv", "UTF-8");
        var names = File("name\n" + string.Concat(Enumerable.Range(0, 1001).Select(i => $"n{i}\n")));
        Refused.AsBadData(() => new Table(names).All(), Refused.Allowance, "1001", "'name'");
        Refused.AsUsage(() => new Table(_folder["none.csv"]).All(), "none.csv");
    }
}
