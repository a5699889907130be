using System.Buffers.Binary;
using System.IO.Compression;

namespace NtkGan.Data.Files;

/// <summary>Arrays of bytes in the idx format of MNIST, gzipped or not: two zero bytes, the type 8, the number of axes, the length of each axis as a
/// big-endian 32-bit number, then the bytes, the last axis running fastest.</summary>
internal static class IndexFile
{
    private const int Chunk = 1 << 20, BytesOfByteType = 8, GzipFirst = 0x1f, GzipSecond = 0x8b;

    /// <summary>Reads an array. Memory grows with what the file really holds, whatever its header says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="axes">How many axes the array must have.</param>
    /// <returns>The lengths of the axes, all at least 1, and the bytes.</returns>
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="InvalidDataFormatException">It is no such array, or shorter or longer than its header says.</exception>
    public static (int[] Shape, byte[] Values) Read(string path, int axes)
    {
        using var file = InputFile.Open(path);
        Span<byte> start = stackalloc byte[2];
        var isPacked = file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start[0] == GzipFirst && start[1] == GzipSecond;
        file.Position = 0;
        try
        {
            using Stream stream = isPacked ? new GZipStream(file, CompressionMode.Decompress) : file;
            return Read(stream, axes, $"'{path}'");
        }
        catch (InvalidDataException)
        {
            throw new InvalidDataFormatException($"'{path}' is damaged: it begins as a gzip file but cannot be unpacked.");
        }
    }

    private static (int[] Shape, byte[] Values) Read(Stream stream, int axes, string name)
    {
        Span<byte> header = stackalloc byte[4 + 4 * axes];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || header[0] != 0 || header[1] != 0 || header[2] != BytesOfByteType || header[3] != axes)
            throw new InvalidDataFormatException($"{name} is not an idx file of bytes with {axes} {(axes == 1 ? "axis (labels)" : "axes (images)")}.");
        var (shape, count) = (new int[axes], 1L);
        for (var axis = 0; axis < axes; axis++)
        {
            shape[axis] = BinaryPrimitives.ReadInt32BigEndian(header[(4 + 4 * axis)..]);
            count = shape[axis] >= 1 && count <= Array.MaxLength ? count * shape[axis] : long.MaxValue;
        }

        if (count > Array.MaxLength) throw new InvalidDataFormatException($"{name} has a header that asks for {string.Join(" x ", shape)} bytes: no such array is accepted.");
        var values = new byte[Math.Min(count, Chunk)];
        for (var filled = 0; filled < count;)
        {
            if (filled == values.Length) Array.Resize(ref values, (int)Math.Min(count, 2L * values.Length));
            var read = stream.Read(values, filled, values.Length - filled);
            if (read == 0) throw new InvalidDataFormatException($"{name} is cut off: its header promises {count} bytes, but it holds {filled}.");
            filled += read;
        }

        if (stream.ReadByte() >= 0) throw new InvalidDataFormatException($"{name} holds more than the {count} bytes that its header promises.");
        return (shape, values);
    }
}
