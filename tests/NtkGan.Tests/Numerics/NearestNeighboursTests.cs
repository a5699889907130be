using NtkGan.Numerics;
using NtkGan.Tests.Metrics;

namespace NtkGan.Tests.Numerics;

public class NearestNeighboursTests
{
    [Fact]
    public void Equals_sorting_all_distances()
    {
        Matrix x = Sets.Normal(11, 6, 1), y = Sets.Normal(17, 6, 2);
        var found = NearestNeighbours.Of(x, y, 4);
        for (var i = 0; i < x.Rows; i++)
        {
            var distances = Enumerable.Range(0, y.Rows).Select(j => Math.Sqrt(Enumerable.Range(0, 6).Sum(k => Math.Pow(x[i, k] - y[j, k], 2)))).ToArray();
            var order = Enumerable.Range(0, y.Rows).OrderBy(j => distances[j]).Take(4).ToArray();
            Assert.Equal(order, found.Indices[i]);
            Close.Relative(order.Select(j => distances[j]).ToArray(), found.Distances.Row(i), Close.Kernel);
        }
    }

    [Fact]
    public void Copies_are_at_zero_and_a_set_can_leave_itself_out()
    {
        var x = new Matrix(3, 2);
        Assert.Equal([[0], [0], [0]], NearestNeighbours.Of(x, x).Indices);
        Assert.Equal([[1], [0], [0]], NearestNeighbours.Of(x, x, 1, exceptSameRow: true).Indices);
        Assert.Throws<ArgumentException>(() => NearestNeighbours.Of(x, x, 3, exceptSameRow: true));
        Assert.Throws<NumericalException>(() => NearestNeighbours.Of(Sets.Normal(2, 2, 1, 1e200), Sets.Normal(2, 2, 2, 1e200)));
    }
}
