using System.Text;
using CsCheck;
using NtkGan.Data.Files;
using NtkGan.Numerics;
using NumSharp;

namespace NtkGan.Tests.Data;

/// <summary>NumPy's files against an independent implementation of the format, and against bytes written by hand.</summary>
public sealed class NumpyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A file of the given header text and content, of any format version.</summary>
    internal static byte[] File(string header, ReadOnlySpan<byte> content, byte version = 1)
    {
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)header.Length) : BitConverter.GetBytes(header.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. Encoding.Latin1.GetBytes(header), .. content];
    }

    internal static byte[] Doubles(params double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private NumpyArray Read(byte[] bytes) => NumpyFile.Read(_folder.Write("array.npy", bytes));

    private static readonly Gen<NumpyArray> Arrays =
        from shape in Gen.Int[0, 5].Array[0, 4]
        from values in Gen.Double.Array[shape.Aggregate(1, (product, length) => product * length)]
        select new NumpyArray(ValueList.From(shape), values);

    [Fact]
    public void What_is_written_is_read_back_to_the_bit() => Arrays.Sample(array =>
    {
        var path = _folder[$"{Guid.NewGuid()}.npy"];
        NumpyFile.Write(path, array);
        var back = NumpyFile.Read(path);
        Assert.Equal(array.Shape, back.Shape);
        Assert.Equal(array.Values.ToArray().Select(BitConverter.DoubleToInt64Bits), back.Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(0, (int)(new FileInfo(path).Length - 8 * back.Values.Length) % 64);
    }, iter: 200);

    [Fact]
    public void An_array_larger_than_the_buffers_survives()
    {
        var matrix = new Matrix(10_007, 13);
        CounterRandom.For(1, "data").FillNormal(matrix.Values);
        NumpyFile.Write(_folder["large.npy"], NumpyArray.Of(matrix));
        Assert.Equal(matrix.Values, PointFile.Read(_folder["large.npy"]).Values);
    }

    [Fact]
    public void Others_read_what_we_write()
    {
        var matrix = Matrix.Of(new[,] { { 1, -0.1, 1e-300 }, { Math.PI, 1e300, -2 } });
        NumpyFile.Write(_folder["ours.npy"], NumpyArray.Of(matrix));
        var theirs = np.load_npy(_folder["ours.npy"]);
        Assert.Equal("2,3", string.Join(',', theirs.shape));
        Assert.Equal(matrix.Values.ToArray(), theirs.ToArray<double>());

        NumpyFile.Write(_folder["ours.npy"], NumpyArray.Of([1.5, 2.5, 3.5]));
        Assert.Equal("3", string.Join(',', np.load_npy(_folder["ours.npy"]).shape));
        NumpyFile.Write(_folder["ours.npy"], NumpyArray.Of(7.25));
        Assert.Equal([7.25], np.load_npy(_folder["ours.npy"]).ToArray<double>());
        Assert.Empty(np.load_npy(_folder["ours.npy"]).shape);

        NumpyArchive.Write(_folder["ours.npz"], new Dictionary<string, NumpyArray> { ["x"] = NumpyArray.Of(matrix), ["step"] = NumpyArray.Of(12) });
        var archive = np.load_npz(_folder["ours.npz"]);
        Assert.Equal(matrix.Values.ToArray(), archive["x"].ToArray<double>());
        Assert.Equal([12.0], archive["step"].ToArray<double>());
    }

    [Fact]
    public void We_read_what_others_write()
    {
        void Check<T>(double[] expected, params T[] values) where T : unmanaged
        {
            np.save(_folder["theirs.npy"], np.array(values).reshape(3, 2));
            var array = NumpyFile.Read(_folder["theirs.npy"]);
            Assert.Equal([3, 2], array.Shape);
            Assert.Equal(expected, array.Values.ToArray());
        }

        double[] six = [0, 1, 2, 3, 100, 127];
        Check(six, 0d, 1, 2, 3, 100, 127);
        Check(six, 0f, 1, 2, 3, 100, 127);
        Check<int>(six, 0, 1, 2, 3, 100, 127);
        Check<long>(six, 0, 1, 2, 3, 100, 127);
        Check<short>(six, 0, 1, 2, 3, 100, 127);
        Check<byte>(six, 0, 1, 2, 3, 100, 127);
        Check<uint>(six, 0, 1, 2, 3, 100, 127);
        Check([1, 0, 0, 1, 1, 0], true, false, false, true, true, false);

        var (x, y) = (np.array(new[] { 1.5, -2, 3, 4, 5, 6 }).reshape(2, 3), np.array(new[] { 7L, 8 }));
        foreach (var compressed in new[] { false, true })
        {
            var arrays = new Dictionary<string, NDArray> { ["x"] = x, ["labels"] = y };
            if (compressed) np.savez_compressed(_folder["theirs.npz"], arrays);
            else np.savez(_folder["theirs.npz"], arrays);
            Assert.Equal(["labels", "x"], NumpyArchive.Names(_folder["theirs.npz"]).Order());
            Assert.Equal([1.5, -2, 3, 4, 5, 6], PointFile.Read(_folder["theirs.npz"], "x").Values.ToArray());
            Assert.Equal([7.0, 8], NumpyArchive.Read(_folder["theirs.npz"])["labels"].Values.ToArray());
        }
    }

    [Theory]
    [InlineData("<f8", "000000000000F83F", 1.5), InlineData(">f8", "3FF8000000000000", 1.5), InlineData("f8", "000000000000F83F", 1.5)]
    [InlineData("<f4", "0000C03F", 1.5), InlineData(">f4", "3FC00000", 1.5), InlineData("<f2", "003E", 1.5), InlineData(">f2", "3E00", 1.5)]
    [InlineData("|i1", "FE", -2), InlineData("|u1", "FE", 254), InlineData("|b1", "01", 1), InlineData("|b1", "02", 1), InlineData("|b1", "00", 0)]
    [InlineData("<i2", "FEFF", -2), InlineData(">i2", "FFFE", -2), InlineData("<u2", "FEFF", 65534), InlineData(">u2", "FFFE", 65534)]
    [InlineData("<i4", "FEFFFFFF", -2), InlineData(">i4", "FFFFFFFE", -2), InlineData("<u4", "FEFFFFFF", 4294967294), InlineData("=u4", "FEFFFFFF", 4294967294)]
    [InlineData("<i8", "FEFFFFFFFFFFFFFF", -2), InlineData(">i8", "FFFFFFFFFFFFFFFE", -2), InlineData("<u8", "FFFFFFFFFFFF1F00", 9007199254740991)]
    public void Every_type_of_numbers_is_read(string type, string bytes, double expected)
    {
        var array = Read(File($"{{'descr': '{type}', 'fortran_order': False, 'shape': (), }}\n", Convert.FromHexString(bytes)));
        Assert.Empty(array.Shape);
        Assert.Equal([expected], array.Values.ToArray());
        Assert.Equal((1, 1), (array.ToPoints().Rows, array.ToPoints().Columns));
    }

    [Theory, InlineData((byte)1), InlineData((byte)2), InlineData((byte)3)]
    public void Every_version_and_way_to_write_the_header_is_read(byte version)
    {
        foreach (var header in new[]
        {
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }    \n",
            "{\"shape\":(1,2),\"fortran_order\":False,\"descr\":\"<f8\"}",
            "{ 'shape' : ( 1L , 2L , ) , 'descr' : '<f8' ,\n 'fortran_order' : False } ",
        })
        {
            var array = Read(File(header, Doubles(3, 4), version));
            Assert.Equal([1, 2], array.Shape);
            Assert.Equal([3.0, 4], array.Values.ToArray());
        }
    }

    [Fact]
    public void Fortran_order_is_turned_round()
    {
        // Item (i, j, k) holds 100 i + 10 j + k; in the file the first axis runs fastest.
        int[] shape = [2, 3, 4];
        var (stored, expected) = (new List<double>(), new List<double>());
        for (var k = 0; k < 4; k++)
            for (var j = 0; j < 3; j++)
                for (var i = 0; i < 2; i++) stored.Add(100 * i + 10 * j + k);
        for (var i = 0; i < 2; i++)
            for (var j = 0; j < 3; j++)
                for (var k = 0; k < 4; k++) expected.Add(100 * i + 10 * j + k);
        var array = Read(File($"{{'descr': '<f8', 'fortran_order': True, 'shape': ({string.Join(", ", shape)}), }}", Doubles([.. stored])));
        Assert.Equal(expected, array.Values.ToArray());
        var points = array.ToPoints();
        Assert.Equal((2, 12), (points.Rows, points.Columns));
        Assert.Equal(expected, points.Values.ToArray());
        Assert.Equal([1.0, 2], Read(File("{'descr': '<f8', 'fortran_order': True, 'shape': (2,), }", Doubles(1, 2))).Values.ToArray());
    }

    [Fact]
    public void One_axis_makes_points_on_a_line()
    {
        NumpyFile.Write(_folder["line.npy"], NumpyArray.Of([1.0, 2, 3]));
        Close.Relative(Matrix.Column(1, 2, 3), PointFile.Read(_folder["line.npy"]), Close.Kernel);
    }

    [Fact]
    public void Equal_arrays_make_equal_archives()
    {
        var (first, second) = (new Dictionary<string, NumpyArray>(), new Dictionary<string, NumpyArray>());
        foreach (var name in new[] { "b", "a", "c" }) first[name] = NumpyArray.Of([1.0, 2]);
        foreach (var name in new[] { "c", "b", "a" }) second[name] = NumpyArray.Of([1.0, 2]);
        NumpyArchive.Write(_folder["first.npz"], first);
        Thread.Sleep(2100); // zip files count time in steps of two seconds
        NumpyArchive.Write(_folder["second.npz"], second);
        Assert.Equal(System.IO.File.ReadAllBytes(_folder["first.npz"]), System.IO.File.ReadAllBytes(_folder["second.npz"]));
        Assert.Equal(["a", "b", "c"], NumpyArchive.Names(_folder["first.npz"]));
    }

    [Fact]
    public void An_array_must_fill_its_shape()
    {
        Assert.Throws<ArgumentException>(() => new NumpyArray([2, 2], new double[3]));
        Assert.Throws<ArgumentException>(() => new NumpyArray([-1, -3], new double[3]));
    }
}
