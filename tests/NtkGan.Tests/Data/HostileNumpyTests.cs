using System.IO.Compression;
using CsCheck;
using NtkGan.Data.Files;

namespace NtkGan.Tests.Data;

/// <summary>NumPy files that lie, break off, or hide code: refused in one sentence, in memory that does not follow their claims.</summary>
public sealed class HostileNumpyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] File(string shape, byte[] content, string type = "<f8") =>
        NumpyFileTests.File($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n", content);

    private static readonly byte[] Whole = File("(2, 3)", NumpyFileTests.Doubles(1, 2, 3, 4, 5, 6));

    public static TheoryData<string, byte[], string> Broken => new()
    {
        { "empty", [], "signature" },
        { "text", "1,2,3\n4,5,6\n"u8.ToArray(), "signature" },
        { "pickle", [0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0], "signature" },
        { "version", [.. Whole[..6], 9, .. Whole[7..]], "version 9" },
        { "no length", Whole[..8], "damaged" },
        { "header cut", Whole[..40], "damaged" },
        { "header of 4 GB", [.. Whole[..6], 2, 0, 255, 255, 255, 255, .. Whole[10..]], "damaged" },
        { "data cut", Whole[..^1], "truncated" },
        { "no data", Whole[..^48], "truncated" },
        { "data left over", [.. Whole, 0], "goes on" },
        { "two arrays", [.. Whole, .. Whole], "goes on" },
        { "huge", File("(100000000,)", new byte[64]), "truncated" },
        { "huge image", File("(1000, 1000, 1000)", new byte[64], "|u1"), "truncated" },
        { "overflow to zero", File("(4294967296, 4294967296)", []), "too large" },
        { "overflow to small", File("(4611686018427387905, 4)", new byte[32]), "too large" },
        { "beyond long", File("(99999999999999999999,)", []), "damaged" },
        { "empty but wide", File("(0, 2000000000, 2000000000)", []), "too large" },
        { "negative", File("(-1, -6)", new byte[48]), "negative" },
        { "shape of text", File("('a', 2)", new byte[48]), "damaged" },
        { "shape of a float", File("(2.0, 3)", new byte[48]), "damaged" },
        { "too many axes", File($"({string.Concat(Enumerable.Repeat("1,", 65))})", new byte[8]), "damaged" },
        { "objects", File("(1,)", new byte[8], "|O"), "pickled" },
        { "objects of 8 bytes", File("(1,)", new byte[8], "|O8"), "pickled" },
        { "complex", File("(1,)", new byte[16], "<c16"), "'<c16'" },
        { "strings", File("(1,)", new byte[20], "<U5"), "'<U5'" },
        { "long double", File("(1,)", new byte[16], "<f16"), "'<f16'" },
        { "structure", NumpyFileTests.File("{'descr': [('x', '<f8'), ('y', '<f8')], 'fortran_order': False, 'shape': (1,), }", new byte[16]), "not numbers" },
        { "call", NumpyFileTests.File("{'descr': __import__('os').getcwd(), 'fortran_order': False, 'shape': (1,), }", new byte[8]), "damaged" },
        { "no shape", NumpyFileTests.File("{'descr': '<f8', 'fortran_order': False, }", new byte[8]), "damaged" },
        { "two shapes", NumpyFileTests.File("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'shape': (1,), }", new byte[8]), "damaged" },
        { "strange key", NumpyFileTests.File("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'more': 1, }", new byte[8]), "damaged" },
        { "strange order", NumpyFileTests.File("{'descr': '<f8', 'fortran_order': 1, 'shape': (1,), }", new byte[8]), "damaged" },
        { "not closed", NumpyFileTests.File("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), ", new byte[8]), "damaged" },
        { "text behind", NumpyFileTests.File("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), } x", new byte[8]), "damaged" },
        { "brackets", NumpyFileTests.File("{'descr': " + new string('[', 60_000), []), "damaged" },
        { "integer of 2^53", File("(1,)", BitConverter.GetBytes(1L << 53), "<i8"), "2^53" },
        { "integer below -2^53", File("(1,)", BitConverter.GetBytes(long.MinValue), "<i8"), "2^53" },
        { "unsigned integer", File("(1,)", BitConverter.GetBytes(ulong.MaxValue), "<u8"), "2^53" },
    };

    [Theory, MemberData(nameof(Broken))]
    public void Broken_arrays_are_refused(string what, byte[] bytes, string word)
    {
        var path = _folder.Write($"{what}.npy", bytes);
        Refused.AsBadData(() => NumpyFile.Read(path), Refused.Allowance, $"'{path}'", word);
        Refused.AsBadData(() => NumpyArchive.Read(Zip("a.npz", CompressionLevel.Optimal, ("x", bytes)), "x"), Refused.Allowance, "a.npz", "'x'", word);
        Refused.AsBadData(() => NumpyArchive.Read(Zip("a.npz", CompressionLevel.NoCompression, ("x", bytes)), "x"), Refused.Allowance, "a.npz", "'x'", word);
    }

    [Fact]
    public void Points_must_be_finite_and_there()
    {
        var path = _folder.Write("p.npy", File("(2, 3)", NumpyFileTests.Doubles(1, 2, 3, 4, double.NaN, 6)));
        Refused.AsBadData(() => PointFile.Read(path), Refused.Allowance, "p.npy", "row 1", "NaN");
        _folder.Write("p.npy", File("(3, 2)", NumpyFileTests.Doubles(1, 2, 3, 4, 5, double.NegativeInfinity)));
        Refused.AsBadData(() => PointFile.Read(path), Refused.Allowance, "p.npy", "row 2", "Infinity");
        _folder.Write("p.npy", File("(0, 2)", []));
        Refused.AsBadData(() => PointFile.Read(path), Refused.Allowance, "p.npy", "no points", "[0, 2]");
        _folder.Write("p.npy", File("(2, 0)", []));
        Refused.AsBadData(() => PointFile.Read(path), Refused.Allowance, "p.npy", "no points");
    }

    [Fact]
    public void Names_of_files_and_arrays_are_answered_helpfully()
    {
        Refused.AsUsage(() => PointFile.Read(_folder["none.npy"]), "no file", "none.npy");
        Refused.AsUsage(() => PointFile.Read(Directory.CreateDirectory(_folder["folder.csv"]).FullName), "is a folder", "folder.csv");
        Refused.AsUsage(() => PointFile.Read(_folder.Write("points.xlsx", "")), ".csv", ".npz");
        Refused.AsUsage(() => PointFile.Read(_folder.Write("w.npy", Whole), "x"), "'x'", ".npz");
        var two = Zip("two.npz", CompressionLevel.Optimal, ("source", Whole), ("target", Whole));
        Refused.AsUsage(() => PointFile.Read(two), "source, target", "two.npz:source");
        Assert.Equal(6, PointFile.Read($"{two}:target").Values.Length);
        Assert.Equal(6, new NtkGan.Data.Points($"{two}:source").All().Values.Length);
        Refused.AsUsage(() => PointFile.Read($"{two}:targt"), "'targt'", "target");
        Refused.AsUsage(() => PointFile.Read($"{two}:"), "no file of points");
        Refused.AsUsage(() => PointFile.Read(_folder["w.npy:x"]), "no file of points");
        Refused.AsUsage(() => PointFile.Read("""C:\none\two.npz"""), "no file", """C:\none\two.npz""");
        Refused.AsUsage(() => PointFile.Read(two, "targt"), "'target'");
        Refused.AsBadData(() => PointFile.Read(Zip("zero.npz", CompressionLevel.Optimal)), Refused.Allowance, "zero.npz", "no arrays");
        Assert.Equal(6, PointFile.Read(Zip("one.npz", CompressionLevel.Optimal, ("x", Whole))).Values.Length);
    }

    [Fact]
    public void Broken_archives_are_refused()
    {
        Refused.AsBadData(() => NumpyArchive.Names(_folder.Write("text.npz", "no zip")), Refused.Allowance, "text.npz");
        Refused.AsBadData(() => NumpyArchive.Names(_folder.Write("empty.npz", "")), Refused.Allowance, "empty.npz");
        var whole = System.IO.File.ReadAllBytes(Zip("whole.npz", CompressionLevel.NoCompression, ("x", Whole)));
        Refused.AsBadData(() => NumpyArchive.Names(_folder.Write("cut.npz", whole[..^30])), Refused.Allowance, "cut.npz");
        Refused.AsBadData(() => NumpyArchive.Names(Zip("twins.npz", CompressionLevel.Optimal, ("x", Whole), ("x", Whole))), Refused.Allowance, "twins.npz", "same name");

        var data = whole.AsSpan().IndexOf(Whole) + Whole.Length - 3;
        whole[data] ^= 1;
        Refused.AsBadData(() => NumpyArchive.Read(_folder.Write("flipped.npz", whole)), Refused.Allowance, "flipped.npz", "checksum");
    }

    [Fact]
    public void Zip_bombs_are_refused_without_inflating_them()
    {
        // 300 MB of zeros in some 300 kB: behind an honest header, behind a small one, and behind a header that asks for more than there is.
        const int size = 300_000_000;
        Refused.AsBadData(() => NumpyArchive.Read(_folder["bomb.npz"] is var path && System.IO.File.Exists(path) ? path : Zeros("bomb.npz", "(37500000,)", size)), Refused.Allowance, "bomb.npz", "zip bomb");
        var small = Zeros("small.npz", "(4,)", 30_000_000);
        Refused.AsBadData(() => NumpyArchive.Read(small), Refused.Allowance, "small.npz", "goes on");
        var large = Zeros("large.npz", "(2000000000,)", 1_000_000);
        Refused.AsBadData(() => NumpyArchive.Read(large), Refused.Allowance, "large.npz", "truncated");
    }

    [Fact]
    public void An_honest_array_that_compresses_well_is_read_whole()
    {
        var array = NumpyArchive.Read(Zeros("honest.npz", "(2000003,)", 8 * 2_000_003), "x");
        Assert.Equal([2_000_003], array.Shape);
        Assert.False(array.Values.ContainsAnyExcept(0));
    }

    [Fact]
    public void A_lying_directory_of_an_archive_does_not_buy_memory()
    {
        // The central directory says 240 MB, and so does the array's header, but the stream ends after 64 bytes of data.
        var entry = File("(30000000,)", new byte[64]);
        var bytes = System.IO.File.ReadAllBytes(Zip("lie.npz", CompressionLevel.Optimal, ("x", entry)));
        var (announced, told) = (BitConverter.GetBytes(240_000_000 + entry.Length - 64), BitConverter.GetBytes(entry.Length));
        for (var at = bytes.AsSpan().IndexOf(told); at >= 0; at = bytes.AsSpan().IndexOf(told)) announced.CopyTo(bytes, at);
        var path = _folder.Write("lie.npz", bytes);
        Refused.AsBadData(() => NumpyArchive.Read(path), Refused.Allowance, "lie.npz");
    }

    [Fact]
    public void Any_damage_is_refused_or_harmless()
    {
        var archive = System.IO.File.ReadAllBytes(Zip("whole.npz", CompressionLevel.Optimal, ("x", Whole), ("y", Whole)));
        Gen.Select(Gen.Bool, Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 10]).Sample((zipped, place, value, cut) =>
        {
            var bytes = (byte[])(zipped ? archive : Whole).Clone();
            bytes[place % bytes.Length] = value;
            var path = _folder.Write($"{Guid.NewGuid()}{(zipped ? ".npz" : ".npy")}", cut == 0 ? bytes[..(place % bytes.Length)] : bytes);
            try
            {
                if (zipped) NumpyArchive.Read(path);
                else NumpyFile.Read(path);
            }
            catch (InvalidDataFormatException failure)
            {
                Assert.Contains(path, failure.Message, StringComparison.Ordinal);
            }
        }, iter: 2000);
    }

    private string Zip(string file, CompressionLevel level, params (string Name, byte[] Content)[] arrays)
    {
        using var archive = new ZipArchive(System.IO.File.Create(_folder[file]), ZipArchiveMode.Create);
        foreach (var (name, content) in arrays)
        {
            using var stream = archive.CreateEntry($"{name}.npy", level).Open();
            stream.Write(content);
        }

        return _folder[file];
    }

    private string Zeros(string file, string shape, int count)
    {
        using var archive = new ZipArchive(System.IO.File.Create(_folder[file]), ZipArchiveMode.Create);
        using var stream = archive.CreateEntry("x.npy", CompressionLevel.Optimal).Open();
        stream.Write(File(shape, []));
        var chunk = new byte[1 << 20];
        for (var left = count; left > 0; left -= chunk.Length) stream.Write(chunk.AsSpan(0, Math.Min(left, chunk.Length)));
        return _folder[file];
    }
}
