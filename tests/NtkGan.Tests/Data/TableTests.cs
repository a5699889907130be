using NtkGan.Data;
using NtkGan.Numerics;

namespace NtkGan.Tests.Data;

/// <summary>Tables of numbers and words: what they become, what is written back, what is refused.</summary>
public sealed class TableTests : IDisposable
{
    private const double UpperSixth = 0.96742156610170; // Phi^-1(5/6)

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File(string text) => _folder.Write("people.csv", text);

    private string Written(Table table, Matrix points)
    {
        table.Write(_folder["back.csv"], points);
        return System.IO.File.ReadAllText(_folder["back.csv"]);
    }

    // Of three rows the places 0, 1, 2 have the normal scores of 1/6, 1/2, 5/6.
    [Fact]
    public void Numbers_become_normal_scores_and_words_a_one_among_zeros_less_the_mean()
    {
        var table = new Table(File("height,city,age\n1.5,Oslo,20\n2,Bergen,40\n1.75,Oslo,30\n"));
        var (low, third) = (-UpperSixth, 1.0 / 3);
        Close.Relative(Matrix.Of(new[,] { { low, -third, third, low }, { -low, 2 * third, -2 * third, -low }, { 0, -third, third, 0 } }), table.All(), Close.Kernel, 1);
        Assert.Equal([new NumericColumn("height", [1.5, 1.75, 2], 2, 0.01), new CategoricalColumn("city", ["Bergen", "Oslo"], [1 / 3.0, 2 / 3.0]), new NumericColumn("age", [20, 30, 40], 0, 1)], table.Schema);
        Assert.Equal(["numbers from 1.5 to 2, 2 decimals", "2 words (Bergen, Oslo)", "whole numbers from 20 to 40"], table.Schema.Select(column => column.Description));
    }

    // A column without ties, one with many and one of words.
    [Theory, InlineData(ColumnScaling.Ranks), InlineData(ColumnScaling.Linear)]
    public void Coordinates_are_centred_within_their_bounds(ColumnScaling scaling)
    {
        const int rows = 200;
        var random = CounterRandom.For(1, "table");
        var values = Enumerable.Range(0, rows).Select(_ => (A: Math.Exp(3 * random.NextNormal()), B: (int)(5 * random.NextUniform()), C: "abc"[(int)(3 * random.NextUniform())])).ToArray();
        var table = new Table(File("a,b,c\n" + string.Join('\n', values.Select(row => FormattableString.Invariant($"{row.A:R},{row.B},{row.C}")))), Scaling: scaling);
        var points = table.All();
        for (var j = 0; j < points.Columns; j++)
        {
            double[] column = [.. Enumerable.Range(0, rows).Select(i => points[i, j])];
            Close.Relative([column.Min(), column.Max()], [table.Lower[j], table.Upper[j]], Close.Kernel, 1);
            if (j > 1 || scaling == ColumnScaling.Linear) Close.Relative(0, column.Average(), Close.Kernel, 1);
        }

        for (var i = 0; i < rows; i++)
        {
            var (below, same) = (values.Count(row => row.B < values[i].B), values.Count(row => row.B == values[i].B));
            if (scaling == ColumnScaling.Ranks) Close.Relative((below + same / 2.0) / rows, ErrorFunction.NormalCdf(points[i, 1]), Close.Kernel);
            if (scaling == ColumnScaling.Ranks) Close.Relative((values.Count(row => row.A < values[i].A) + .5) / rows, ErrorFunction.NormalCdf(points[i, 0]), Close.Kernel);
        }

        if (scaling == ColumnScaling.Linear) Close.Relative(1, Enumerable.Range(0, rows).Average(i => points[i, 0] * points[i, 0]), Close.Kernel, 1);
    }

    // Half the way between two places lies half the way between their numbers; beyond the ends are the ends; a value that stands many times holds its stretch.
    [Fact]
    public void Between_the_numbers_of_a_table_lie_numbers_in_proportion()
    {
        var column = NumericColumn.Of("v", ["1.00", "2.00", "2.00", "2.00", "1000.36"], ColumnScaling.Ranks);
        string At(double place)
        {
            double low = -4, high = 4;
            for (var i = 0; i < 60; i++) (low, high) = ErrorFunction.NormalCdf((low + high) / 2) * 5 - .5 < place ? ((low + high) / 2, high) : (low, (low + high) / 2);
            return column.Decode([low]);
        }

        Assert.Equal(["1", "1.5", "2", "2", "2", "251.59", "501.18", "1000.36"], new[] { -.4, .5, 1, 2.2, 3, 3.25, 3.5, 4.4 }.Select(At));
    }

