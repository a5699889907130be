using System.Runtime.Intrinsics;
using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>The entropic coupling P_ij = exp((f_i + g_j - C_ij)/eps), C_ij = |x_i - y_j|^2/2, of two sets, or of a set with itself (f = g).
/// One pass over the pairs gives the row sums for f and the column sums for g, for both softmins come from the old potentials; of a set
/// with itself it takes one triangle of tiles. P is never stored, distances only
/// in many dimensions and up to a fixed size, and tiles of pairs whose boxes are too far apart are passed over.</summary>
internal sealed class SinkhornCoupling
{
    private const int MostChunks = 32, TilesPerChunk = 4;

    // Distances of more coordinates than these are kept, unless they take more numbers than this (16 MiB).
    private const int MostRecomputed = 8, MostStored = 1 << 21;

    private readonly PointTiles _rows, _columns;
    private readonly SinkhornPotential _rowPotential, _columnPotential;
    private readonly double[] _rowSums;
    private readonly double[][] _columnSums;
    private readonly double[]? _stored;
    private readonly int _chunk;

    /// <summary>The coupling of two sets, potentials 0.</summary>
    public SinkhornCoupling(PointTiles rows, PointTiles columns)
    {
        (_rows, _columns) = (rows, columns);
        _rowPotential = new(rows);
        _columnPotential = IsSymmetric ? _rowPotential : new(columns);
        (_rowSums, _columnSums, _chunk) = Sums();
        _stored = Stored();
    }

    // The coupling of two sets at other potentials.
    private SinkhornCoupling(SinkhornCoupling like, SinkhornPotential rowPotential, SinkhornPotential columnPotential)
    {
        (_rows, _columns, _stored) = (like._rows, like._columns, like._stored);
        (_rowPotential, _columnPotential) = (rowPotential, columnPotential);
        (_rowSums, _columnSums, _chunk) = Sums();
    }

    /// <summary>The number of chunks of row tiles, the units of parallel work.</summary>
    public int Chunks => _columnSums.Length;

    /// <summary>The number of tiles whose potentials are to be updated.</summary>
    public int Updates => IsSymmetric ? _rows.Tiles : _rows.Tiles + _columns.Tiles;

    /// <summary>The potential f on the rows.</summary>
    public SinkhornPotential RowPotential => _rowPotential;

    /// <summary>The potential g on the columns; f again for a set with itself.</summary>
    public SinkhornPotential ColumnPotential => _columnPotential;

    private bool IsSymmetric => ReferenceEquals(_rows, _columns);

    /// <summary>Sums P over the rows of one chunk.</summary>
    public void Accumulate(int chunk, double temperature)
    {
        var columnSums = _columnSums[chunk];
        Array.Clear(columnSums);
        Span<double> unused = stackalloc double[PointTiles.Size], recomputed = stackalloc double[PointTiles.Pairs];
        Span<Vector256<double>> partial = stackalloc Vector256<double>[PointTiles.Size];
        var perUnit = 1 / (Math.Log(2) * temperature);
        for (var row = chunk * _chunk; row < Math.Min(_rows.Tiles, (chunk + 1) * _chunk); row++)
        {
            partial.Clear();
            for (var column = IsSymmetric ? row : 0; column < _columns.Tiles; column++)
            {
                var greatest = _rowPotential.Greatest[row] + _columnPotential.Greatest[column] - _rows.LeastSquaredDistance(row, _columns, column) / 2;
                if (greatest * perUnit < SinkhornPotential.NegligibleExponent) continue;
                ReadOnlySpan<double> squares = recomputed;
                if (_stored is null) _rows.SquaredDistances(row, _columns, column, recomputed);
                else squares = _stored.AsSpan((row * _columns.Tiles + column) * PointTiles.Pairs, PointTiles.Pairs);
                AddTile(row, column, squares, perUnit, partial, IsSymmetric && row == column ? unused : columnSums.AsSpan(column * PointTiles.Size, PointTiles.Size));
            }

            for (var lane = 0; lane < PointTiles.Size; lane++) _rowSums[row * PointTiles.Size + lane] = Reduction.Sum(partial[lane]);
        }
    }

    /// <summary>What the marginals of the coupling of two sets are off by, in units of the cost: with f the softmin of g all rows have their mass, and
    /// were the columns right too, f and g would be optimal; mean_j g_j (q_j - 1), q_j the column sums, is what moving the excess to where it lacks
    /// would cost in the prices g. The geometric mean of that and of the same with f and g exchanged: measured, between a tenth of what the coupling
    /// lacks and some ten times it. Of the last step, which was not averaged.</summary>
    public double Violation(double temperature)
    {
        SinkhornCoupling ofColumns = new(this, _rowPotential, _columnPotential.Former()), ofRows = new(this, _rowPotential.Former(), _columnPotential);
        foreach (var coupling in (ReadOnlySpan<SinkhornCoupling>)[ofColumns, ofRows])
            Workers.ForBlocks(coupling.Chunks, 1, (chunk, _) => coupling.Accumulate(chunk, temperature));
        var columnSums = new double[_columns.Tiles * PointTiles.Size];
        foreach (var chunk in ofColumns._columnSums) DotProduct.Add(1, chunk, columnSums);
        return Math.Sqrt(Math.Abs(ofColumns._columnPotential.MeanTimes(columnSums, _rows.Count)) * Math.Abs(ofRows._rowPotential.MeanTimes(ofRows._rowSums, _columns.Count)));
    }

