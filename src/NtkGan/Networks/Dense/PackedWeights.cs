using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Networks.Dense;

/// <summary>The matrices of a dense network as its products read them: panels of a tile's columns, for the way forth and the way back, with the
/// scales of the parameterisation in them.</summary>
internal sealed class PackedWeights<T> where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
{
    private const int ColumnsPerBlock = 64;
    private const int SmallMatrix = 1 << 16, RowsTurned = 128;
    private readonly DenseProgram _program;
    private readonly T[][] _forth, _back, _biases;
    private ParameterVector? _values;
    private double[]? _norms;
    private bool _hasForth, _hasBack;

    /// <summary>Room for the matrices of a program; each way takes its own when it is first gone.</summary>
    public PackedWeights(DenseProgram program)
    {
        _program = program;
        _forth = [.. program.Affine.Select(_ => Array.Empty<T>())];
        _back = [.. program.Affine.Select(_ => Array.Empty<T>())];
        _biases = [.. program.Affine.Select(step => step.Biases is null ? [] : new T[ProductTile.Padded<T>(step.Weights.Rows)])];
    }

    /// <summary>Panels of (s w)^T, fan-in x output features.</summary>
    public T[] Forth(DenseStep.Affine step) => _forth[step.Index];

    /// <summary>Panels of s w, output features x fan-in.</summary>
    public T[] Back(DenseStep.Affine step) => _back[step.Index];

    /// <summary>r beta, or nothing.</summary>
    public T[] Biases(DenseStep.Affine step) => _biases[step.Index];

    /// <summary>Takes a vector of the parameters' space, to be packed before the first way forth or back.</summary>
    /// <param name="values">The vector.</param>
    /// <param name="norms">The number by which each matrix of weights is divided instead of its own scale; null for none.</param>
    public void Set(ParameterVector values, double[]? norms = null) => (_values, _norms, _hasForth, _hasBack) = (values, norms, false, false);

    /// <summary>Packs what a pass needs that is not packed yet. Not for two callers at once.</summary>
    /// <param name="withBack">Whether the pass goes back too.</param>
    public void Prepare(bool withBack)
    {
        foreach (var step in _program.Affine)
        {
            var (rows, columns) = (step.Weights.Rows, step.Weights.Columns);
            var scale = _norms is null ? step.WeightScale : 1 / _norms[step.Index];
            if (!_hasForth)
            {
                Panels(step.Weights, columns, rows, 1, columns, scale, ref _forth[step.Index]);
                if (step.Biases is { } biases) BlockMath.Take<T>(_values!.Of(biases), step.BiasScale, _biases[step.Index]);
            }

            if (withBack && !_hasBack) Panels(step.Weights, rows, columns, columns, 1, scale, ref _back[step.Index]);
        }

        (_hasForth, _hasBack) = (true, _hasBack || withBack);
    }

    private void Panels(Parameter place, int depth, int columns, int rowStride, int columnStride, double scale, ref T[] panels)
    {
        var width = ProductTile.Columns<T>();
        if (panels.Length == 0) panels = new T[depth * ProductTile.Padded<T>(columns)];
        var (target, values) = (panels, _values!);
        Workers.ForBlocks(columns, depth * columns < SmallMatrix ? columns : ColumnsPerBlock, (start, end) =>
        {
            var source = values.Of(place);
            for (var column = start; column < end; column += width)
            {
                var count = Math.Min(width, columns - column);
                var panel = target.AsSpan(column * depth, width * depth);
                if (columnStride == 1)
                {
                    for (var k = 0; k < depth; k++) BlockMath.Take(source.Slice(k * rowStride + column, count), scale, panel.Slice(k * width, count));
                    continue;
                }

                // Turned over in parts that stay in the first-level cache.
                for (var from = 0; from < depth; from += RowsTurned)
                    BlockMath.TakeTurned(source[(column * columnStride + from)..], columnStride, count, Math.Min(RowsTurned, depth - from), scale, panel[(from * width)..], width);
            }
        });
    }
}
