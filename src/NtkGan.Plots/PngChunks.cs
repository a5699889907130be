using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace NtkGan.Plots;

/// <summary>The chunks that a PNG file is made of (PNG specification, third edition, section 5).</summary>
internal static class PngChunks
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Writes what every PNG begins with.</summary>
    public static void Begin(Stream stream) => stream.Write(Signature);

    /// <summary>Writes a chunk: length, name, content, checksum.</summary>
    public static void Write(Stream stream, string name, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        stream.Write(number);
        var checksum = new Crc32();
        foreach (var part in new[] { Encoding.ASCII.GetBytes(name), content.ToArray() })
        {
            stream.Write(part);
            checksum.Append(part);
        }

        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        stream.Write(number);
    }

    /// <summary>The chunks of a file, in order.</summary>
    /// <exception cref="InvalidDataFormatException">The bytes are no PNG.</exception>
    public static IEnumerable<(string Name, byte[] Content)> Of(byte[] file)
    {
        if (!file.AsSpan().StartsWith(Signature)) throw new InvalidDataFormatException("These bytes are no PNG.");
        for (var at = Signature.Length; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (length < 0 || at + 12L + length > file.Length) throw new InvalidDataFormatException("A PNG ends within one of its chunks.");
            yield return (Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]);
            at += 12 + length;
        }
    }

    /// <summary>The same picture, which states its resolution.</summary>
    /// <param name="file">A PNG that does not state it.</param>
    /// <param name="dpi">Pixels of an inch.</param>
    public static byte[] WithResolution(byte[] file, double dpi)
    {
        using var stream = new MemoryStream(file.Length + 32);
        Begin(stream);
        foreach (var (name, content) in Of(file))
        {
            Write(stream, name, content);
            if (name == "IHDR") Write(stream, "pHYs", Resolution(dpi));
        }

        return stream.ToArray();
    }

    private static byte[] Resolution(double dpi)
    {
        var content = new byte[9];
        var perMetre = (uint)Math.Round(100 * dpi / Length.CentimetresPerInch);
        BinaryPrimitives.WriteUInt32BigEndian(content, perMetre);
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(4), perMetre);
        content[8] = 1; // the unit is the metre
        return content;
    }
}
