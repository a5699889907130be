using NtkGan.Experiments.Configuration;
using NtkGan.Kernels;
using NtkGan.Kernels.Hierarchical;
using NtkGan.Numerics;

namespace NtkGan.Experiments.Distribution;

/// <summary>Rows of expansions and Gram matrices, and parts of sums over boxes, computed by the processes of a pool: the points go to all of them, and each takes blocks of rows.</summary>
/// <param name="pool">The processes.</param>
/// <param name="least">Pairs below which nothing is sent.</param>
internal sealed class KernelRows(TaskPool pool, double least = KernelRows.WorthSending) : KernelHelpers
{
    // A few milliseconds of the cheapest kernels, what waking the others takes.
    private const double WorthSending = 1 << 18;

    // So that processes of unlike speed end together.
    private const int BlocksOfProcess = 4;

    private int _isBusy;

    /// <summary>Rows of an expansion: values and, where asked, gradients.</summary>
    public static JobKind Expansion { get; } = new("expansion", shared =>
    {
        var (kernel, blocks, dimension, withGradients) = Open(shared);
        var (x, y, coefficients) = (Points(shared.Numbers[1], dimension), Points(shared.Numbers[2], dimension), shared.Numbers[3]);
        return (task, cancellation) =>
        {
            using var ended = Workers.Cancel(cancellation);
            var own = Rows(x, blocks[task], blocks[task + 1]);
            var (values, gradients) = (new double[own.Rows], withGradients ? new Matrix(own.Rows, dimension) : null);
            kernel.ExpandDirectly(own, y, coefficients, values, gradients);
            return gradients is null ? new("", values) : new("", values, gradients.Values.ToArray());
        };
    });

    /// <summary>Rows of a Gram matrix.</summary>
    public static JobKind Gram { get; } = new("gram", shared =>
    {
        var (kernel, blocks, dimension, isBelow) = Open(shared);
        var x = Points(shared.Numbers[1], dimension);
        var y = isBelow ? x : Points(shared.Numbers[2], dimension);
        return (task, cancellation) =>
        {
            var (own, end) = (Rows(x, blocks[task], blocks[task + 1]), blocks[task + 1]);
            return new("", kernel.Gram(own, isBelow ? Rows(x, 0, end) : y, cancellation).Values.ToArray());
        };
    });

    /// <inheritdoc/>
    public override bool TryExpand(Kernel kernel, Matrix x, Matrix y, double[] coefficients, double[] values, Matrix? gradients) =>
        TryRun((double)x.Rows * y.Rows, () =>
        {
            var blocks = Blocks(x.Rows, row => row);
            pool.Run(Expansion, Shared(kernel, blocks, x.Columns, gradients is not null, x.Values.ToArray(), y.Values.ToArray(), coefficients), [.. Enumerable.Range(0, blocks.Length - 1)], (task, part) =>
            {
                part.Numbers[0].CopyTo(values, blocks[task]);
                if (gradients is not null) part.Numbers[1].CopyTo(gradients.Values[(blocks[task] * x.Columns)..]);
            });
        });

    /// <inheritdoc/>
    public override bool TryGram(Kernel kernel, Matrix x, Matrix y, bool isBelow, Matrix result) =>
        TryRun((double)x.Rows * y.Rows / (isBelow ? 2 : 1), () =>
        {
            // Equal areas of a triangle.
            var blocks = Blocks(x.Rows, isBelow ? row => row * row / x.Rows : row => row);
            double[][] points = isBelow ? [x.Values.ToArray()] : [x.Values.ToArray(), y.Values.ToArray()];
            pool.Run(Gram, Shared(kernel, blocks, x.Columns, isBelow, points), [.. Enumerable.Range(0, blocks.Length - 1)], (task, part) =>
            {
                var width = isBelow ? blocks[task + 1] : y.Rows;
                for (var i = blocks[task]; i < blocks[task + 1]; i++) part.Numbers[0].AsSpan((i - blocks[task]) * width, width).CopyTo(result.Row(i));
            });
        });

    /// <inheritdoc/>
    public override HierarchicalState? TrySum(HierarchicalSum sum, double[] coefficients, double allowed, double allowedSlope, bool withGradients)
    {
        HierarchicalState? result = null;
        TryRun(double.PositiveInfinity, () => result = BoxParts.Run(pool, sum, coefficients, allowed, allowedSlope, withGradients));
        return result;
    }

    // Work within a task, or on several threads at once, is done where it is.
    private bool TryRun(double pairs, Action run)
    {
        if (pool.Size == 1 || pairs < least || Interlocked.Exchange(ref _isBusy, 1) != 0) return false;
        try
        {
            run();
            return true;
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    // Cuts where a growing measure of the rows passes equal parts of its whole.
    private int[] Blocks(int rows, Func<double, double> measure)
    {
        var count = Math.Min(rows, BlocksOfProcess * pool.Size);
        var cuts = new List<int> { 0 };
        for (var row = 1; row < rows; row++)
            if (measure(row) * count >= cuts.Count * measure(rows)) cuts.Add(row);
        return [.. cuts, rows];
    }

    private static Parcel Shared(Kernel kernel, int[] blocks, int dimension, bool flag, params double[][] arrays) =>
        new(YamlWriter.Write(RecordWriter.Write(kernel)), [[dimension, flag ? 1 : 0, .. blocks], .. arrays]);

    private static (Kernel Kernel, int[] Blocks, int Dimension, bool Flag) Open(Parcel shared) =>
        (RecordReader.Read<Kernel>(YamlText.Parse(shared.Text, "the kernel of the first process")), [.. shared.Numbers[0][2..].Select(cut => (int)cut)], (int)shared.Numbers[0][0], shared.Numbers[0][1] != 0);

    private static Matrix Points(double[] values, int dimension) => new(values.Length / dimension, dimension, values);

    private static Matrix Rows(Matrix points, int start, int end) => new(end - start, points.Columns, points.Values[(start * points.Columns)..(end * points.Columns)].ToArray());
}