    /// <summary>Finds the new potential on one of the <see cref="Updates"/> tiles, once all chunks are summed (which a wide one does not need).</summary>
    public void Update(int tile, double temperature, double share, bool isWide)
    {
        var ofRows = tile < _rows.Tiles;
        if (!ofRows) tile -= _rows.Tiles;
        var place = tile * PointTiles.Size;
        Span<double> sums = stackalloc double[PointTiles.Size];
        if (ofRows) _rowSums.AsSpan(place, PointTiles.Size).CopyTo(sums);
        if (!ofRows || IsSymmetric)
            foreach (var chunk in _columnSums) DotProduct.Add(1, chunk.AsSpan(place, PointTiles.Size), sums);
        var (potential, opposite) = ofRows ? (_rowPotential, _columnPotential) : (_columnPotential, _rowPotential);
        potential.Update(tile, sums, opposite, temperature, share, isWide);
    }

    /// <summary>Makes the new potentials current.</summary>
    public void Accept()
    {
        _rowPotential.Accept();
        if (!IsSymmetric) _columnPotential.Accept();
    }

    private (double[] Rows, double[][] Columns, int Chunk) Sums()
    {
        var chunk = Math.Max(TilesPerChunk, (_rows.Tiles + MostChunks - 1) / MostChunks);
        return (new double[_rows.Tiles * PointTiles.Size], [.. Enumerable.Range(0, (_rows.Tiles + chunk - 1) / chunk).Select(_ => new double[_columns.Tiles * PointTiles.Size])], chunk);
    }

    // |x_i - y_j|^2 of every pair of tiles, where recomputing them each time costs more than the exponentials and they fit.
    private double[]? Stored()
    {
        var tiles = (long)_rows.Tiles * _columns.Tiles;
        if (_rows.Dimension <= MostRecomputed || tiles * PointTiles.Pairs > MostStored) return null;
        var stored = new double[tiles * PointTiles.Pairs];
        Workers.ForBlocks(_rows.Tiles, 1, (row, _) =>
        {
            for (var column = IsSymmetric ? row : 0; column < _columns.Tiles; column++)
                _rows.SquaredDistances(row, _columns, column, stored.AsSpan((row * _columns.Tiles + column) * PointTiles.Pairs, PointTiles.Pairs));
        });
        return stored;
    }

    // Adds P of 16 x 16 pairs, four rows by four columns at a time.
    private unsafe void AddTile(int row, int column, ReadOnlySpan<double> squares, double perUnit, Span<Vector256<double>> rowSums, Span<double> columnSums)
    {
        var (scale, half) = (Vector256.Create(perUnit), Vector256.Create(-0.5));
        fixed (double* f = &_rowPotential.Values[row * PointTiles.Size], g = &_columnPotential.Values[column * PointTiles.Size])
        fixed (double* distances = squares, sums = columnSums)
        {
            for (var i = 0; i < PointTiles.Size; i += 4)
            {
                var (r0, r1, r2, r3) = (rowSums[i], rowSums[i + 1], rowSums[i + 2], rowSums[i + 3]);
                for (var j = 0; j < PointTiles.Size; j += Lanes.Count)
                {
                    var place = distances + i * PointTiles.Size + j;
                    var h = Vector256.Load(g + j);
                    var s0 = Vector256.FusedMultiplyAdd(half, Vector256.Load(place), h + Vector256.Create(f[i])) * scale;
                    var s1 = Vector256.FusedMultiplyAdd(half, Vector256.Load(place + PointTiles.Size), h + Vector256.Create(f[i + 1])) * scale;
                    var s2 = Vector256.FusedMultiplyAdd(half, Vector256.Load(place + 2 * PointTiles.Size), h + Vector256.Create(f[i + 2])) * scale;
                    var s3 = Vector256.FusedMultiplyAdd(half, Vector256.Load(place + 3 * PointTiles.Size), h + Vector256.Create(f[i + 3])) * scale;
                    var greatest = Vector256.Max(Vector256.Max(s0, s1), Vector256.Max(s2, s3));
                    if (Vector256.LessThanAll(greatest, Vector256.Create(SinkhornPotential.NegligibleExponent))) continue;
                    s0 = VectorExponential.PowerOfTwo(s0);
                    s1 = VectorExponential.PowerOfTwo(s1);
                    s2 = VectorExponential.PowerOfTwo(s2);
                    s3 = VectorExponential.PowerOfTwo(s3);
                    r0 += s0;
                    r1 += s1;
                    r2 += s2;
                    r3 += s3;
                    Vector256.Store(Vector256.Load(sums + j) + ((s0 + s1) + (s2 + s3)), sums + j);
                }

                (rowSums[i], rowSums[i + 1], rowSums[i + 2], rowSums[i + 3]) = (r0, r1, r2, r3);
            }
        }
    }
}
