using NtkGan.Architectures;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Metrics;
using NtkGan.Numerics;
using static NtkGan.Tests.Metrics.Sets;

namespace NtkGan.Tests.Metrics;

/// <summary>Energy distance and MMD: two readings of one formula.</summary>
public class DiscrepancyTests
{
    private static readonly EnergyDistance Energy = new();
    private static readonly MaximumMeanDiscrepancy Discrepancy = new();

    /// <summary>Golden values of the energy distance.</summary>
    public static TheoryData<Matrix, Matrix, double> Golden => new()
    {
        { Matrix.Column(0, 1), Matrix.Column(3, 5), 2.75 },
        { new Matrix(1, 2), Matrix.Of(new double[,] { { 3, 4 } }), 5 },
        { Three, Translated(Three, 1, 2), 1.6134181258378484 },
        { Three, Four, 1.3005023732271428 },
        { Modes, OtherModes, 1.953 },
    };

    [Theory, MemberData(nameof(Golden))]
    public void Energy_has_the_golden_values(Matrix x, Matrix y, double expected) =>
        Close.Relative(expected, Measure(Energy, x, y).Value, Close.Kernel);

    // Sizes around whole tiles of both metrics.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(16, 17, 2)]
    [InlineData(31, 5, 7)]
    [InlineData(513, 40, 3)]
    [InlineData(30, 1100, 2)]
    public void Twice_the_energy_is_the_squared_MMD_of_minus_the_distance(int n, int m, int dimension)
    {
        Matrix x = Normal(n, dimension, 1), y = Normal(m, dimension, 2, 2);
        var energy = Measure(Energy, x, y);
        var discrepancy = Assert.Single(Discrepancy.Measure(new(x, y, new EnergyKernel().Gram)));
        Close.Relative(discrepancy.Value, 2 * energy.Value, Close.Kernel, scale: 1);
        Close.Within(discrepancy.Value, 2 * energy.Value, discrepancy.Error + 2 * energy.Error);
    }

    [Fact]
    public void MMD_is_the_sum_over_the_whole_Gram_matrix()
    {
        Matrix x = Normal(600, 2, 3), y = Normal(530, 2, 4);
        var kernel = new GaussianKernel();
        var gram = kernel.Gram(x.Above(y));
        double Weight(int i) => i < x.Rows ? 1.0 / x.Rows : -1.0 / y.Rows;
        var expected = 0.0;
        for (var i = 0; i < gram.Rows; i++)
            for (var j = 0; j < gram.Rows; j++) expected += Weight(i) * Weight(j) * gram[i, j];
        Close.Relative(expected, Assert.Single(Discrepancy.Measure(new(x, y, kernel.Gram))).Value, Close.Kernel, scale: 1);
    }

    [Fact]
    public void MMD_takes_a_kernel_of_its_own_before_the_one_in_use()
    {
        Matrix x = Normal(20, 2, 5), y = Normal(30, 2, 6);
        var own = Assert.Single(new MaximumMeanDiscrepancy(new LaplaceKernel(2)).Measure(new(x, y, new GaussianKernel().Gram)));
        Assert.Equal(Assert.Single(Discrepancy.Measure(new(x, y, new LaplaceKernel(2).Gram))).Value, own.Value);
        Assert.Equal("mmd2_laplace", own.Column);
    }

    [Fact]
    public void MMD_has_the_golden_value_of_the_tangent_kernel() => Close.Relative(2.22312048093603565,
        Assert.Single(Discrepancy.Measure(new(Modes, OtherModes, new NeuralKernel(new Mlp(biasDeviation: 1)).Gram))).Value, Close.Kernel, scale: 32);

    [Fact]
    public void MMD_of_a_linear_kernel_is_the_squared_distance_of_the_means() => Close.Rounding(
        5, Assert.Single(Discrepancy.Measure(new(Three, Translated(Three, 1, 2), Products))).Value, scale: 64);

    [Fact]
    public void MMD_without_a_kernel_is_unavailable() =>
        Assert.Contains("kernel", Measure(Discrepancy, Three, Four).Note, StringComparison.Ordinal);

    [Fact]
    public void MMD_never_asks_for_a_large_Gram_matrix()
    {
        var greatest = 0;
        Discrepancy.Measure(new(new Matrix(1500, 1), new Matrix(1200, 1), (x, y) =>
        {
            greatest = Math.Max(greatest, Math.Max(x.Rows, y.Rows));
            return new Matrix(x.Rows, y.Rows);
        }));
        Assert.InRange(greatest, 1, 512);
    }

    private static Matrix Products(Matrix x, Matrix y)
    {
        var gram = new Matrix(x.Rows, y.Rows);
        for (var i = 0; i < x.Rows; i++)
            for (var j = 0; j < y.Rows; j++)
                for (var k = 0; k < x.Columns; k++) gram[i, j] += x[i, k] * y[j, k];
        return gram;
    }
}
