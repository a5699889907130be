using System.Numerics;
using System.Runtime.InteropServices;

namespace NtkGan.Data.Files;

/// <summary>The type of an array's items in NumPy's files: f (floating point), i, u (integers), b (truth values), with a size in bytes.</summary>
/// <param name="Code">NumPy's code without the byte order, such as f8.</param>
/// <param name="Size">Bytes of an item.</param>
/// <param name="IsReversed">Whether the byte order is not this machine's.</param>
internal readonly record struct NumpyType(string Code, int Size, bool IsReversed)
{
    private const double LargestExactInteger = 9007199254740992;

    private static readonly string[] Known = ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"];

    /// <summary>A type from the text in a file's header, or null if it is not of numbers.</summary>
    public static NumpyType? Parse(string description)
    {
        var order = description.Length > 0 && "<>|=".Contains(description[0]) ? description[0] : '=';
        var code = description.TrimStart('<', '>', '|', '=');
        if (!Known.Contains(code)) return null;
        return new(code, code[1] - '0', order == (BitConverter.IsLittleEndian ? '>' : '<'));
    }

    /// <summary>Whole items as doubles; the bytes may be overwritten.</summary>
    /// <exception cref="InvalidDataFormatException">An integer beyond 2^53 has no exact double.</exception>
    public void Decode(Span<byte> bytes, Span<double> values, string name)
    {
        if (IsReversed)
            for (var i = 0; i < bytes.Length; i += Size) bytes.Slice(i, Size).Reverse();
        switch (Code)
        {
            case "f2": Convert<Half>(bytes, values); break;
            case "f4": Convert<float>(bytes, values); break;
            case "f8": MemoryMarshal.Cast<byte, double>(bytes).CopyTo(values); break;
            case "i1": Convert<sbyte>(bytes, values); break;
            case "i2": Convert<short>(bytes, values); break;
            case "i4": Convert<int>(bytes, values); break;
            case "i8": ConvertExactly<long>(bytes, values, name); break;
            case "u1": Convert<byte>(bytes, values); break;
            case "u2": Convert<ushort>(bytes, values); break;
            case "u4": Convert<uint>(bytes, values); break;
            case "u8": ConvertExactly<ulong>(bytes, values, name); break;
            case "b1":
                for (var i = 0; i < values.Length; i++) values[i] = bytes[i] == 0 ? 0 : 1;
                break;
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> bytes, Span<double> values) where T : unmanaged, INumberBase<T>
    {
        var items = MemoryMarshal.Cast<byte, T>(bytes);
        for (var i = 0; i < values.Length; i++) values[i] = double.CreateTruncating(items[i]);
    }

    private static void ConvertExactly<T>(ReadOnlySpan<byte> bytes, Span<double> values, string name) where T : unmanaged, INumberBase<T>
    {
        Convert<T>(bytes, values);
        foreach (var value in values)
            if (Math.Abs(value) >= LargestExactInteger)
                throw new InvalidDataFormatException($"{name} holds an integer of 2^53 or more, which no double keeps exactly; save the array as float64.");
    }
}
