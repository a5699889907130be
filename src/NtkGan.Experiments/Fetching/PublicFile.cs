using System.IO.Compression;
using System.Security.Cryptography;
using NtkGan.Data.Files;

namespace NtkGan.Experiments.Fetching;

/// <summary>A file of a public data set, known by its content.</summary>
/// <param name="Name">Its name, without .gz.</param>
/// <param name="Size">Its length in bytes, unpacked.</param>
/// <param name="Sha256">The SHA-256 of its content, unpacked, in hexadecimal digits.</param>
public sealed record PublicFile(string Name, long Size, string Sha256)
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Where a folder has the file, plain or gzipped; null if it has neither.</summary>
    public string? In(string folder) => new[] { Path.Combine(folder, Name), Path.Combine(folder, $"{Name}.gz") }.FirstOrDefault(File.Exists);

    /// <summary>What is wrong with a copy of it, a sentence; null if it is the file.</summary>
    /// <param name="path">The copy, gzipped if its name ends so.</param>
    public string? Fault(string path)
    {
        try
        {
            CopyTo(path, Stream.Null);
            return null;
        }
        catch (InvalidDataFormatException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>Writes an unpacked copy, whole or not at all.</summary>
    /// <exception cref="InvalidDataFormatException">The source is another file.</exception>
    public void Copy(string source, string target) => AtomicFile.Write(target, stream => CopyTo(source, stream));

    private void CopyTo(string source, Stream target)
    {
        try
        {
            using var file = File.OpenRead(source);
            using Stream content = source.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var (chunk, length) = (new byte[ChunkBytes], 0L);
            for (int read; (read = content.Read(chunk)) > 0;)
            {
                if ((length += read) > Size) throw new InvalidDataFormatException(FormattableString.Invariant($"'{source}' is longer than the {Size} bytes of {Name}."));
                hash.AppendData(chunk, 0, read);
                target.Write(chunk, 0, read);
            }

            if (length < Size) throw new InvalidDataFormatException(FormattableString.Invariant($"'{source}' has {length} bytes, {Name} has {Size}."));
            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != Sha256) throw new InvalidDataFormatException($"'{source}' is not the {Name} that was published: its SHA-256 differs.");
        }
        catch (InvalidDataException)
        {
            throw new InvalidDataFormatException($"'{source}' is no whole gzip file.");
        }
    }
}
