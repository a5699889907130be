using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>A function of a symmetric matrix by its eigendecomposition.</summary>
internal sealed class DecomposedFunction : SymmetricFunction
{
    private const int RowsPerBlock = 16;
    private readonly SymmetricEigen _eigen;
    private readonly SpectrumScale _spectrum;

    public DecomposedFunction(SpectralMatrix matrix, SpectralFunction function, Matrix columns) : base(matrix, function, columns)
    {
        _eigen = matrix.Eigen;
        _spectrum = new(Reduction.LargestMagnitude(_eigen.Values), matrix.Size);
        for (var c = 0; c < columns.Columns; c++) SetColumn(c, _eigen.Apply(value => function.At(value, _spectrum), Column(columns, c)));
    }

    public override int Steps => 0;

    public override double ErrorEstimate => _spectrum.Rounding;

    private protected override SymmetricCotangent Pull(ExponentialFunction function, Matrix cotangent, int firstRow)
    {
        double[] values = [.. _eigen.Values.Select(_spectrum.Cleared)];
        var (left, right) = (Coordinates(cotangent), Coordinates(Columns));
        var inner = new Matrix(values.Length, values.Length);
        Workers.ForBlocks(values.Length, RowsPerBlock, (start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    var product = (DotProduct.Of(left.Row(i), right.Row(j)) + DotProduct.Of(left.Row(j), right.Row(i))) / 2;
                    inner[i, j] = product * function.DividedDifference(values[i], values[j]);
                }
            }
        });
        var trace = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            trace += inner[i, i];
            for (var j = 0; j < i; j++) inner[j, i] = inner[i, j];
        }

        return new(MatrixProduct.Congruence(_eigen.Vectors, inner, firstRow), trace);
    }

    // Q^T times the columns.
    private Matrix Coordinates(Matrix columns)
    {
        var result = new Matrix(Matrix.Size, columns.Columns);
        for (var c = 0; c < columns.Columns; c++)
        {
            var column = Column(columns, c);
            for (var k = 0; k < result.Rows; k++) result[k, c] = DotProduct.Of(_eigen.Vectors.Row(k), column);
        }

        return result;
    }
}
