using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;

namespace NtkGan.Experiments.TensorBoard;

/// <summary>The framing of TFRecord files: length, its checksum, content, its checksum, where a checksum is a masked CRC-32C
/// (TensorFlow, "TFRecord and tf.train.Example").</summary>
internal static class Records
{
    private const int Head = 12, Tail = 4;
    private const uint Mask = 0xa282ead8;

    /// <summary>Writes one record in one piece, so that whatever ends the program leaves it whole or out.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> content)
    {
        var record = new byte[Head + content.Length + Tail];
        BinaryPrimitives.WriteInt64LittleEndian(record, content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Checksum(record.AsSpan(0, 8)));
        content.CopyTo(record.AsSpan(Head));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(Head + content.Length), Checksum(content));
        stream.Write(record);
        stream.Flush();
    }

    /// <summary>The records of a file up to the first that is damaged or cut.</summary>
    public static IEnumerable<byte[]> Of(byte[] file)
    {
        for (var at = 0; at + Head + Tail <= file.Length;)
        {
            var length = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));
            if (Checksum(file.AsSpan(at, 8)) != BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)) || length < 0 || length > file.Length - at - Head - Tail) yield break;
            var content = file[(at + Head)..(at + Head + (int)length)];
            if (Checksum(content) != BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + Head + content.Length))) yield break;
            yield return content;
            at += Head + content.Length + Tail;
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Crc32.HashToUInt32(Crc32ParameterSet.Crc32C, bytes), 15) + Mask;
}