    [Theory]
    [InlineData("a,b,c\n1.5,x,7\n2,y,9\n0,x,8\n4,z,7\n")]
    [InlineData("a,\"b, or c\"\n3,\"say \"\"hi\"\"\"\n3,\" padded\"\n3,\"semi;colon\"\n")]
    [InlineData("a\n1\n")]
    [InlineData("a\nx\n")]
    [InlineData("zip,income\n02134,48507\n00501,12000\n02134,7\n")]
    [InlineData("a,b\n0.1,1E-20\n1E+300,0.30000000000000004\n-1.7E+308,2\n")]
    [InlineData("a\n-0.05\n0.05\n0\n")]
    public void What_is_read_is_written_back(string text)
    {
        foreach (var scaling in Enum.GetValues<ColumnScaling>())
        {
            var table = new Table(File(text), Scaling: scaling);
            var points = table.All();
            Assert.True(points.IsFinite());
            if (scaling == ColumnScaling.Linear && table.Schema.OfType<NumericColumn>().Any(column => column.Decimals is null)) continue; // to rounding alone
            Assert.Equal(text, Written(table, points));
            Assert.Equal(points.Values.ToArray(), table.AsWritten(points).Values.ToArray());
            Assert.Equal(table.Schema, new Table(_folder["back.csv"], Scaling: scaling).Schema);
        }
    }

    [Fact]
    public void Points_between_rows_become_the_nearest_legal_fields()
    {
        var table = new Table(File("age;city\n20;Oslo\n40;Bergen\n"));
        var points = Matrix.Of(new[,] { { 0, 0.3, 0.2 }, { -3, 0.1, 0.2 }, { 7, 0.5, 0.5 } });
        Assert.Equal("age,city\n30,Bergen\n20,Oslo\n40,Bergen\n", Written(table, points));
        Assert.Equal(table.All().Row(0).ToArray(), table.AsWritten(points).Row(1).ToArray());
        Assert.Throws<NumericalException>(() => table.Write(_folder["back.csv"], Matrix.Of(new[,] { { double.NaN, 0, 0 } })));
        Assert.Throws<ArgumentException>(() => table.Write(_folder["back.csv"], new(1, 2)));
    }

    [Theory]
    [InlineData(2, null, "3.25", "4.5", "12.25")]
    [InlineData(0, null, "3", "4", "12")]
    [InlineData(null, null, "1e-17", "4", "12")]
    [InlineData(2, 0.05, "0.05", "0.10", "0.15", "0.35", "0.40", "0.60", "0.75", "0.80")]
    [InlineData(0, 1000.0, "1000", "5000", "7000", "12000", "31000")]
    [InlineData(0, 1.0, "20", "40")] // two numbers of one difference are no steps
    public void Numbers_written_have_the_digits_and_steps_of_their_column(int? decimals, double? step, params string[] fields)
    {
        var table = new Table(File("v\n" + string.Join('\n', fields) + "\n"));
        var column = Assert.IsType<NumericColumn>(table.Schema[0]);
        Assert.Equal(decimals, column.Decimals);
        if (step is { } wanted) Close.Relative(wanted, column.Step!.Value, Close.Kernel, wanted);
        var points = new Matrix(101, 1);
        for (var i = 0; i < points.Rows; i++) points[i, 0] = (i - 50) / 25.0;
        foreach (var line in Written(table, points).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (decimals is { } most) Assert.True(line.Length - (line.Contains('.') ? line.IndexOf('.') : line.Length - 1) - 1 <= most, line);
            var value = decimal.Parse(line, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);
            if (step is { } multiple) Assert.Equal(0, (value - decimal.Parse(fields[0], System.Globalization.CultureInfo.InvariantCulture)) % (decimal)multiple);
        }
    }

    [Fact]
    public void Missing_values_are_refused_or_filled_on_request()
    {
        var path = File("age,city\n20,Oslo\n,Bergen\n40,?\n60,Bergen\n20,Oslo\nNA,Bergen\n");
        Refused.AsBadData(() => new Table(path).All(), Refused.Allowance, "people.csv", "'age'", "row 2", "impute");
        var table = new Table(path, Missing: MissingValues.Impute);
        Assert.Equal("age,city\n20,Oslo\n35,Bergen\n40,Bergen\n60,Bergen\n20,Oslo\n35,Bergen\n", Written(table, table.All())); // 35 is the mean of 20, 40, 60 and 20
    }

