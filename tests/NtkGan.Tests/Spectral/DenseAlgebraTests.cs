using CsCheck;
using MathNet.Numerics.LinearAlgebra.Double;
using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Tests.Numerics;
using Matrix = NtkGan.Numerics.Matrix;

namespace NtkGan.Tests.Spectral;

/// <summary>Products, factors and spectra of dense matrices against naive sums, MathNet.Numerics and their own definitions.</summary>
public class DenseAlgebraTests
{
    // n^2 roundings of a spectrum, relative to its largest value: far above what is seen, far below what a wrong sign leaves.
    private static double Tolerance(int size) => 4 * size * Math.ScaleB(1, -52);

    private static Matrix Normal(int rows, int columns, ulong seed) => new(rows, columns, RandomMatrices.Normal(rows * columns, seed));

    [Fact]
    public void Products_are_naive_sums() => Gen.Select(Gen.Int[0, 130], Gen.Int[0, 300], Gen.Int[0, 40], Gen.ULong).Sample((rows, depth, columns, seed) =>
    {
        Matrix a = Normal(rows, depth, seed), b = Normal(depth, columns, seed + 1);
        var expected = new Matrix(rows, columns);
        for (var i = 0; i < rows; i++)
            for (var k = 0; k < depth; k++) DotProduct.Add(a[i, k], b.Row(k), expected.Row(i));
        Close.Relative(expected, MatrixProduct.Of(a, b), Close.Kernel, 1);
        Close.Relative(expected, MatrixProduct.TransposedOf(a.Transpose(), b), Close.Kernel, 1);
        if (rows > 3) Close.Relative(expected.Take([.. Enumerable.Range(3, rows - 3)]), MatrixProduct.TransposedOf(a.Transpose(), b, 3), Close.Kernel, 1);
    }, iter: 40);

