using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>A function of a symmetric matrix by its eigendecomposition.</summary>
internal sealed class DecomposedFunction : SymmetricFunction
{
    private const int RowsPerBlock = 16;
    private readonly SymmetricEigen _eigen;

    public DecomposedFunction(Matrix matrix, SpectralFunction function, Matrix columns) : base(matrix, function, columns)
    {
        var eigen = SymmetricEigen.Of(matrix);
        _eigen = eigen with { Values = [.. eigen.Values.Select(value => Math.Max(0, value))] };
        Values = new Matrix(columns.Rows, columns.Columns);
        for (var c = 0; c < columns.Columns; c++)
        {
            var result = _eigen.Apply(function.Value, Column(columns, c));
            for (var i = 0; i < result.Length; i++) Values[i, c] = result[i];
        }
    }

    public override Matrix Values { get; }

    public override int Steps => 0;

    private protected override SymmetricCotangent Pull(Matrix cotangent, int firstRow)
    {
        var (n, values) = (Matrix.Rows, _eigen.Values);
        var (left, right) = (Coordinates(cotangent), Coordinates(Columns));
        var inner = new Matrix(n, n);
        Workers.ForBlocks(n, RowsPerBlock, (start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    var product = (DotProduct.Of(left.Row(i), right.Row(j)) + DotProduct.Of(left.Row(j), right.Row(i))) / 2;
                    inner[i, j] = product * Function.DividedDifference(values[i], values[j]);
                }
            }
        });
        var trace = 0.0;
        for (var i = 0; i < n; i++)
        {
            trace += inner[i, i];
            for (var j = 0; j < i; j++) inner[j, i] = inner[i, j];
        }

        return new(MatrixProduct.Congruence(_eigen.Vectors, inner, firstRow), trace);
    }

    // Q^T times the columns.
    private Matrix Coordinates(Matrix columns)
    {
        var result = new Matrix(Matrix.Rows, columns.Columns);
        for (var c = 0; c < columns.Columns; c++)
        {
            var column = Column(columns, c);
            for (var k = 0; k < result.Rows; k++) result[k, c] = DotProduct.Of(_eigen.Vectors.Row(k), column);
        }

        return result;
    }
}
