using CsCheck;
using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Spectral;

public class MatrixFunctionTests
{
    private static double Flow(double value) => 3 * ExponentialFunctions.Phi1(-6 * value);

    private static ScaledMatrix Scaled(Matrix matrix) => new(matrix, [.. Enumerable.Range(0, matrix.Rows).Select(i => 1 / Math.Sqrt(1 + i % 3))]);

    [Fact]
    public void Eigenvectors_rebuild_the_matrix()
    {
        var matrix = RandomMatrices.PositiveSemidefinite(20, 7, 1);
        var eigen = SymmetricEigen.Of(matrix);
        var rebuilt = new Matrix(20, 20);
        for (var k = 0; k < 20; k++)
            for (var i = 0; i < 20; i++) DotProduct.Add(eigen.Values[k] * eigen.Vectors[k, i], eigen.Vectors.Row(k), rebuilt.Row(i));
        Close.Relative(matrix, rebuilt, Close.Kernel);
        Assert.Equal(eigen.Values.Order(), eigen.Values);
    }

    [Fact]
    public void Eigenvectors_refuse_what_has_none()
    {
        Assert.Throws<NumericalException>(() => SymmetricEigen.Of(Matrix.Of(new[,] { { double.NaN } })));
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Of(new Matrix(2, 3)));
        Assert.Empty(SymmetricEigen.Of(new Matrix(0, 0)).Values);
    }

    [Fact]
    public void Lanczos_agrees_with_the_decomposition() => Gen.Select(Gen.Int[1, 80], Gen.Int[0, 80], Gen.ULong).Sample((size, rank, seed) =>
    {
        var matrix = Scaled(RandomMatrices.PositiveSemidefinite(size, rank, seed));
        var vector = RandomMatrices.Normal(size, seed + 1);
        var expected = MatrixFunction.Decomposed(matrix, Flow, vector).Values;
        Close.Relative(expected, MatrixFunction.Projected(matrix, Flow, vector, size)!.Values, Close.Kernel);
        Close.Relative(expected, MatrixFunction.Apply(matrix, Flow, vector).Values, Close.Kernel);
    }, iter: 40);

    [Fact]
    public void Lanczos_stops_early_on_a_large_matrix_and_gives_up_where_it_must()
    {
        var matrix = Scaled(RandomMatrices.PositiveSemidefinite(300, 300, 3));
        var vector = RandomMatrices.Normal(300, 4);
        Assert.InRange(MatrixFunction.Projected(matrix, Flow, vector, 300)!.Steps, 4, 100);
        Assert.Null(MatrixFunction.Projected(matrix, value => 1 / (1e-9 + value), vector, 20));
        Assert.Equal(0, MatrixFunction.Apply(matrix, value => 1 / (1e-9 + value), vector).Steps);
    }

    [Fact]
    public void Lanczos_is_exact_on_an_invariant_space()
    {
        var identity = new Matrix(100, 100);
        for (var i = 0; i < 100; i++) identity[i, i] = 1;
        var matrix = new ScaledMatrix(identity, [.. Enumerable.Repeat(1.0, 100)]);
        var value = MatrixFunction.Projected(matrix, Flow, RandomMatrices.Normal(100, 5), 100)!;
        Assert.Equal(1, value.Steps);
        Close.Relative([.. RandomMatrices.Normal(100, 5).Select(x => Flow(1) * x)], value.Values, Close.Kernel);
        Assert.All(MatrixFunction.Projected(matrix, Flow, new double[100], 100)!.Values, x => Assert.Equal(0, x));
        Assert.Throws<NumericalException>(() => MatrixFunction.Projected(matrix, Flow, [.. Enumerable.Repeat(double.NaN, 100)], 100));
    }

    [Fact]
    public void Largest_eigenvalue() => Gen.Select(Gen.Int[1, 120], Gen.Int[0, 20], Gen.ULong).Sample((size, rank, seed) =>
    {
        var matrix = Scaled(RandomMatrices.PositiveSemidefinite(size, rank, seed));
        Close.Relative(Math.Max(0, SymmetricEigen.Of(matrix.ToMatrix()).Values[^1]), MatrixFunction.LargestEigenvalue(matrix), Close.Kernel, 1e-3);
    }, iter: 20);

    [Fact]
    public void Pseudo_inverse_solves_consistent_systems() => Gen.Select(Gen.Int[1, 30], Gen.Int[0, 12], Gen.ULong).Sample((size, rank, seed) =>
    {
        var matrix = Scaled(RandomMatrices.PositiveSemidefinite(size, rank, seed));
        var (right, back) = (new double[size], new double[size]);
        matrix.Multiply(RandomMatrices.Normal(size, seed + 1), right);
        matrix.Multiply(MatrixFunction.PseudoInverse(matrix, right).Values, back);
        Close.Relative(right, back, Close.Gradient);
    }, iter: 40);

    [Fact]
    public void Cholesky_factor_follows_rows_that_come_and_go()
    {
        var matrix = RandomMatrices.PositiveSemidefinite(12, 12, 8);
        for (var i = 0; i < 12; i++) matrix[i, i] += 1;
        var (factor, present) = (new GrowingCholesky(1e-12), new List<int>());
        void Append(int p)
        {
            factor.Append([.. present.Select(q => matrix[p, q])], matrix[p, p]);
            present.Add(p);
        }

        for (var p = 0; p < 8; p++) Append(p);
        foreach (var (k, next) in new[] { (7, 8), (0, 9), (3, 10), (2, 11) })
        {
            factor.RemoveAt(k);
            present.RemoveAt(k);
            Append(next);
        }

        Assert.Equal(present.Count, factor.Size);
        var solution = RandomMatrices.Normal(present.Count, 9);
        var right = present.Select(p => present.Select((q, k) => matrix[p, q] * solution[k]).Sum()).ToArray();
        factor.Solve(right);
        Close.Relative(solution, right, Close.Kernel);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(70)]
    [InlineData(131)]
    public void Products_are_the_same_bits_on_any_number_of_threads(int size)
    {
        var (matrix, vector) = (RandomMatrices.PositiveSemidefinite(size, 9, 11), RandomMatrices.Normal(size, 12));
        double[] Product(int threads)
        {
            using var limit = Workers.Limit(threads);
            var result = new double[size];
            ScaledMatrix.Multiply(matrix, vector, result);
            return result;
        }

        Assert.Equal(Product(1), Product(2));
        Close.Relative([.. Enumerable.Range(0, size).Select(i => DotProduct.Of(matrix.Row(i), vector))], Product(2), Close.Kernel);
    }
}
