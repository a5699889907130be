using System.IO.Compression;

namespace NtkGan.Data.Files;

/// <summary>NumPy's .npz files: named arrays in a zip file, compressed or not. Read without pickle; checksums are verified; an entry that claims
/// to inflate beyond reason is refused before it is read.</summary>
public static class NumpyArchive
{
    private const string Extension = ".npy";
    private const long UnsuspiciousBytes = 256L << 20;
    private const long LargestRatio = 100;

    // Zip files know no time zone and no earlier date; a constant makes equal arrays equal files.
    private static readonly DateTimeOffset Stamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The names of the arrays, in the file's order.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="InvalidDataFormatException">The file is not a zip file, or two arrays have one name.</exception>
    public static IReadOnlyList<string> Names(string path) => Open(path, (_, arrays) => arrays.Keys.ToList());

    /// <summary>One array.</summary>
    /// <exception cref="UsageException">There is no such file, or no such array in it; the message offers the nearest.</exception>
    /// <exception cref="InvalidDataFormatException">The file is damaged, or the array holds no numbers.</exception>
    public static NumpyArray Read(string path, string array) => Open(path, (file, arrays) => arrays.TryGetValue(array, out var entry)
        ? Read(entry, file.Length, $"The array '{array}' in '{path}'")
        : throw new UsageException($"'{path}' holds no array '{array}'.{Suggestion.For(array, arrays.Keys)}"));

    /// <summary>All arrays by their names.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="InvalidDataFormatException">The file is damaged, or an array holds no numbers.</exception>
    public static IReadOnlyDictionary<string, NumpyArray> Read(string path) => Open(path, (file, arrays) =>
        arrays.ToDictionary(pair => pair.Key, pair => Read(pair.Value, file.Length, $"The array '{pair.Key}' in '{path}'")));

    /// <summary>Writes arrays, uncompressed, sorted by name, whole or not at all. Equal arrays give equal files.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, NumpyArray> arrays) => AtomicFile.Write(path, stream => Write(stream, arrays));

    /// <summary>Writes arrays, uncompressed, sorted by name. Equal arrays give equal bytes.</summary>
    public static void Write(Stream stream, IReadOnlyDictionary<string, NumpyArray> arrays)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, array) in arrays.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var entry = archive.CreateEntry(name + Extension, CompressionLevel.NoCompression);
            entry.LastWriteTime = Stamp;
            using var content = entry.Open();
            NumpyFile.Write(content, array);
        }
    }

    private static T Open<T>(string path, Func<FileStream, Dictionary<string, ZipArchiveEntry>, T> read)
    {
        using var file = InputFile.Open(path);
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            var arrays = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
            foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal)))
                if (!arrays.TryAdd(entry.FullName[..^Extension.Length], entry))
                    throw new InvalidDataFormatException($"'{path}' holds two arrays of the same name.");
            return read(file, arrays);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw new InvalidDataFormatException($"'{path}' is not a zip file that can be read, or is damaged.", failure);
        }
    }

    private static NumpyArray Read(ZipArchiveEntry entry, long fileBytes, string name)
    {
        if (entry.IsEncrypted) throw new InvalidDataFormatException($"{name} is encrypted; save it without a password.");
        if (entry.Length > UnsuspiciousBytes && entry.Length > LargestRatio * fileBytes)
            throw new InvalidDataFormatException(FormattableString.Invariant($"{name} claims to inflate to {entry.Length} bytes out of a file of {fileBytes}; such a file is refused as a zip bomb, so save it uncompressed."));
        using var content = entry.Open();
        var source = new ByteSource(content, hasChecksum: true);
        var array = NumpyFile.Read(source, entry.Length, fileBytes, name);
        return source.Checksum == entry.Crc32 ? array : throw new InvalidDataFormatException($"{name} is damaged: its checksum is wrong.");
    }
}
