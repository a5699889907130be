using System.Numerics;
using System.Runtime.CompilerServices;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Networks.Dense;

/// <summary>Where a part of the points gathers its share of a gradient: by the scaled weights s w, and by r beta, in rows padded to tiles.</summary>
internal sealed class DenseGradient<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int PanelsPerBlock = 8, ManyNumbers = 1 << 15, NumbersPerBlock = 1 << 16;
    private const long LargeProduct = 1L << 24;
    private readonly DenseProgram _program;
    private readonly T[][] _weights, _biases;
    private readonly bool[] _hasWeights;

    /// <summary>Zeros for a program.</summary>
    public DenseGradient(DenseProgram program)
    {
        _program = program;
        _weights = [.. program.Affine.Select(step => new T[(step.Weights.Rows + ProductTile.Rows) * ProductTile.Padded<T>(step.Weights.Columns)])];
        _hasWeights = new bool[_weights.Length];
        _biases = [.. program.Affine.Select(step => step.Biases is null ? [] : new T[ProductTile.Padded<T>(step.Weights.Rows)])];
    }

    /// <summary>All zeros again: what comes first takes the place of weights gathered before.</summary>
    public void Clear()
    {
        Array.Clear(_hasWeights);
        foreach (var values in _biases) Array.Clear(values);
    }

    /// <summary>Adds dZ^T H, and if asked for the sums of the rows of dZ.</summary>
    /// <param name="step">The layer.</param>
    /// <param name="cotangents">dZ.</param>
    /// <param name="outputStride">From one row of dZ to the next.</param>
    /// <param name="signals">H.</param>
    /// <param name="inputStride">From one row of H to the next.</param>
    /// <param name="rows">Rows of both.</param>
    /// <param name="withBiases">Whether biases have a share.</param>
    public void Add(DenseStep.Affine step, T[] cotangents, int outputStride, T[] signals, int inputStride, int rows, bool withBiases)
    {
        var weights = _weights[step.Index];
        var stride = ProductTile.Padded<T>(step.Weights.Columns);
        var isAdding = _hasWeights[step.Index];
        _hasWeights[step.Index] = true;
        if ((long)rows * step.Weights.Count < LargeProduct) Columns(weights, step.Weights.Rows, stride, cotangents, outputStride, signals, inputStride, rows, isAdding, 0, stride);
        else Share(weights, step.Weights.Rows, stride, cotangents, outputStride, signals, inputStride, rows, isAdding);
        var biases = _biases[step.Index];
        if (!withBiases || biases.Length == 0) return;
        for (var i = 0; i < rows; i++) BlockMath.Scale(cotangents.AsSpan(i * outputStride, biases.Length), T.One, biases, isAdding: true);
    }

    /// <summary>Adds shares to a gradient by the parameters, in their order, row by row while a row is in cache.</summary>
    /// <param name="shares">The shares.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="norms">As in <see cref="PackedWeights{T}.Set"/>.</param>
    public static unsafe void Add(DenseGradient<T>[] shares, Span<double> gradient, double[]? norms)
    {
        foreach (var step in shares[0]._program.Affine)
        {
            var (columns, stride) = (step.Weights.Columns, ProductTile.Padded<T>(step.Weights.Columns));
            var scale = norms is null ? step.WeightScale : 1;
            fixed (double* pinned = gradient)
            {
                var start = pinned + step.Weights.Start;
                Workers.ForBlocks(step.Weights.Rows, Math.Max(1, NumbersPerBlock / columns), (from, to) =>
                {
                    for (var o = from; o < to; o++)
                        foreach (var share in shares)
                            if (share._hasWeights[step.Index]) BlockMath.Add<T>(share._weights[step.Index].AsSpan(o * stride, columns), scale, new(start + (long)o * columns, columns));
                });
            }

            if (step.Biases is not { } biases) continue;
            foreach (var share in shares) BlockMath.Add<T>(share._biases[step.Index].AsSpan(0, biases.Count), step.BiasScale, gradient.Slice(biases.Start, biases.Count));
        }
    }

    // Of a large product the columns are shared out.
    private static void Share(T[] weights, int outputs, int stride, T[] cotangents, int outputStride, T[] signals, int inputStride, int rows, bool isAdding) =>
        Workers.ForBlocks(stride, PanelsPerBlock * ProductTile.Columns<T>(), (start, end) => Columns(weights, outputs, stride, cotangents, outputStride, signals, inputStride, rows, isAdding, start, end));

    private static void Columns(T[] weights, int outputs, int stride, T[] cotangents, int outputStride, T[] signals, int inputStride, int rows, bool isAdding, int start, int end)
    {
        // Rows far apart lie on more pages than a processor remembers: a panel of them is read once and put together.
        var width = ProductTile.Columns<T>();
        var panel = (long)rows * inputStride > ManyNumbers ? Panel.Own(rows * width) : null;
        for (var column = start; column < end; column += width)
        {
            if (panel is not null)
                for (var k = 0; k < rows; k++) signals.AsSpan(k * inputStride + column, width).CopyTo(panel.AsSpan(k * width));
            ref var b = ref panel is null ? ref signals[column] : ref panel[0];
            var from = panel is null ? inputStride : width;
            ref var c = ref weights[column];
            if (isAdding) ProductTile.Column(ref cotangents[0], 1, outputStride, ref b, from, rows, ref c, stride, outputs, ref c, stride);
            else ProductTile.Column(ref cotangents[0], 1, outputStride, ref b, from, rows, ref c, stride, outputs, ref Unsafe.NullRef<T>(), 0);
        }
    }

    private static class Panel
    {
        [ThreadStatic]
        private static T[]? _own;

        public static T[] Own(int length) => _own?.Length >= length ? _own : _own = new T[length];
    }
}
