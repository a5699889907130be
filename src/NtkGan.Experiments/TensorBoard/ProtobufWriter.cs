using System.Buffers.Binary;
using System.Text;

namespace NtkGan.Experiments.TensorBoard;

/// <summary>A message of protocol buffers, field by field (Protocol Buffers, "Encoding").</summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0, Fixed64 = 1, Prefixed = 2, Fixed32 = 5;

    private readonly List<byte> _content = [];

    /// <summary>The message.</summary>
    public byte[] Content => [.. _content];

    /// <summary>True if it has no field.</summary>
    public bool IsEmpty => _content.Count == 0;

    /// <summary>Adds a whole number.</summary>
    public ProtobufWriter Number(int field, ulong value)
    {
        Raw((ulong)(field << 3 | Varint));
        Raw(value);
        return this;
    }

    /// <summary>Adds a number of 64 bits.</summary>
    public ProtobufWriter Double(int field, double value)
    {
        Raw((ulong)(field << 3 | Fixed64));
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        _content.AddRange(bytes);
        return this;
    }

    /// <summary>Adds a number of 32 bits.</summary>
    public ProtobufWriter Single(int field, float value)
    {
        Raw((ulong)(field << 3 | Fixed32));
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _content.AddRange(bytes);
        return this;
    }

    /// <summary>Adds bytes.</summary>
    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Raw((ulong)(field << 3 | Prefixed));
        Raw((ulong)value.Length);
        _content.AddRange(value);
        return this;
    }

    /// <summary>Adds a text.</summary>
    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Adds a message.</summary>
    public ProtobufWriter Message(int field, ProtobufWriter value) => Bytes(field, value.Content);

    private void Raw(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _content.Add((byte)(value | 0x80));
        _content.Add((byte)value);
    }
}
