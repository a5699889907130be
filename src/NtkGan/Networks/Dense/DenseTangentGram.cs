using System.Numerics;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Networks.Dense;

/// <summary>The empirical tangent kernel of a dense network: layer by layer, the products of what enters it times those of what its result does to the
/// outputs, so that no gradient of the length of the parameters is formed.</summary>
internal sealed class DenseTangentGram<T>(DenseProgram program, PackedWeights<T> weights, int outputs) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Theta(x, y); both halves from one where they are the same object.</summary>
    public Matrix Of(Matrix points, Matrix others, long memory)
    {
        var isSymmetric = ReferenceEquals(points, others);
        var size = sizeof(double) * program.Affine.Sum(layer => (long)layer.Weights.Columns + outputs * layer.Weights.Rows);
        var turn = (int)Math.Clamp(memory / (2 * size), 1, int.MaxValue);
        var result = new Matrix(points.Rows, others.Rows);
        for (var i = 0; i < points.Rows; i += turn)
        {
            var first = Factors(points, i, Math.Min(points.Rows, i + turn));
            for (var j = 0; j < (isSymmetric ? i + 1 : others.Rows); j += turn)
                Contract(first, isSymmetric && j == i ? first : Factors(others, j, Math.Min(others.Rows, j + turn)), result, i, j);
        }

        if (isSymmetric)
            for (var i = 0; i < points.Rows; i++)
                for (var j = 0; j < i; j++) result[j, i] = result[i, j];
        return result;
    }

    // For each layer what enters it, and for each output the cotangents of what leaves it.
    private List<(Matrix Signals, Matrix[] Cotangents)> Factors(Matrix points, int start, int end)
    {
        var factors = program.Affine.Select(layer => (Signals: new Matrix(end - start, layer.Weights.Columns),
            Cotangents: Enumerable.Range(0, outputs).Select(_ => new Matrix(end - start, layer.Weights.Rows)).ToArray())).ToList();
        Workers.ForBlocks(end - start, DenseBlock<T>.Capacity(program), () => new DenseBlock<T>(program), (from, to, block) =>
        {
            block.Load(points, start + from, to - from);
            block.Forward(weights, 1);
            for (var l = 0; l < factors.Count; l++) block.StoreSignals(program.Affine[l], factors[l].Signals.Values[(from * factors[l].Signals.Columns)..]);
            for (var k = 0; k < outputs; k++)
            {
                var unit = new double[(to - from) * outputs];
                for (var i = 0; i < to - from; i++) unit[i * outputs + k] = 1;
                block.SetCotangents(unit, outputs);
                block.Backward(weights, null, withInput: false);
                for (var l = 0; l < factors.Count; l++) block.StoreCotangents(program.Affine[l], factors[l].Cotangents[k].Values[(from * factors[l].Cotangents[k].Columns)..]);
            }
        });
        return factors;
    }

    private void Contract(List<(Matrix Signals, Matrix[] Cotangents)> first, List<(Matrix Signals, Matrix[] Cotangents)> second, Matrix result, int row, int column)
    {
        var (rows, columns) = (first[0].Signals.Rows, second[0].Signals.Rows);
        Matrix signals = new(rows, columns), cotangents = new(rows, columns);
        for (var l = 0; l < first.Count; l++)
        {
            var layer = program.Affine[l];
            var (weightShare, biasShare) = (layer.WeightScale * layer.WeightScale / outputs, layer.Biases is null ? 0 : layer.BiasScale * layer.BiasScale / outputs);
            Products(first[l].Signals, second[l].Signals, signals);
            for (var k = 0; k < outputs; k++)
            {
                Products(first[l].Cotangents[k], second[l].Cotangents[k], cotangents);
                for (var i = 0; i < rows; i++)
                {
                    var own = result.Row(row + i).Slice(column, columns);
                    var products = signals.Row(i);
                    var factors = cotangents.Row(i);
                    for (var j = 0; j < columns; j++) own[j] += (weightShare * products[j] + biasShare) * factors[j];
                }
            }
        }
    }

    private static void Products(Matrix a, Matrix b, Matrix result) => MatrixProduct.Multiply(MatrixView.Of(a), MatrixView.Of(b).Transposed, MatrixView.Of(result));
}
