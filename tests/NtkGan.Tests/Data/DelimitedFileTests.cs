using System.Globalization;
using System.Text;
using CsCheck;
using NtkGan.Data.Files;
using NtkGan.Numerics;
using NumSharp;

namespace NtkGan.Tests.Data;

public sealed class DelimitedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private DelimitedTable Read(string text) => DelimitedFile.Read(_folder.Write("table.csv", text));

    private static readonly Gen<Matrix> Matrices =
        from rows in Gen.Int[1, 6]
        from columns in Gen.Int[1, 5]
        from values in Gen.Double.Where(double.IsFinite).Array[rows * columns]
        select new Matrix(rows, columns, values);

    [Theory]
    [InlineData("1,2\n3,4\n")]
    [InlineData("1,2\r\n3,4")]
    [InlineData("\uFEFF1 , 2\n\n  \n3,\t4\n")]
    [InlineData("1;2\n3;4\n")]
    [InlineData("1\t2\n3\t4\n")]
    [InlineData("  1   2 \n 3 \t 4\n")]
    [InlineData("# two points\n1 2 # the first\n3 4\n#\n")]
    [InlineData("\"1\",\"2\"\n\"3\",\"4\"\n")]
    [InlineData("1.0e0,+2\n.3e1,400E-2\n")]
    [InlineData("1,0;2\n3;4,00e0\n")]
    public void Reads_what_people_write(string text)
    {
        var table = Read(text);
        Assert.Null(table.Names);
        Assert.Equal((2, 2), (table.Values.Rows, table.Values.Columns));
        Assert.Equal([1.0, 2, 3, 4], table.Values.Values.ToArray());
    }

    [Theory]
    [InlineData("width,height\n1,2\n", "width", "height")]
    [InlineData("\"width (m)\";\"height\"\n1;2\n", "width (m)", "height")]
    [InlineData("# units: m\nwidth height\n1 2\n", "width", "height")]
    public void Reads_a_heading(string text, params string[] names)
    {
        var table = Read(text);
        Assert.Equal(names, table.Names);
        Assert.Equal([1.0, 2], table.Values.Values.ToArray());
    }

    [Theory, InlineData("1.0,2,3\n.5,.5,.5\n"), InlineData("0,1\n.5,.5\n"), InlineData("1,2,3\n4,5,6.5\n"), InlineData("1,2,3\n"), InlineData("3,1,2\n.5,.5,.5\n")]
    public void Whole_numbers_are_a_point_unless_they_count_up_above_others(string text) => Assert.Null(Read(text).Names);

    [Fact]
    public void A_single_number_and_a_single_column_are_tables()
    {
        Close.Relative(Matrix.Column(7), Read("7").Values, Close.Kernel);
        Close.Relative(Matrix.Column(7, 8), Read("x\n7\n8").Values, Close.Kernel);
    }

    [Theory]
    [InlineData("1,2\n3\n", "line 2", "1 field, ", "2")]
    [InlineData("1,2\n3,4,5\n", "line 2", "3 fields", "2")]
    [InlineData("1 2\n\n# x\n3 4 5\n", "line 4", "3 fields")]
    [InlineData("x,y\n1,2,3\n", "line 2", "3 fields")]
    [InlineData("1,2\n3,\n", "line 2", "empty", "field 2")]
    [InlineData("1,x\n", "line 1", "'x'", "field 2")]
    [InlineData("x,y\n1,2\nz,3\n", "line 3", "'z'", "field 1")]
    [InlineData("1;2\n1.5;2,5\n", "line 2", "decimal point", "decimal comma")]
    [InlineData("1;2\n1.234,5;2\n", "line 2", "'1.234,5'")]
    [InlineData("h,w\n164,2,57,4\n", "line 2", "4 fields", "put ; between")]
    [InlineData("2019,2020,2021\n3.9,4.8,6.5\n1.5,2.5,3.5\n", "count up", "# before it")]
    [InlineData("0,1\n.5,1.5\n2.5,3.5\n.25,.75\n", "count up", "# before it")] // what pandas writes above columns without names
    [InlineData("2019,2020\n.5,1.5\n2.5,3.5\n.25,.75\n", "count up", "# before it")]
    [InlineData("1.5,9007199254740993\n", "line 1", "field 2", "more digits")]
    [InlineData("1,2\n-12345678901234567890,4\n", "line 2", "field 1", "more digits")]
    [InlineData("1,2\nNaN,4\n", "line 2", "'NaN'", "not finite")]
    [InlineData("1,2\n3,-Infinity\n", "line 2", "not finite")]
    [InlineData("1,1e999\n", "line 1", "'1e999'", "not finite")]
    [InlineData("1,0x10\n", "line 1", "'0x10'")]
    [InlineData("1,1 000\n", "line 1", "'1 000'")]
    [InlineData("", "no rows")]
    [InlineData("\n\n", "no rows")]
    [InlineData("# nothing\n", "no rows")]
    [InlineData("x,y\n", "no rows")]
    [InlineData("1,\u0000\u0001\n", "line 1", "'??'")]
    public void Refuses_and_names_the_line(string text, params string[] words)
    {
        var path = _folder.Write("table.csv", text);
        Refused.AsBadData(() => DelimitedFile.Read(path), Refused.Allowance, ["table.csv", .. words]);
        Refused.AsBadData(() => PointFile.Read(path), Refused.Allowance, ["table.csv", .. words]);
    }

    [Theory, InlineData("1"), InlineData(" "), InlineData("#"), InlineData("1,"), InlineData("1 ")]
    public void Refuses_a_line_of_a_hundred_megabytes_in_bounded_memory(string content) => Refused.AsBadData(
        () => DelimitedFile.Read(new Repeated(Encoding.ASCII.GetBytes(content), 100_000_000), "endless.csv"), 32 << 20, "endless.csv", "line 1", "4194304");

    [Fact]
    public void A_line_of_many_columns_is_read_across_buffers()
    {
        double[] row = [.. Enumerable.Range(0, 100_000).Select(i => i / 7.0)];
        var line = string.Join(',', row.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
        var table = Read($"{line}\n{line}\n{line}");
        Assert.Equal((3, row.Length), (table.Values.Rows, table.Values.Columns));
        Assert.Equal(row, table.Values.Row(2).ToArray());
    }

    [Theory, InlineData(""), InlineData("de-DE"), InlineData("tr-TR")]
    public void What_is_written_is_read_back_to_the_bit_in_any_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Matrices.Sample(matrix =>
            {
                var path = _folder[$"{Guid.NewGuid()}.csv"];
                var names = matrix.Columns == 2 ? ValueList.Create(["x 1", "é"]) : null;
                DelimitedFile.Write(path, matrix, names);
                var back = DelimitedFile.Read(path);
                Assert.Equal(names, back.Names);
                Assert.Equal(matrix.Values.ToArray().Select(BitConverter.DoubleToInt64Bits), back.Values.Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
            }, iter: 100, threads: 1);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Agrees_with_another_implementation_both_ways()
    {
        var matrix = Matrix.Of(new[,] { { 1, -0.5, 1e-7 }, { 1.0 / 3, 1e20, 0 } });
        DelimitedFile.Write(_folder["ours.csv"], matrix);
        Assert.Equal(matrix.Values.ToArray(), np.loadtxt(_folder["ours.csv"], typeof(double), delimiter: ",").ToArray<double>());
        np.savetxt(_folder["theirs.txt"], np.array(matrix.Values.ToArray()).reshape(2, 3), "%.18e", header: "a heading in a comment");
        Assert.Equal(matrix.Values.ToArray(), PointFile.Read(_folder["theirs.txt"]).Values.ToArray());
    }

    [Theory, InlineData("a,b"), InlineData("1"), InlineData(""), InlineData("a\nb"), InlineData("#a"), InlineData("NaN"), InlineData(" a")]
    public void Refuses_names_that_would_not_read_back(string name)
    {
        Assert.Throws<ArgumentException>(() => DelimitedFile.Write(_folder["names.csv"], Matrix.Column(1), [name]));
        Assert.Throws<ArgumentException>(() => DelimitedFile.Write(_folder["names.csv"], Matrix.Column(1), ["a", "b"]));
        Assert.Empty(_folder.Files);
    }

    /// <summary>A few bytes again and again, of any length and without memory.</summary>
    private sealed class Repeated(byte[] content, long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, length - _position);
            for (var i = 0; i < count; i++) buffer[i] = content[_position++ % content.Length];
            return count;
        }

        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
