using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using NtkGan.Data.Files;
using NtkGan.Experiments.Configuration;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Experiments.Distribution;

/// <summary>A Gram matrix in a file, larger than memory if need be: tiles of it are computed by the processes of a pool, each written to its place and noted, with
/// a checksum, in a file beside it. What was ended goes on with the tiles that are missing or damaged. Until all are there the file bears another name.</summary>
internal sealed class TiledGram
{
    /// <summary>Rows and columns of a tile, unless told otherwise.</summary>
    public const int UsualTile = 1024;

    private readonly string _path;
    private readonly Parcel _shared;
    private readonly TileGrid _grid;
    private readonly string _heading;

    /// <summary>Describes the matrix; nothing is computed.</summary>
    /// <param name="path">The .npy file.</param>
    /// <param name="kernel">k.</param>
    /// <param name="x">Its rows, n x d.</param>
    /// <param name="y">Its columns, m x d; null where they are the rows, for half the work.</param>
    /// <param name="tile">Rows and columns of a tile, at least 1.</param>
    public TiledGram(string path, Kernel kernel, Matrix x, Matrix? y, int tile = UsualTile)
    {
        (_path, _grid) = (Path.GetFullPath(path), new(x.Rows, (y ?? x).Rows, tile, y is null));
        var text = YamlWriter.Write(RecordWriter.Write(kernel));
        _shared = new($"{PartPath}\n{text}", [[_grid.Rows, _grid.Columns, tile, y is null ? 1 : 0, x.Columns], x.Values.ToArray(), .. y is null ? Array.Empty<double[]>() : [y.Values.ToArray()]]);
        var hash = new XxHash128();
        hash.Append(Encoding.UTF8.GetBytes(text));
        foreach (var array in _shared.Numbers) hash.Append(MemoryMarshal.AsBytes(array.AsSpan()));
        _heading = FormattableString.Invariant($"tiles of {tile} of a Gram matrix of {_grid.Rows} x {_grid.Columns}, {Convert.ToHexString(hash.GetCurrentHash())}");
    }

    /// <summary>The tiles of a job.</summary>
    public static JobKind Kind { get; } = new("tile", shared =>
    {
        var lines = shared.Text.Split('\n', 2);
        var (kernel, sizes) = (RecordReader.Read<Kernel>(YamlText.Parse(lines[1], "the kernel of the first process")), shared.Numbers[0]);
        var grid = new TileGrid((int)sizes[0], (int)sizes[1], (int)sizes[2], sizes[3] != 0);
        var (x, dimension, known) = (shared.Numbers[1], (int)sizes[4], shared.Numbers[^1]);
        var y = grid.IsSymmetric ? x : shared.Numbers[2];
        return (task, cancellation) =>
        {
            using var file = new TileFile(lines[0], grid, FileAccess.ReadWrite);
            var (i, j) = grid[task];
            if (!double.IsNaN(known[task]) && BitConverter.DoubleToUInt64Bits(file.Checksum(i, j)) == BitConverter.DoubleToUInt64Bits(known[task])) return new("", [known[task], 0]);
            var rows = grid.RowPoints(i, x, dimension);
            var values = grid.IsSymmetric && i == j ? kernel.Gram(rows, cancellation) : kernel.Gram(rows, grid.ColumnPoints(j, y, dimension), cancellation);
            return new("", [file.Write(i, j, values), 1]);
        };
    });

    /// <summary>The number of tiles to compute, those on and below the diagonal of a symmetric matrix.</summary>
    public int Tiles => _grid.Count;

    /// <summary>Bytes of the finished file.</summary>
    public long Bytes => _grid.Bytes;

    private string PartPath => $"{_path}.part";

    private string NotesPath => $"{_path}.tiles";

    /// <summary>Computes what is missing.</summary>
    /// <param name="pool">Who computes.</param>
    /// <param name="replace">Whether to begin anew where the file holds anything else.</param>
    /// <param name="progress">Told of every tile, whether it was computed (1) or found whole (0).</param>
    /// <param name="cancellation">Ends the work; the same call goes on.</param>
    /// <returns>Tiles that were computed now; the others were there.</returns>
    /// <exception cref="UsageException">The file holds another matrix, or the disk has no room.</exception>
    public int Run(TaskPool pool, bool replace = false, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        var known = Begin(replace);
        try
        {
            if (known.All(double.IsNaN)) AtomicFile.Write(NotesPath, stream => stream.Write(Encoding.ASCII.GetBytes($"{_heading}\n")));
            using var notes = new FileStream(NotesPath, FileMode.Append, FileAccess.Write, FileShare.Read);
            var computed = 0;
            pool.Run(Kind, _shared with { Numbers = [.. _shared.Numbers, known] }, [.. Enumerable.Range(0, _grid.Count)], (task, part) =>
            {
                if (part.Numbers[0][1] != 0)
                {
                    known[task] = part.Numbers[0][0];
                    notes.Write(Encoding.ASCII.GetBytes($"{NoteOf(task, known[task])}\n"));
                    notes.Flush(flushToDisk: true);
                    computed++;
                }

                progress?.Report((int)part.Numbers[0][1]);
            }, cancellation);
            notes.Dispose();
            AtomicFile.Write(NotesPath, stream => stream.Write(Encoding.ASCII.GetBytes($"{_heading}\n{string.Concat(known.Select((sum, task) => $"{NoteOf(task, sum)}\n"))}")));
            File.Move(PartPath, _path, overwrite: true);
            return computed;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot write '{_path}': {failure.Message}");
        }
    }

    /// <summary>Makes the file or finds it; the checksums of tiles that were noted, NaN for the others.</summary>
    private double[] Begin(bool replace)
    {
        var known = new double[_grid.Count];
        Array.Fill(known, double.NaN);
        string[] notes = File.Exists(NotesPath) ? File.ReadAllText(NotesPath).Split('\n')[..^1] : [];
        var isOurs = notes.Length > 0 && notes[0] == _heading;
        if (!isOurs && !replace && (File.Exists(_path) || (notes.Length > 0 && File.Exists(PartPath))))
            throw new UsageException($"'{_path}' exists and holds another matrix: name another place with --out, or replace it with --force.");
        try
        {
            if (!isOurs) File.Delete(_path);
            else if (!File.Exists(PartPath) && File.Exists(_path)) File.Move(_path, PartPath);
            if (!isOurs || !File.Exists(PartPath))
            {
                TileFile.RefuseWithoutRoom(_path, _grid.Bytes);
                TileFile.Create(PartPath, _grid);
                return known;
            }

            if (new FileInfo(PartPath).Length != _grid.Bytes) TileFile.Create(PartPath, _grid);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot write '{_path}': {failure.Message}");
        }

        foreach (var note in notes.Skip(1))
        {
            if (note.Split(' ') is [var number, var sum] && int.TryParse(number, CultureInfo.InvariantCulture, out var task) && task >= 0 && task < known.Length
                && sum.Length == 16 && ulong.TryParse(sum, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits)) known[task] = BitConverter.UInt64BitsToDouble(bits);
        }

        return known;
    }

    private static string NoteOf(int task, double sum) => string.Create(CultureInfo.InvariantCulture, $"{task} {BitConverter.DoubleToUInt64Bits(sum):X16}");
}
