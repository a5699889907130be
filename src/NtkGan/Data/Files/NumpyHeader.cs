using System.Buffers.Binary;
using System.Text;

namespace NtkGan.Data.Files;

/// <summary>The header of an .npy file: magic bytes, a version, a length, and a Python dictionary in text
/// (numpy.lib.format, versions 1.0, 2.0 and 3.0).</summary>
/// <param name="Type">The type of the items.</param>
/// <param name="IsFortranOrder">Whether the first axis runs fastest.</param>
/// <param name="Shape">The lengths of the axes.</param>
/// <param name="Count">The number of items, the product of the lengths.</param>
internal sealed record NumpyHeader(NumpyType Type, bool IsFortranOrder, ValueList<int> Shape, int Count)
{
    private const int LongestText = 65_536;
    private const int MostAxes = 64;
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a header, in memory bounded whatever the file claims.</summary>
    /// <exception cref="InvalidDataFormatException">It is not a header, or describes what cannot be read.</exception>
    public static NumpyHeader Read(ByteSource source, string name)
    {
        Span<byte> start = stackalloc byte[8];
        if (source.Fill(start) < start.Length || !start.StartsWith(Magic))
            throw new InvalidDataFormatException($"{name} is not a NumPy array: it does not start with NumPy's signature.");
        if (start[6] is < 1 or > 3) throw new InvalidDataFormatException(FormattableString.Invariant($"{name} has NumPy format version {start[6]}; versions 1 to 3 are read."));
        Span<byte> size = stackalloc byte[4];
        size.Clear();
        var width = start[6] == 1 ? 2 : 4;
        var length = source.Fill(size[..width]) == width ? BinaryPrimitives.ReadUInt32LittleEndian(size) : uint.MaxValue;
        if (length > LongestText) throw Damaged(name);
        var text = new byte[length];
        if (source.Fill(text) < length) throw Damaged(name);
        return Interpret(Encoding.Latin1.GetString(text), name);
    }

    /// <summary>The bytes of a version 1.0 header for little-endian doubles, last axis fastest, padded as NumPy pads.</summary>
    public static byte[] Write(ValueList<int> shape)
    {
        var lengths = string.Concat(shape.Select(length => FormattableString.Invariant($"{length}, ")));
        var axes = shape.Count == 1 ? lengths.TrimEnd() : lengths.TrimEnd(',', ' ');
        var text = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({axes}), }}";
        var total = (Magic.Length + 4 + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var bytes = new byte[total];
        bytes.AsSpan().Fill((byte)' ');
        Magic.CopyTo(bytes);
        (bytes[6], bytes[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)(total - 10));
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(10));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    private static NumpyHeader Interpret(string text, string name)
    {
        var dictionary = new PythonDictionary(text);
        if (!dictionary.Read(out var description, out var isFortranOrder, out var shape)) throw Damaged(name);
        if (description.TrimStart('<', '>', '|', '=').StartsWith('O'))
            throw new InvalidDataFormatException($"{name} holds pickled Python objects, which are never loaded; save it as an array of numbers.");
        var type = NumpyType.Parse(description)
            ?? throw new InvalidDataFormatException($"{name} has items of type '{Printable(description)}', which are not numbers that can be read; save it as float64.");
        if (shape.Count > MostAxes) throw Damaged(name);
        var count = 1L;
        foreach (var length in shape)
        {
            if (length < 0) throw new InvalidDataFormatException(FormattableString.Invariant($"{name} has an axis of negative length {length}."));
            if (length > int.MaxValue || (count *= length) > Array.MaxLength) throw TooLarge(name, shape);
        }

        // With an empty axis the product says nothing about the others, yet they may become the columns of a matrix.
        if (shape.Where(length => length > 0).Aggregate(1.0, (product, length) => product * length) > Array.MaxLength) throw TooLarge(name, shape);
        return new(type, isFortranOrder, ValueList.From(shape.Select(length => (int)length)), (int)count);
    }

    private static string Printable(string text) => string.Concat(text.Take(20).Select(letter => char.IsAsciiLetterOrDigit(letter) || char.IsPunctuation(letter) || letter is '<' or '>' or '|' or '=' ? letter : '?'));

    private static InvalidDataFormatException Damaged(string name) => new($"{name} is damaged: its NumPy header cannot be read.");

    private static InvalidDataFormatException TooLarge(string name, IReadOnlyList<long> shape) =>
        new($"{name} claims the shape ({string.Join(", ", shape.Take(8))}), which is too large for one array.");
}
