using MathNet.Numerics.LinearAlgebra;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Tests.Extending;

namespace NtkGan.Tests.Contracts;

/// <summary>What every kernel of the catalog promises.</summary>
public class KernelContractTests
{
    private const int Dimension = 3;

    // Members of this assembly: what the library's users write.
    private static readonly Dictionary<string, Kernel> Own = new() { ["own"] = new PolynomialKernel(), ["own, by differences"] = new ByDifferences() };

    public static TheoryData<string> Names => [.. Catalog.Members<Kernel>().Where(member => member.Type.Assembly == typeof(Kernel).Assembly).Select(member => member.Name), .. Own.Keys];

    private static Kernel Example(string name) => Own.TryGetValue(name, out var own) ? own : (Kernel)Catalog.Find(typeof(Kernel), name).Example();

    /// <summary>No function of the distance, and without a gradient of its own.</summary>
    private sealed record ByDifferences : PairwiseKernel
    {
        public override double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Math.Exp(DotProduct.Of(x, y) / x.Length) + Math.Cos(x[0] - y[0]);
    }

    internal static Matrix RandomPoints(int count, ulong seed, double scale = 1, int dimension = Dimension)
    {
        var points = new Matrix(count, dimension);
        CounterRandom.For(seed, "points").FillNormal(points.Values);
        foreach (ref var value in points.Values) value *= scale;
        return points;
    }

    [Fact]
    public void The_catalog_has_the_kernels_of_the_field() =>
        Assert.Empty(new[] { "gaussian", "laplace", "rational_quadratic", "matern", "inverse_multiquadric", "energy", "multiscale_gaussian", "sum", "product", "scaled", "transformed", "neural" }
            .Except(Catalog.Members<Kernel>().Select(member => member.Name)));

    [Theory, MemberData(nameof(Names))]
    public void Is_symmetric_and_agrees_with_its_own_symmetric_form(string name)
    {
        var x = RandomPoints(150, 1);
        var kernel = Example(name);
        var gram = kernel.Gram(x);
        Close.Relative(kernel.Gram(x, x.Clone()), gram, Close.Kernel);
        for (var i = 0; i < x.Rows; i++)
            for (var j = 0; j < i; j++) Assert.Equal(gram[i, j], gram[j, i]);
        for (var i = 0; i < x.Rows; i++) Assert.Equal(gram[i, i], kernel.Diagonal(x)[i]);
    }

