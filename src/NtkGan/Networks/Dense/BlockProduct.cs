using System.Numerics;
using System.Runtime.CompilerServices;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Networks.Dense;

/// <summary>Products of the rows of a block with packed weights. What follows a product entry by entry is done to a column of tiles while it is in cache:
/// a pass of its own would read and write all of a wide layer once more.</summary>
/// <param name="A">The left factor, row by row.</param>
/// <param name="Stride">From one of its rows to the next.</param>
/// <param name="Panels">The right factor in panels.</param>
/// <param name="Depth">Columns of A.</param>
/// <param name="Target">The result, row by row.</param>
/// <param name="TargetStride">From one of its rows to the next.</param>
/// <param name="Features">Columns of the result.</param>
/// <param name="Rows">Rows of A and of the result.</param>
internal readonly record struct BlockProduct<T>(T[] A, int Stride, T[] Panels, int Depth, T[] Target, int TargetStride, int Features, int Rows) where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int DepthAtOnce = 256, PanelsPerBlock = 8;
    private const long LargeProduct = 1L << 24;

    /// <summary>Whether the product is added to what is there.</summary>
    public bool IsAdding { get; init; }

    /// <summary>A row that is added to a product that takes the place of what was there; empty for none.</summary>
    public T[] Biases { get; init; } = [];

    /// <summary>The slope below 0 of a rectifier with slope 1 above, which is applied to the result, or through which it goes back; null for none.</summary>
    public T? Below { get; init; }

    /// <summary>The values that left the rectifier, stored as the result is, where the result goes back through it.</summary>
    public T[]? Rectified { get; init; }

    /// <summary>Carries it out; of a large product the columns are shared out.</summary>
    public void Run()
    {
        if ((long)Rows * Depth * Features < LargeProduct)
        {
            Columns(0, Features);
            return;
        }

        var product = this;
        Workers.ForBlocks(Features, PanelsPerBlock * ProductTile.Columns<T>(), (start, end) => product.Columns(start, end));
    }

    private void Columns(int start, int end)
    {
        var width = ProductTile.Columns<T>();
        for (var column = start; column < end; column += width)
        {
            ref var c = ref Target[column];
            for (var k = 0; k < Depth; k += DepthAtOnce)
            {
                var count = Math.Min(DepthAtOnce, Depth - k);
                ref var panel = ref Panels[column * Depth + k * width];
                if (IsAdding || k > 0) ProductTile.Column(ref A[k], Stride, 1, ref panel, width, count, ref c, TargetStride, Rows, ref c, TargetStride);
                else if (Biases.Length > 0) ProductTile.Column(ref A[k], Stride, 1, ref panel, width, count, ref c, TargetStride, Rows, ref Biases[column], 0);
                else ProductTile.Column(ref A[k], Stride, 1, ref panel, width, count, ref c, TargetStride, Rows, ref Unsafe.NullRef<T>(), 0);
            }

            if (Below is { } below) Rectify(column, width, below);
        }
    }

    private void Rectify(int column, int width, T below)
    {
        for (var row = 0; row < Rows; row++)
        {
            var place = row * TargetStride + column;
            var result = Target.AsSpan(place, width);
            BlockMath.Rectify<T>(Rectified is null ? result : Rectified.AsSpan(place, width), below, result, result);
        }
    }
}