    [Fact]
    public void Columns_are_chosen_and_numbers_taken_as_words()
    {
        var path = File("post,age,name\n7,20,a\n11,40,b\n7,60,c\n");
        var table = new Table(path, ["age", "post"], ["post"]);
        Assert.Equal("age,post\n20,7\n40,11\n60,7\n", Written(table, table.All()));
        Assert.Equal(3, table.Dimension);
        Refused.AsUsage(() => new Table(path, ["ages"]).All(), "'ages'", "age");
        Refused.AsUsage(() => new Table(path, []), "columns");
    }

    [Fact]
    public void Bounds_whose_difference_overflows_are_bounds()
    {
        foreach (var scaling in Enum.GetValues<ColumnScaling>())
        {
            var points = new Table(File("a\n-1.7e308\n1.7e308\n0\n"), Scaling: scaling).All();
            Assert.True(points.IsFinite());
            Close.Relative(0, points[0, 0] + points[1, 0], Close.Kernel, 1);
        }
    }

    [Fact]
    public void A_column_of_equal_numbers_stands_in_the_middle() => Assert.Equal([0.0, 0], new Table(File("a\n3\n3\n")).All().Values.ToArray());

    [Theory]
    [InlineData("h;w\n164,2;57,4\n183,9;84\n", "h,w\n164.2,57.4\n183.9,84\n")] // decimal commas between semicolons
    [InlineData("region,2019,2020\nNorth,3.92,4.82\nSouth,5.1,6.55\n", "region,2019,2020\nNorth,3.92,4.82\nSouth,5.1,6.55\n")]
    [InlineData("2019,2020,2021\n3.929,4.824,6.552\n4.1,3.3,9\n1.5,2.5,3.5\n4.2,4.1,4.4\n", "2019,2020,2021\n3.929,4.824,6.552\n4.1,3.3,9\n1.5,2.5,3.5\n4.2,4.1,4.4\n")]
    [InlineData("\"7\",\"9\"\n3,4\n5,6\n", "7,9\n3,4\n5,6\n")] // R puts words alone in quotes
    [InlineData(",a,b\n0,1.5,x\n1,2.5,y\n", "column_1,a,b\n0,1.5,x\n1,2.5,y\n")] // an index, as pandas writes it
    [InlineData("0,1\nx,y\nz,y\n", "0,1\nx,y\nz,y\n")]
    [InlineData("a,b,\n1,2,\n3,4,\n", "a,b\n1,2\n3,4\n")]
    [InlineData("a,b,\n1,2\n3,4\n", "a,b\n1,2\n3,4\n")]
    [InlineData("0,1\n1,5\n2,7\n", "column_1,column_2\n0,1\n1,5\n2,7\n")]
    [InlineData("5,8\n3,4\n7,9\n", "column_1,column_2\n5,8\n3,4\n7,9\n")]
    [InlineData("1.5,2\n3,4.5\n", "column_1,column_2\n1.5,2\n3,4.5\n")]
    [InlineData("size\nS\nM\nL\nXL\n2XL\n", "size\nS\nM\nL\nXL\n2XL\n")]
    [InlineData("age\n18-25\n26-35\n36-45\n", "age\n18-25\n26-35\n36-45\n")]
    [InlineData("class\n1a\n1b\n2a\n2b\n", "class\n1a\n1b\n2a\n2b\n")]
    [InlineData("id\n12345678901234567890\n12345678901234567891\n", "id\n12345678901234567890\n12345678901234567891\n")]
    public void A_table_is_read_as_it_is_meant(string text, string back)
    {
        var table = new Table(File(text));
        Assert.Equal(back, Written(table, table.All()));
        Assert.Equal(Written(table, table.All()), Written(table.Resolved, table.Resolved.All()));
    }

