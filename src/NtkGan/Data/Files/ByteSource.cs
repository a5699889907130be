namespace NtkGan.Data.Files;

/// <summary>Reads a stream in full pieces, with a running CRC-32 where one is wanted (the checksum of zip files, polynomial 0xEDB88320).</summary>
/// <param name="stream">The stream.</param>
/// <param name="hasChecksum">Whether to compute the checksum.</param>
internal sealed class ByteSource(Stream stream, bool hasChecksum = false)
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value =>
    {
        var remainder = (uint)value;
        for (var bit = 0; bit < 8; bit++) remainder = (remainder & 1) == 0 ? remainder >> 1 : remainder >> 1 ^ 0xEDB88320;
        return remainder;
    })];

    private uint _remainder = uint.MaxValue;

    /// <summary>The checksum of all bytes read so far.</summary>
    public uint Checksum => ~_remainder;

    /// <summary>Fills a span; returns fewer bytes only at the stream's end.</summary>
    public int Fill(Span<byte> bytes)
    {
        var filled = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (hasChecksum)
            foreach (var value in bytes[..filled]) _remainder = Table[(byte)_remainder ^ value] ^ _remainder >> 8;
        return filled;
    }
}
