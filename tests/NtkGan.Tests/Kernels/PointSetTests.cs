using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Tests.Contracts;

namespace NtkGan.Tests.Kernels;

/// <summary>Sums over the coordinates of points laid out for blocks.</summary>
public class PointSetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void Inner_products_add_coordinates_in_their_order(int dimension)
    {
        var (points, results) = (KernelContractTests.RandomPoints(141, 3, dimension: dimension), new Lanes[3]);
        var x = KernelContractTests.RandomPoints(1, 4, dimension: dimension).Row(0).ToArray();
        foreach (var start in new[] { 0, 8, 128 })
        {
            new PointSet(points).InnerProducts(x, start, results);
            for (var j = start; j < start + 12; j++)
            {
                var expected = 0.0;
                for (var c = 0; c < dimension; c++) expected = Math.FusedMultiplyAdd(x[c], points[j, c], expected);
                Assert.Equal(expected, results[(j - start) / Lanes.Count].Vector[(j - start) % Lanes.Count]);
            }
        }
    }
}
