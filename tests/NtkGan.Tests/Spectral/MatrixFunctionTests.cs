using CsCheck;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Spectral;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Spectral;

public class MatrixFunctionTests
{
    private static readonly ExponentialResponse Flow = new(6);

    // 1/(shift + a), far from a polynomial where the shift is small; it knows no time.
    private sealed record Pole(double Shift) : SpectralFunction(0)
    {
        public override double Value(double a) => 1 / (Shift + a);
    }

    private static double[] Decomposed(ScaledMatrix matrix, SpectralFunction function, double[] vector) => SymmetricEigen.Of(matrix.ToMatrix()).Apply(function.Value, vector);

    private static SymmetricFunction Apply(ScaledMatrix matrix, SpectralFunction function, double[] vector, MatrixRoute route = MatrixRoute.Automatic) =>
        new SpectralMatrix(matrix).Apply(function, new(vector.Length, 1, vector), route);

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
        var expected = Decomposed(matrix, Flow, vector);
        foreach (var route in Enum.GetValues<MatrixRoute>()) Close.Relative(expected, Apply(matrix, Flow, vector, route).Values.Array, Close.Kernel);
    }, iter: 40);

    [Fact]
    public void Lanczos_stops_early_on_a_large_matrix_and_gives_up_where_it_must()
    {
        var matrix = Scaled(RandomMatrices.PositiveSemidefinite(300, 300, 3));
        var vector = RandomMatrices.Normal(300, 4);
        Assert.InRange(Apply(matrix, Flow, vector).Steps, 4, KrylovSpace.MostPolynomialSteps(300));
        Assert.Null(KrylovSpace.Polynomial(matrix, new Pole(1e-9), vector, KrylovSpace.Tolerance, out var spectrum));
        Close.Relative(SymmetricEigen.ValuesOf(matrix.ToMatrix())[^1], spectrum.Largest, Close.Kernel);
        Assert.Equal(0, Apply(matrix, new Pole(1e-9), vector).Steps);
    }

    [Fact]
    public void Lanczos_is_exact_on_an_invariant_space()
    {
        var identity = new Matrix(100, 100);
        for (var i = 0; i < 100; i++) identity[i, i] = 1;
        var matrix = new ScaledMatrix(identity, [.. Enumerable.Repeat(1.0, 100)]);
        var value = Apply(matrix, Flow, RandomMatrices.Normal(100, 5));
        Assert.Equal(1, value.Steps);
        Close.Relative([.. RandomMatrices.Normal(100, 5).Select(x => Flow.Value(1) * x)], value.Values.Array, Close.Kernel);
        Assert.All(Apply(matrix, Flow, new double[100]).Values.Array, x => Assert.Equal(0, x));
        Assert.Throws<NumericalException>(() => Apply(matrix, Flow, [.. Enumerable.Repeat(double.NaN, 100)]));
    }

    [Fact]
    public void Largest_eigenvalue() => Gen.Select(Gen.Int[1, 120], Gen.Int[0, 20], Gen.ULong).Sample((size, rank, seed) =>
    {
        var matrix = Scaled(RandomMatrices.PositiveSemidefinite(size, rank, seed));
        Close.Relative(Math.Max(0, SymmetricEigen.Of(matrix.ToMatrix()).Values[^1]), new SpectralMatrix(matrix).LargestEigenvalue(), Close.Kernel, 1e-3);
    }, iter: 20);

    [Fact]
    public void Pseudo_inverse_solves_consistent_systems() => Gen.Select(Gen.Int[1, 30], Gen.Int[0, 12], Gen.ULong).Sample((size, rank, seed) =>
    {
        var matrix = Scaled(RandomMatrices.PositiveSemidefinite(size, rank, seed));
        var (right, back) = (new double[size], new double[size]);
        matrix.Multiply(RandomMatrices.Normal(size, seed + 1), right);
        matrix.Multiply(Apply(matrix, new ExponentialResponse(double.PositiveInfinity), right).Values.Array, back);
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
    [InlineData(65)]
    [InlineData(131)]
    [InlineData(300)]
    public void Products_are_the_same_bits_on_any_number_of_threads(int size)
    {
        // Blocks of 64 rows: two and more.
        var (matrix, vector) = (RandomMatrices.PositiveSemidefinite(size, 9, 11), RandomMatrices.Normal(size, 12));
        double[] Product(int threads)
        {
            using var limit = Workers.Limit(threads);
            var result = new double[size];
            ScaledMatrix.Multiply(matrix, vector, result);
            return result;
        }

        Assert.Equal(Product(1), Product(2));
        Assert.Equal(Product(1), Product(5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(70)]
    [InlineData(131)]
    public void Products_are_those_of_the_rows(int size)
    {
        var (matrix, vector, result) = (RandomMatrices.PositiveSemidefinite(size, 9, 11), RandomMatrices.Normal(size, 12), new double[size]);
        ScaledMatrix.Multiply(matrix, vector, result);
        Close.Relative([.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Sum(j => matrix[i, j] * vector[j]))], result, Close.Kernel);
    }

    [Fact]
    public void A_basis_stays_orthonormal_where_one_pass_would_not_keep_it_so()
    {
        // A Gaussian's eigenvalues fall below rounding within some tens; what is left of a vector is then mostly the rounding of what was taken away.
        var gram = new GaussianKernel(2).Gram(new Matrix(120, 1, [.. Enumerable.Range(0, 120).Select(i => i / 20.0)]));
        var basis = new LanczosBasis(new ScaledMatrix(gram, [.. Enumerable.Repeat(1.0, 120)]), RandomMatrices.Normal(120, 3));
        while (basis.Size < 40 && !basis.IsInvariant) basis.Extend();
        var vectors = basis.Vectors();
        Assert.InRange(vectors.Rows, 8, 40);
        for (var i = 0; i < vectors.Rows; i++)
            for (var j = 0; j <= i; j++) Close.Within(i == j ? 1 : 0, DotProduct.Of(vectors.Row(i), vectors.Row(j)), 64 * Math.ScaleB(1, -52));
    }

    [Fact]
    public void Lanczos_goes_on_until_thirteen_digits_stand()
    {
        // Eigenvalues all over [0, 1] and a pole at -0.04: a step takes a third of the error away, a look at 1e-9 leaves nearly as much.
        const int size = 600;
        var matrix = Diagonal([.. Enumerable.Range(0, size).Select(i => i / (size - 1.0))]);
        var vector = RandomMatrices.Normal(size, 6);
        var value = Apply(matrix, new Pole(0.04), vector);
        Assert.InRange(value.Steps, 50, 120);
        Close.Relative([.. vector.Select((y, i) => y / (0.04 + i / (size - 1.0)))], value.Values.Array, Close.Kernel);
    }

    [Fact]
    public void The_pseudo_inverse_keeps_what_rounding_leaves_and_drops_the_rest()
    {
        static double[] PseudoInverse(double second) => Apply(Diagonal([1, second]), new ExponentialResponse(double.PositiveInfinity), [3, 2]).Values.Array;
        Close.Relative([3, 2e12], PseudoInverse(1e-12), Close.Kernel);
        Close.Relative([3, 0], PseudoInverse(2e-16), Close.Kernel);
        Close.Relative([3, 0], PseudoInverse(-1e-12), Close.Kernel);
        Assert.Throws<UsageException>(() => PseudoInverse(-1e-6));
    }

    [Fact]
    public void A_pivot_that_rounding_takes_away_is_raised_to_the_floor()
    {
        // M = (1 1; 1 1) has the pivots 1 and 0, and less where the diagonal is rounded down: the factor is that of M + a little.
        foreach (var diagonal in new[] { 1, 1 - 1e-15, .5 })
        {
            var factor = new GrowingCholesky(1e-12);
            factor.Append([], 1);
            factor.Append([1], diagonal);
            double[] solution = [2, 2];
            factor.Solve(solution);
            Close.Relative([2, 0], solution, Close.DoubleRoot);
        }

        var strict = new GrowingCholesky(1e-12);
        strict.Append([], 1);
        Assert.False(strict.TryAppend([1], .5, 1e-3));
        Assert.Equal(1, strict.Size);
        Assert.True(strict.TryAppend([1], 1 - 1e-4, 1e-3));
    }

    private static ScaledMatrix Diagonal(double[] values)
    {
        var matrix = new Matrix(values.Length, values.Length);
        for (var i = 0; i < values.Length; i++) matrix[i, i] = values[i];
        return new(matrix, [.. Enumerable.Repeat(1.0, values.Length)]);
    }

    [Fact]
    public void A_matrix_is_decomposed_once_for_all_functions_and_then_always_used()
    {
        var matrix = new SpectralMatrix(Scaled(RandomMatrices.PositiveSemidefinite(200, 200, 3)));
        var columns = new Matrix(200, 1, RandomMatrices.Normal(200, 4));
        Assert.NotEqual(0, matrix.Apply(Flow, columns).Steps);
        Assert.Equal(0, matrix.Apply(Flow, columns, MatrixRoute.Decomposition).Steps);
        Assert.Same(matrix.Eigen, matrix.Eigen);
        Assert.Equal(0, matrix.Apply(Flow, columns).Steps);
        Assert.NotEqual(0, matrix.Apply(Flow, columns, MatrixRoute.Krylov).Steps);
    }

    [Fact]
    public void What_is_not_made_of_exponentials_has_no_adjoint() =>
        Assert.Throws<NotSupportedException>(() => Apply(Diagonal([1, 2]), new Pole(1), [3, 2]).Pullback(new Matrix(2, 1)));
}
