using System.Buffers.Binary;

namespace NtkGan.Data.Files;

/// <summary>NumPy's .npy files: one array of floating-point numbers, integers or truth values, of any byte order and axis order, format
/// versions 1 to 3. Pickled objects are refused. The header is believed only as far as the bytes are there.</summary>
public static class NumpyFile
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Reads an array.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="InvalidDataFormatException">The file is not an .npy file, is truncated, goes on after the array, or holds no numbers.</exception>
    public static NumpyArray Read(string path)
    {
        using var file = InputFile.Open(path);
        return Read(new ByteSource(file), file.Length, file.Length, $"'{path}'");
    }

    /// <summary>Writes an array as little-endian doubles, version 1.0, whole or not at all.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void Write(string path, NumpyArray array) => AtomicFile.Write(path, stream => Write(stream, array));

    /// <summary>Reads an array to the end of its source. Memory grows with the bytes that come, never with those announced.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="announced">How many bytes the source claims to have.</param>
    /// <param name="atHand">How many bytes are known to be on the disk: the buffer starts no larger.</param>
    /// <param name="name">The source's name in messages.</param>
    internal static NumpyArray Read(ByteSource source, long announced, long atHand, string name)
    {
        var header = NumpyHeader.Read(source, name);
        var (count, size) = (header.Count, header.Type.Size);
        if ((long)count * size > announced) throw Truncated(name, header);
        var values = new double[Math.Min(count, Math.Max(ChunkBytes, atHand) / size)];
        Span<byte> chunk = new byte[Math.Min(ChunkBytes, Math.Max(1, (long)count * size))];
        for (var done = 0; done < count;)
        {
            var items = Math.Min(count - done, ChunkBytes / size);
            var bytes = chunk[..(items * size)];
            if (source.Fill(bytes) < bytes.Length) throw Truncated(name, header);
            if (done + items > values.Length) Array.Resize(ref values, (int)Math.Min(count, 2L * values.Length));
            header.Type.Decode(bytes, values.AsSpan(done, items), name);
            done += items;
        }

        if (source.Fill(chunk[..1]) > 0)
            throw new InvalidDataFormatException($"{name} goes on after its array of shape {header.Shape}; it is damaged, or holds more than one array.");
        return new(header.Shape, header.IsFortranOrder && header.Shape.Count > 1 ? LastAxisFastest(header.Shape, values) : values);
    }

    /// <summary>Writes an array into a stream.</summary>
    internal static void Write(Stream stream, NumpyArray array)
    {
        stream.Write(NumpyHeader.Write(array.Shape));
        var values = array.Values;
        var chunk = new byte[ChunkBytes];
        while (values.Length > 0)
        {
            var items = Math.Min(values.Length, ChunkBytes / sizeof(double));
            for (var i = 0; i < items; i++) BinaryPrimitives.WriteDoubleLittleEndian(chunk.AsSpan(i * sizeof(double)), values[i]);
            stream.Write(chunk.AsSpan(0, items * sizeof(double)));
            values = values[items..];
        }
    }

    private static double[] LastAxisFastest(ValueList<int> shape, double[] values)
    {
        var (result, index, axes) = (new double[values.Length], new int[shape.Count], shape.Count);
        var strides = new int[axes];
        for (var (axis, stride) = (axes - 1, 1); axis >= 0; stride *= shape[axis], axis--) strides[axis] = stride;
        var target = 0;
        foreach (var value in values)
        {
            result[target] = value;
            for (var axis = 0; axis < axes; axis++)
            {
                target += strides[axis];
                if (++index[axis] < shape[axis]) break;
                target -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return result;
    }

    private static InvalidDataFormatException Truncated(string name, NumpyHeader header) =>
        new($"{name} is truncated: it is shorter than its shape {header.Shape} says.");
}
