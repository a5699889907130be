using NtkGan.Numerics;

namespace NtkGan.Tests.Numerics;

public class MatrixTests
{
    [Theory]
    [InlineData(46341, 46341, "16.0 GiB")]
    [InlineData(2147483647, 2147483647, "34359738336.0 GiB")]
    public void Too_large_a_matrix_is_refused_with_its_size(int rows, int columns, string size)
    {
        var refusal = Assert.Throws<UsageException>(() => new Matrix(rows, columns));
        Assert.Contains(size, refusal.Message);
        Assert.Contains($"{rows} x {columns}", refusal.Message);
    }

    [Fact]
    public void Kernels_of_too_many_points_are_refused_with_their_size() => Assert.Contains("16.0 GiB", Assert.Throws<UsageException>(
        () => new NtkGan.Kernels.Radial.GaussianKernel().Gram(new Matrix(46341, 1))).Message);

    [Fact]
    public void Negative_sizes_are_a_mistake_of_the_program()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(-1, 2));
        Assert.Throws<ArgumentException>(() => new Matrix(2, 2, new double[3]));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void One_number_that_is_not_finite_is_found_wherever_it_stands(double value)
    {
        for (var count = 0; count < 11; count++)
        {
            var row = new Matrix(1, count);
            row.Values.Fill(double.MaxValue);
            Assert.True(row.IsFinite());
            for (var place = 0; place < count; place++)
            {
                var broken = row.Clone();
                broken[0, place] = value;
                Assert.False(broken.IsFinite());
            }
        }
    }
}
