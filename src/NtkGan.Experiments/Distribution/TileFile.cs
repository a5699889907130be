using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NtkGan.Numerics;

namespace NtkGan.Experiments.Distribution;

/// <summary>The .npy file of a matrix in tiles, little-endian doubles; several processes may write different tiles at once.</summary>
internal sealed class TileFile : IDisposable
{
    private readonly TileGrid _grid;
    private readonly SafeFileHandle _file;
    private readonly int _header;

    /// <summary>Opens the file.</summary>
    public TileFile(string path, TileGrid grid, FileAccess access) =>
        (_grid, _header, _file) = (grid, grid.Header.Length, File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite));

    /// <summary>Makes the file at its full length, of zeros.</summary>
    public static void Create(string path, TileGrid grid)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        file.Write(grid.Header);
        file.SetLength(grid.Bytes);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Refuses what the disk has no room for.</summary>
    /// <exception cref="UsageException">There is less room.</exception>
    public static void RefuseWithoutRoom(string path, double bytes)
    {
        var free = FreeAt(path);
        if (bytes > free) throw new UsageException(FormattableString.Invariant($"'{path}' needs {MemoryBudget.Size(bytes)} on its disk, and {MemoryBudget.Size(free)} are free: choose another disk with --out, or take fewer points."));
    }

    /// <summary>Free bytes on the disk of a path.</summary>
    public static double FreeAt(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        while (folder is not null && !Directory.Exists(folder)) folder = Path.GetDirectoryName(folder);
        return new DriveInfo(folder ?? "/").AvailableFreeSpace;
    }

    /// <summary>The checksum of what stands at a tile's place, its mirror image included.</summary>
    public double Checksum(int i, int j)
    {
        var ((top, rows), (left, columns)) = (_grid.RowsOf(i), _grid.ColumnsOf(j));
        var values = new Matrix(rows, columns);
        for (var r = 0; r < rows; r++) Read(top + r, left, values.Row(r));
        if (_grid.IsSymmetric && i != j)
        {
            var mirrored = new double[rows];
            for (var c = 0; c < columns; c++)
            {
                Read(left + c, top, mirrored);
                for (var r = 0; r < rows; r++)
                    if (BitConverter.DoubleToInt64Bits(mirrored[r]) != BitConverter.DoubleToInt64Bits(values[r, c])) return double.NaN;
            }
        }

        return SumOf(values);
    }

    /// <summary>Writes a tile, and its mirror image in a symmetric matrix, to the disk.</summary>
    /// <returns>Its checksum.</returns>
    public double Write(int i, int j, Matrix values)
    {
        var (top, left) = (_grid.RowsOf(i).Start, _grid.ColumnsOf(j).Start);
        for (var r = 0; r < values.Rows; r++) WriteRow(top + r, left, values.Row(r));
        if (_grid.IsSymmetric && i != j)
        {
            var mirrored = values.Transpose();
            for (var c = 0; c < mirrored.Rows; c++) WriteRow(left + c, top, mirrored.Row(c));
        }

        RandomAccess.FlushToDisk(_file);
        return SumOf(values);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private long Place(int row, int column) => _header + sizeof(double) * ((long)row * _grid.Columns + column);

    private void Read(int row, int column, Span<double> values)
    {
        var bytes = MemoryMarshal.AsBytes(values);
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(_file, bytes[done..], Place(row, column) + done);
            if (read == 0) break; // a file that is too short differs
            done += read;
        }

        InLittleEndian(values);
    }

    private void WriteRow(int row, int column, Span<double> values)
    {
        InLittleEndian(values);
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(values), Place(row, column));
        InLittleEndian(values);
    }

    private static void InLittleEndian(Span<double> values)
    {
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<double, long>(values), MemoryMarshal.Cast<double, long>(values));
    }

    // A number whose bits are the checksum; never NaN, which stands for one that nobody knows.
    private static double SumOf(Matrix values) => BitConverter.UInt64BitsToDouble(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(values.Values)) & 0xBFFFFFFFFFFFFFFF);
}