    [Theory, MemberData(nameof(Names))]
    public void One_pair_is_an_entry(string name)
    {
        var (x, y) = (RandomPoints(2, 40), RandomPoints(3, 41));
        var kernel = Example(name);
        var gram = kernel.Gram(x, y);
        for (var i = 0; i < 2; i++)
            for (var j = 0; j < 3; j++) Assert.Equal(gram[i, j], kernel.Of(x.Row(i), y.Row(j)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Is_positive_semidefinite_with_duplicated_points_and_the_origin(string name)
    {
        var distinct = RandomPoints(20, 2).Above(new Matrix(1, Dimension));
        var x = distinct.Above(distinct.Take([0, 3, 20]));
        var gram = Example(name).Gram(x);
        Assert.True(gram.IsFinite());

        // Conditionally positive definite kernels are so on coefficients that sum to 0: project the constants out of all alike.
        var matrix = Matrix<double>.Build.Dense(x.Rows, x.Rows, (i, j) => gram[i, j]);
        var centring = Matrix<double>.Build.DenseIdentity(x.Rows) - 1.0 / x.Rows;
        var eigenvalues = (Example(name) is EnergyKernel ? centring * matrix * centring : matrix).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).ToList();
        Assert.InRange(eigenvalues.Min(), -Close.Kernel * eigenvalues.Max(), double.PositiveInfinity);
    }

    [Theory, MemberData(nameof(Names))]
    public void Blocks_do_not_show(string name)
    {
        var (x, y) = (RandomPoints(3, 3), RandomPoints(301, 4));
        var kernel = Example(name);
        var whole = kernel.Gram(x, y);
        foreach (var count in new[] { 1, 2, 127, 128, 129, 300 })
        {
            var part = kernel.Gram(x, y.Take([.. Enumerable.Range(301 - count, count)]));
            for (var i = 0; i < x.Rows; i++)
                for (var j = 0; j < count; j++) Assert.Equal(whole[i, 301 - count + j], part[i, j]);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Pullback_is_the_adjoint_of_the_gram_matrix(string name)
    {
        var (x, y, cotangent) = (RandomPoints(4, 5), RandomPoints(6, 6), RandomPoints(4, 7, dimension: 6));
        var kernel = Example(name);
        CentralDifferences.Equal(x, points => Contract(kernel.Gram(points, y), cotangent), kernel.Pullback(x, y, cotangent));
    }

    [Theory, MemberData(nameof(Names))]
    public void Pullback_is_the_adjoint_in_the_plane_and_in_forty_dimensions(string name)
    {
        var kernel = Example(name);
        foreach (var (dimension, size) in new[] { (2, 3.0), (40, .3), (40, 4) })
        {
            var (x, y, cotangent) = (RandomPoints(2, 25, size, dimension), RandomPoints(3, 26, size, dimension), RandomPoints(2, 27, dimension: 3));
            var scale = 1 + kernel.Diagonal(x).Max(Math.Abs);
            Close.Relative(CentralDifferences.Of(x, points => Contract(kernel.Gram(points, y), cotangent)), kernel.Pullback(x, y, cotangent), Close.Difference, scale);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_short_block_does_not_remember_a_long_one(string name)
    {
        // The second block of 128 has two points in four lanes.
        var (x, y, cotangent) = (RandomPoints(2, 28), RandomPoints(130, 29), RandomPoints(2, 30, dimension: 130));
        var kernel = Example(name);
        Matrix Part(int start, int count)
        {
            var weights = new Matrix(2, count);
            for (var i = 0; i < 2; i++) cotangent.Row(i).Slice(start, count).CopyTo(weights.Row(i));
            return kernel.Pullback(x, y.Take([.. Enumerable.Range(start, count)]), weights);
        }

        var (whole, sum) = (kernel.Pullback(x, y, cotangent), Part(0, 128));
        DotProduct.Add(1, Part(128, 2).Values, sum.Values);
        Close.Relative(sum, whole, Close.Kernel);
    }

    [Theory, MemberData(nameof(Names))]
    public void Pullback_of_the_symmetric_gram_matrix_moves_both_sides(string name)
    {
        var (x, cotangent) = (RandomPoints(5, 8), RandomPoints(5, 9, dimension: 5));
        var kernel = Example(name);
        CentralDifferences.Equal(x, points => Contract(kernel.Gram(points), cotangent), kernel.Pullback(x, cotangent));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_gradient_at_coincident_points_is_half_that_of_the_diagonal(string name)
    {
        var x = RandomPoints(3, 10);
        var kernel = Example(name);
        var identity = Matrix.Of(new[,] { { 1.0, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } });
        var halves = kernel.Pullback(x, x.Clone(), identity);
        foreach (ref var value in halves.Values) value *= 2;
        CentralDifferences.Equal(x, points => kernel.Diagonal(points).Sum(), halves);
    }

    [Theory, MemberData(nameof(Names))]
    public void Expansion_is_gram_times_coefficients_and_its_gradient(string name)
    {
        var (x, centres) = (RandomPoints(7, 11), RandomPoints(200, 12));
        var coefficients = RandomPoints(200, 13, dimension: 1).Values.ToArray();
        var kernel = Example(name);
        var (values, alone, gradients) = (new double[7], new double[7], new Matrix(7, Dimension));
        kernel.Expand(x, centres, coefficients, values, gradients);
        kernel.Expand(x, centres, coefficients, alone);
        var (gram, weights) = (kernel.Gram(x, centres), new Matrix(7, 200));
        for (var i = 0; i < 7; i++) coefficients.CopyTo(weights.Row(i));
        var scale = coefficients.Sum(Math.Abs);
        for (var i = 0; i < 7; i++)
        {
            var expected = 0.0;
            for (var j = 0; j < 200; j++) expected += gram[i, j] * coefficients[j];
            Close.Relative(expected, values[i], Close.Kernel, scale);
            Assert.Equal(values[i], alone[i]);
        }

        Close.Relative(kernel.Pullback(x, centres, weights), gradients, Close.Kernel);
    }

    [Theory, MemberData(nameof(Names))]
    public void Coincident_points_and_the_origin_give_finite_gradients(string name)
    {
        var x = new Matrix(2, Dimension).Above(RandomPoints(3, 14)).Above(RandomPoints(3, 14));
        var cotangent = new Matrix(8, 8);
        cotangent.Values.Fill(1);
        Assert.True(Example(name).Pullback(x, cotangent).IsFinite());
    }

    [Theory, MemberData(nameof(Names))]
    public void Threads_do_not_change_a_bit(string name)
    {
        var (x, y) = (RandomPoints(90, 15), RandomPoints(70, 16));
        var cotangent = RandomPoints(90, 17, dimension: 70);
        var kernel = Example(name);
        double[] All(int threads)
        {
            using (Workers.Limit(threads))
                return [.. kernel.Gram(x, y).Values, .. kernel.Gram(x).Values, .. kernel.Pullback(x, y, cotangent).Values];
        }

        Assert.Equal(All(1), All(2));
    }

    [Theory, MemberData(nameof(Names))]
    public void Refuses_points_that_do_not_fit(string name)
    {
        var kernel = Example(name);
        var broken = RandomPoints(2, 18);
        broken[1, 1] = double.NaN;
        Assert.Throws<InvalidDataFormatException>(() => kernel.Gram(new Matrix(1, 2), new Matrix(1, 3)));
        Assert.Throws<InvalidDataFormatException>(() => kernel.Gram(broken));
        Assert.Throws<InvalidDataFormatException>(() => kernel.Pullback(new Matrix(2, 3), new Matrix(2, 3), new Matrix(2, 1)));
        foreach (var bad in new[] { double.NaN, double.PositiveInfinity })
        {
            var (points, weights) = (RandomPoints(2, 19), new Matrix(2, 2));
            weights[1, 0] = bad;
            Assert.Throws<InvalidDataFormatException>(() => kernel.Pullback(points, weights));
            Assert.Throws<InvalidDataFormatException>(() => kernel.Pullback(points, points.Clone(), weights));
            Assert.Throws<InvalidDataFormatException>(() => kernel.Expand(points, points, [1, bad], new double[2]));
        }
    }

    private static double Contract(Matrix a, Matrix b) => DotProduct.Of(a.Values, b.Values);
}
