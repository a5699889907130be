using System.IO.Hashing;

namespace NtkGan.Data.Files;

/// <summary>Reads a stream in full pieces, with a running CRC-32 where one is wanted (the checksum of zip files, polynomial 0xEDB88320).</summary>
/// <param name="stream">The stream.</param>
/// <param name="hasChecksum">Whether to compute the checksum.</param>
internal sealed class ByteSource(Stream stream, bool hasChecksum = false)
{
    private readonly Crc32? _checksum = hasChecksum ? new() : null;

    /// <summary>The checksum of all bytes read so far; 0 where none is computed.</summary>
    public uint Checksum => _checksum?.GetCurrentHashAsUInt32() ?? 0;

    /// <summary>Fills a span; returns fewer bytes only at the stream's end.</summary>
    public int Fill(Span<byte> bytes)
    {
        var filled = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        _checksum?.Append(bytes[..filled]);
        return filled;
    }
}
