using NtkGan.Spectral;

namespace NtkGan.Networks.Dense;

/// <summary>The matrices of a dense network as its products read them: panels of a tile's columns, for the way forth and the way back, with the
/// scales of the parameterisation in them.</summary>
internal sealed class PackedWeights<T> where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
{
    private readonly DenseProgram _program;
    private readonly T[][] _forth, _back, _biases;

    /// <summary>Room for the matrices of a program.</summary>
    public PackedWeights(DenseProgram program)
    {
        _program = program;
        _forth = [.. program.Affine.Select(step => new T[step.Weights.Columns * ProductTile.Padded<T>(step.Weights.Rows)])];
        _back = [.. program.Affine.Select(step => new T[step.Weights.Rows * ProductTile.Padded<T>(step.Weights.Columns)])];
        _biases = [.. program.Affine.Select(step => step.Biases is null ? [] : new T[ProductTile.Padded<T>(step.Weights.Rows)])];
    }

    /// <summary>Panels of (s w)^T, fan-in x output features.</summary>
    public T[] Forth(DenseStep.Affine step) => _forth[step.Index];

    /// <summary>Panels of s w, output features x fan-in.</summary>
    public T[] Back(DenseStep.Affine step) => _back[step.Index];

    /// <summary>r beta, or nothing.</summary>
    public T[] Biases(DenseStep.Affine step) => _biases[step.Index];

    /// <summary>Packs a vector of the parameters' space.</summary>
    /// <param name="values">The vector.</param>
    /// <param name="norms">The number by which each matrix of weights is divided instead of its own scale; null for none.</param>
    public void Pack(ParameterVector values, double[]? norms = null)
    {
        foreach (var step in _program.Affine)
        {
            var weights = values.Of(step.Weights);
            var rows = step.Weights.Rows;
            var columns = step.Weights.Columns;
            var scale = norms is null ? step.WeightScale : 1 / norms[step.Index];
            Panels(weights, columns, rows, 1, columns, scale, _forth[step.Index]);
            Panels(weights, rows, columns, columns, 1, scale, _back[step.Index]);
            if (step.Biases is null) continue;
            var biases = values.Of(step.Biases);
            for (var j = 0; j < rows; j++) _biases[step.Index][j] = T.CreateTruncating(step.BiasScale * biases[j]);
        }
    }

    private static void Panels(ReadOnlySpan<double> source, int depth, int columns, int rowStride, int columnStride, double scale, T[] target)
    {
        var width = ProductTile.Columns<T>();
        for (var column = 0; column < columns; column += width)
        {
            var panel = target.AsSpan(column * depth, width * depth);
            for (var j = 0; j < Math.Min(width, columns - column); j++)
                for (var k = 0; k < depth; k++) panel[k * width + j] = T.CreateTruncating(scale * source[k * rowStride + (column + j) * columnStride]);
        }
    }
}