    [Fact]
    public void An_entry_of_a_column_of_tiles_is_one_chain_whatever_the_rows() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 30], Gen.Bool, Gen.ULong).Sample((rows, depth, isTurned, seed) =>
    {
        var width = ProductTile.Columns<double>();
        double[] a = RandomMatrices.Normal((rows + ProductTile.Rows) * (depth + ProductTile.Rows), seed), b = RandomMatrices.Normal(depth * width, seed + 1), row = RandomMatrices.Normal(width, seed + 2);
        var c = new double[(rows + ProductTile.Rows) * width];
        var (aRow, aColumn) = isTurned ? (1, rows + ProductTile.Rows) : (depth, 1);
        ProductTile.Column(ref a[0], aRow, aColumn, ref b[0], width, depth, ref c[0], width, rows, ref row[0], 0);
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < width; j++)
            {
                var chain = 0.0;
                for (var k = 0; k < depth; k++) chain = Math.FusedMultiplyAdd(a[i * aRow + k * aColumn], b[k * width + j], chain);
                Assert.Equal(row[j] + chain, c[i * width + j]);
            }
    }, iter: 60);

    [Theory]
    [InlineData(ProductMode.Replace, 0, 1)]
    [InlineData(ProductMode.Add, 1, 1)]
    [InlineData(ProductMode.Subtract, 1, -1)]
    internal void Products_replace_add_or_subtract(ProductMode mode, int kept, int factor)
    {
        Matrix a = Normal(100, 600, 1), b = Normal(600, 21, 2), c = Normal(100, 23, 3), expected = c.Clone();
        for (var i = 0; i < 100; i++)
            for (var j = 0; j < 21; j++) expected[i, j + 1] = kept * c[i, j + 1] + factor * Enumerable.Range(0, 600).Sum(k => a[i, k] * b[k, j]);
        MatrixProduct.Multiply(MatrixView.Of(a), MatrixView.Of(b), MatrixView.Of(c).Block(0, 1, 100, 21), mode);
        Close.Relative(expected, c, Close.Kernel);
    }

    [Fact]
    public void Single_precision_agrees_with_double()
    {
        Matrix a = Normal(50, 70, 1), b = Normal(70, 19, 2);
        var result = new float[50 * 19];
        MatrixProduct.Multiply(new MatrixView<float>([.. a.Values.ToArray().Select(x => (float)x)], 50, 70), new MatrixView<float>([.. b.Values.ToArray().Select(x => (float)x)], 70, 19),
            new MatrixView<float>(result, 50, 19));
        Close.Relative(MatrixProduct.Of(a, b).Values, [.. result.Select(x => (double)x)], 70 * Math.ScaleB(1, -23));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MatrixProduct.Of(new Matrix(2, 3), new Matrix(2, 3)));
        Assert.Throws<ArgumentException>(() => Cholesky.TryFactor(new Matrix(2, 3)));
        Assert.Throws<NumericalException>(() => Cholesky.TryFactor(Matrix.Column(double.NaN)));
        Assert.Empty(MatrixProduct.Of(new Matrix(0, 3), new Matrix(3, 0)).Values.ToArray());
        Assert.All(MatrixProduct.Of(new Matrix(2, 0), new Matrix(0, 2)).Values.ToArray(), x => Assert.Equal(0, x));
    }

    [Fact]
    public void Inverses_are_symmetric_and_undo_their_matrix() => Gen.Select(Gen.Int[1, 260], Gen.ULong).Sample((size, seed) =>
    {
        var matrix = RandomMatrices.PositiveSemidefinite(size, size, seed);
        for (var i = 0; i < size; i++) matrix[i, i] += .1;
        var inverse = Cholesky.TryFactor(matrix)!.Inverse();
        Assert.Equal(inverse.Transpose().Values.ToArray(), inverse.Values.ToArray());
        var product = MatrixProduct.Of(matrix, inverse);
        for (var i = 0; i < size; i++) product[i, i] -= 1;
        Close.Relative(new Matrix(size, size), product, Close.Kernel, 1);
    }, iter: 15);

    [Fact]
    public void Indefinite_and_singular_matrices_have_no_factor()
    {
        Assert.Null(Cholesky.TryFactor(Matrix.Of(new double[,] { { 1, 2 }, { 2, 1 } })));
        Assert.Null(Cholesky.TryFactor(new Matrix(3, 3)));
        var last = RandomMatrices.PositiveSemidefinite(100, 100, 1);
        last[99, 99] = -1;
        Assert.Null(Cholesky.TryFactor(last));
    }

    [Fact]
    public void Spectra_agree_with_another_library() => Gen.Select(Gen.Int[1, 150], Gen.Int[0, 150], Gen.ULong).Sample((size, rank, seed) =>
    {
        var matrix = RandomMatrices.PositiveSemidefinite(size, rank, seed);
        for (var i = 0; i < size; i += 3) matrix[i, i] -= .5;
        var expected = DenseMatrix.OfColumnMajor(size, size, matrix.Values.ToArray()).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues.Select(z => z.Real).Order().ToArray();
        Close.Relative(expected, SymmetricEigen.Of(matrix).Values, Tolerance(size), 1);
        Close.Relative(expected, SymmetricEigen.ValuesOf(matrix), Tolerance(size), 1);
    }, iter: 25);

    [Fact]
    public void Eigenvectors_are_orthonormal_and_rebuild_the_matrix() => Gen.Select(Gen.Int[1, 150], Gen.Int[0, 20], Gen.Int[-300, 300], Gen.ULong).Sample((size, rank, exponent, seed) =>
    {
        var matrix = RandomMatrices.PositiveSemidefinite(size, rank, seed);
        foreach (ref var value in matrix.Values) value *= Math.Pow(10, exponent);
        var (values, vectors) = SymmetricEigen.Of(matrix);
        var products = MatrixProduct.Of(vectors, vectors.Transpose());
        for (var i = 0; i < size; i++) products[i, i] -= 1;
        Close.Relative(new Matrix(size, size), products, Tolerance(size), 1);
        var scaled = vectors.Clone();
        for (var k = 0; k < size; k++)
            foreach (ref var value in scaled.Row(k)) value *= values[k];
        Close.Relative(matrix, MatrixProduct.TransposedOf(vectors, scaled), Tolerance(size));
    }, iter: 40);

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(3.0, 0.0)]
    [InlineData(2.0, -1.0)]
    public void Known_spectra(double diagonal, double neighbours)
    {
        // The second difference: diagonal + 2 neighbours cos(k pi/(n + 1)).
        const int size = 40;
        var matrix = new Matrix(size, size);
        for (var i = 0; i < size; i++)
        {
            matrix[i, i] = diagonal;
            if (i > 0) matrix[i, i - 1] = neighbours;
        }

        var expected = Enumerable.Range(1, size).Select(k => diagonal + 2 * neighbours * Math.Cos(k * Math.PI / (size + 1))).Order().ToArray();
        Close.Relative(expected, SymmetricEigen.Of(matrix).Values, Tolerance(size), 1);
    }

    [Fact]
    public void Bits_do_not_depend_on_threads()
    {
        var matrix = RandomMatrices.PositiveSemidefinite(300, 300, 5);
        for (var i = 0; i < 300; i++) matrix[i, i] += .1;
        double[] All(int threads)
        {
            using var limit = Workers.Limit(threads);
            var (values, vectors) = SymmetricEigen.Of(matrix);
            return [.. values, .. vectors.Values, .. Cholesky.TryFactor(matrix)!.Inverse().Values, .. MatrixProduct.Congruence(matrix, matrix, 7).Values];
        }

        Assert.Equal(All(1), All(2));
    }
}
