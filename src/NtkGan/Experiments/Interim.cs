using System.IO.Compression;
using System.Text;
using NtkGan.Numerics;

namespace NtkGan.Experiments;

internal static class AtomicFile
{
    public static void Write(string path, Action<Stream> write)
    {
        var aside = path + ".tmp";
        using (var stream = new FileStream(aside, FileMode.Create))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }
}

internal static class NumpyFile
{
    public static void WriteArchive(Stream stream, IEnumerable<KeyValuePair<string, Matrix>> arrays)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, matrix) in arrays)
        {
            using var entry = archive.CreateEntry(name + ".npy").Open();
            using var writer = new BinaryWriter(entry);
            var header = FormattableString.Invariant($"{{'descr': '<f8', 'fortran_order': False, 'shape': ({matrix.Rows}, {matrix.Columns}), }}").PadRight(117) + "\n";
            writer.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 118, 0]);
            writer.Write(Encoding.ASCII.GetBytes(header));
            foreach (var value in matrix.Values) writer.Write(value);
        }
    }

    public static Dictionary<string, Matrix> ReadArchive(Stream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        return archive.Entries.ToDictionary(entry => entry.Name[..^4], entry =>
        {
            using var reader = new BinaryReader(entry.Open());
            var header = Encoding.ASCII.GetString(reader.ReadBytes(128));
            var shape = header[(header.LastIndexOf('(') + 1)..header.LastIndexOf(')')].Split(", ").Select(int.Parse).ToList();
            var matrix = new Matrix(shape[0], shape[1]);
            foreach (ref var value in matrix.Values) value = reader.ReadDouble();
            return matrix;
        });
    }
}