    [Theory]
    [InlineData("h,w\n\"1,82\",x\n\"1,75\",y\n", "'1,82'", "'h'", "row 1", "decimal comma", "decimal: comma")]
    [InlineData("h;w\n1,82;1.5\n1,75;2.5\n", "'1,82'", "'h'", "decimal comma")] // points elsewhere
    [InlineData("v\n1.5\n2.5\ninf\n", "'inf'", "row 3", "not finite", "words")]
    [InlineData("v\n1.5\n\"1,5\"\n2.5\n", "'1,5'", "row 2", "decimal comma")]
    [InlineData("v\n1.5\n2\n1e999\n", "'1e999'", "row 3", "not finite")]
    [InlineData("v\n1.5\n2.5\nabout 3\n4\n", "'about 3'", "row 3", "no number", "words")]
    [InlineData("v\nunknown\nunknown\n1\n2\nunknown\n", "'unknown'", "row 1", "no number")] // most of its different fields are numbers
    [InlineData("day,v\n2024-01-05,1\n2024-02-06,2\n", "'2024-01-05'", "'day'", "date", "columns")]
    [InlineData("day\n24.12.2025\n1.1.2026\n", "date")]
    [InlineData("day\n\"Jan 5, 2024\"\n\"Feb 6, 2024\"\n", "date")]
    [InlineData("at\n09:30\n17:45\n", "time")]
    [InlineData("w\n5 kg\n6 kg\n7.5 kg\n", "'5 kg'", "unit")]
    [InlineData("w\n$5.00\n$6.50\n", "'$5.00'", "unit")]
    [InlineData("w\n5%\n6%\n12%\n", "'5%'", "unit")]
    [InlineData("w\n1'000\n2'500\n", "thousands")]
    [InlineData("w\n1 000\n2 500\n", "thousands")]
    [InlineData("x y\n1.5 2\n2.5 3\n", "several numbers")]
    [InlineData("v\n1/2\n3/4\n", "'1/2'", "slash")]
    [InlineData("v\n120/80\n131/85\n", "slash", "column of its own")]
    [InlineData("v\n1.5D+03\n2.5D+03\n", "'1.5D+03'", "exponent", "1.5e3")]
    [InlineData("v\n1.5*10^3\n2.5*10^3\n", "exponent")]
    [InlineData("v\n1.5 x 10^-3\n2.5 x 10^3\n", "exponent")]
    [InlineData("v\n1.5\u00d710\u207b\u00b3\n2.5\u00b710\u2074\n", "exponent")]
    [InlineData("v\n5.1\u00b10.1\n5.3\u00b1.2\n", "uncertainty")]
    [InlineData("v\n5.1 +/- 0.1\n5.3 +- 0.2\n", "uncertainty")]
    [InlineData("v\n5.1(2)\n5.3(1)\n", "uncertainty")]
    [InlineData("v\n\u0661\u0662\n\u0661\u0663\n", "other digits")]
    [InlineData("v\n\uff11\uff12\n\uff13\n", "other digits")]
    [InlineData("v\n\u22125\n\u22126.5\n7\n", "'\u22125'", "other digits or signs")]
    [InlineData("my table\na;b\n1;2\n", "line 2", "first line")]
    [InlineData("2019,2020\n310,415\n90,400\n", "line 1 (2019, 2020)", "heading")]
    [InlineData("0,1,2\n5,1,3\n0,4,2\n", "line 1 (0, 1, 2)", "heading")]
    [InlineData("5,7\n1.5,2.5\n3.5,4.5\n6.5,1.5\n", "whole numbers", "heading")]
    [InlineData("id,7\n3,4\n5,6\n", "heading")]
    [InlineData("yes,no\nno,no\nyes,yes\nno,no\n", "line 1 (yes, no)", "rows below", "heading")]
    [InlineData("a,b\n1,2,\n3,4,\n", "line 2", "3 fields", "Remove the ','")]
    [InlineData("h,w\n164,2,57,4\n", "line 2", "4 fields", "decimal commas")]
    public void What_is_nearly_something_else_is_refused_with_the_way_out(string text, params string[] words)
    {
        var path = File(text);
        Refused.AsBadData(() => new Table(path).All(), Refused.Allowance, ["people.csv", .. words]);
    }

    [Fact]
    public void The_ways_out_lead_out()
    {
        Assert.Equal("h,w\n1.82,5\n1.75,6\n", Back(new(File("h,w\n\"1,82\",5\n\"1,75\",6\n"), Decimal: DecimalSign.Comma)));
        Assert.Equal("day\n2024-01-05\n2024-02-06\n", Back(new(File("day\n2024-01-05\n2024-02-06\n"), Words: ["day"])));
        Assert.Equal("column_1,column_2\n2024-01-05,x\n2024-02-06,y\n", Back(new(File("2024-01-05,x\n2024-02-06,y\n"), Words: ["column_1"]))); // dates are no names of dates
        Assert.Equal("2019,2020\n310,415\n", Back(new(File("2019,2020\n310,415\n"), Heading: true)));
        Assert.Equal("column_1,column_2\n2019,2020\n310,415\n", Back(new(File("2019,2020\n310,415\n"), Heading: false)));
        Refused.AsBadData(() => new Table(File("h;w\n1.234;5,5\n1.500;6,5\n"), Decimal: DecimalSign.Comma).All(), Refused.Allowance, "'1.234'", "thousands");

        string Back(Table table) => Written(table, table.All());
    }

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
