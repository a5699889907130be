using System.Runtime.InteropServices;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>The Gram matrix K = k(P, P) of N points with the slopes of its first n rows, alpha_ij and beta_ij of (d/dx) k(x_i, p_j) = alpha_ij p_j + beta_ij x_i, from one pass
/// over the pairs: an expansion on P then has its values and gradients at the first n points without the kernel. It can be filled again, and keeps what lies between points that stayed.</summary>
internal sealed class SlopedGram
{
    private const int BlockSize = RowEvaluator.BlockSize, Tile = 32;

    private readonly Kernel _kernel;
    private readonly int _count, _lanes, _blocks;
    private readonly Lanes[] _alpha, _beta, _weights;

    // Where alpha weighs p_j - x_i: a bit for each pair.
    private readonly UInt128[] _differences;
    private Func<RowEvaluator>? _evaluators;
    private Matrix? _points;

    private SlopedGram(Kernel kernel, int count, int points)
    {
        (_kernel, _count, Gram) = (kernel, count, Matrix.Unset(points, points));
        (_lanes, _blocks) = (PointSet.Padded(points) / Lanes.Count, (points + BlockSize - 1) / BlockSize);
        (_alpha, _beta) = (GC.AllocateUninitializedArray<Lanes>(count * _lanes), GC.AllocateUninitializedArray<Lanes>(count * _lanes));
        (_weights, _differences) = (new Lanes[_lanes], new UInt128[count * _blocks]);
    }

    /// <summary>K, N x N, symmetric to the last bit; it changes when this is filled again.</summary>
    public Matrix Gram { get; }

    /// <summary>Whether somebody still reads it.</summary>
    public bool IsLent { get; set; }

    /// <summary>Whether a kernel has slopes to keep, and the pairs are few enough to be kept.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="count">n.</param>
    /// <param name="points">N.</param>
    public static bool Suits(Kernel kernel, int count, int points) => kernel.HasSlopes && KernelHelpers.Present is null && kernel.Summation.IsDirect((double)count * points);

    /// <summary>That of some points, in the memory of an earlier one where that is free and of the same size and kernel.</summary>
    /// <param name="earlier">The earlier one, or null.</param>
    /// <param name="kernel">k, one that suits.</param>
    /// <param name="points">P, N x d; not to change.</param>
    /// <param name="count">n.</param>
    /// <exception cref="InvalidDataFormatException">A coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The kernel overflows on these points.</exception>
    public static SlopedGram Of(SlopedGram? earlier, Kernel kernel, Matrix points, int count)
    {
        KernelChecks.Check(kernel, points, points);
        var gram = earlier is { IsLent: false } && ReferenceEquals(earlier._kernel, kernel) && (earlier._count, earlier.Gram.Rows) == (count, points.Rows) ? earlier : new(kernel, count, points.Rows);
        gram.Fill(points);
        return gram;
    }

    /// <summary>Whether some points are the first n of P.</summary>
    public bool AreFirst(Matrix points) => points.Rows == _count && _points is { } all && points.Columns == all.Columns && points.Values.SequenceEqual(all.Values[..points.Values.Length]);

    /// <summary>f(x_i) = sum_j c_j k(x_i, p_j) and its gradients at the first n points: the same as of <see cref="Kernel.Expand(Matrix, Matrix, double[], double[], Matrix, CancellationToken)"/>,
    /// the gradients to the last bit.</summary>
    /// <param name="coefficients">c, N values, finite.</param>
    /// <param name="values">Receives f, n values.</param>
    /// <param name="gradients">Receives the gradients, n x d.</param>
    /// <returns>How it was summed.</returns>
    /// <exception cref="NumericalException">The result overflows.</exception>
    public SummationReport Expand(double[] coefficients, double[] values, Matrix gradients)
    {
        coefficients.CopyTo(MemoryMarshal.Cast<Lanes, double>(_weights.AsSpan()));
        Workers.ForBlocks(_count, RowsPerBlock, _evaluators!, (start, end, evaluator) =>
        {
            Span<int> places = stackalloc int[BlockSize];
            for (var i = start; i < end; i++)
            {
                values[i] = 0;
                gradients.Row(i).Clear();
                for (var block = 0; block < _blocks; block++)
                {
                    var j = block * BlockSize;
                    var row = Block(Gram.Row(i), j);
                    ((PairEvaluator)evaluator).AddGradient(i, j, Lane(_weights, 0, j), Lane(_alpha, i, j), Lane(_beta, i, j), places[..Unpack(_differences[i * _blocks + block], places)], gradients.Row(i));
                    values[i] += DotProduct.Of(coefficients.AsSpan(j, row.Length), row);
                }
            }
        });
        KernelChecks.Check(values);
        KernelChecks.Check(gradients.Values);
        return DirectSum.Report("few pairs", (double)_count * Gram.Rows);
    }

    private int RowsPerBlock => _kernel.RowsPerBlock(Gram.Columns, _points!.Columns);

    private void Fill(Matrix points)
    {
        var (count, all) = (_count, points.Rows);
        var isKept = _points is { } before && before.Columns == points.Columns && before.Values[(count * points.Columns)..].SequenceEqual(points.Values[(count * points.Columns)..]);
        (_points, _evaluators) = (null, _kernel.Evaluators(points, points));
        Workers.ForBlocks(isKept ? count : all, _kernel.RowsPerBlock(all, points.Columns), _evaluators, (start, end, evaluator) =>
        {
            for (var i = start; i < end; i++)
            {
                // Below the first rows only what lies between the others, on and below the diagonal.
                var row = Gram.Row(i);
                if (i >= count) row = row[..(i + 1)];
                for (var j = i < count ? 0 : count / BlockSize * BlockSize; j < row.Length; j += BlockSize)
                {
                    if (i < count) _differences[i * _blocks + j / BlockSize] = Pack(((PairEvaluator)evaluator).Slopes(i, j, Block(row, j), Lane(_alpha, i, j), Lane(_beta, i, j)));
                    else evaluator.Values(i, j, Block(row, j));
                }
            }
        });
        Mirror(isKept);
        KernelChecks.Check(Gram.Values);
        _points = points;
    }

    // The first columns become the first rows, of which there are slopes; blocks of the others may have put something there. Else what is above the diagonal becomes what is below.
    private void Mirror(bool isKept)
    {
        var all = Gram.Rows;
        Workers.ForBlocks(all, Tile, (start, end) =>
        {
            for (var columns = 0; columns < end; columns += Tile)
                for (var i = start; i < end; i++)
                    for (var j = columns; j < Math.Min(columns + Tile, isKept ? Math.Min(i, _count) : i); j++)
                        if (j < _count) Gram[i, j] = Gram[j, i];
                        else Gram[j, i] = Gram[i, j];
        });
    }

    private Span<Lanes> Lane(Lanes[] numbers, int row, int start) => numbers.AsSpan(row * _lanes + start / Lanes.Count, Math.Min(BlockSize / Lanes.Count, _lanes - start / Lanes.Count));

    private static Span<double> Block(Span<double> row, int start) => row.Slice(start, Math.Min(BlockSize, row.Length - start));

    private static UInt128 Pack(ReadOnlySpan<int> places)
    {
        var bits = UInt128.Zero;
        foreach (var place in places) bits |= UInt128.One << place;
        return bits;
    }

    private static int Unpack(UInt128 bits, Span<int> places)
    {
        var count = 0;
        for (; bits != UInt128.Zero; bits &= bits - UInt128.One) places[count++] = (int)UInt128.TrailingZeroCount(bits);
        return count;
    }
}
