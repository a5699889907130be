using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Tests.Stability;

/// <summary>A game among few points in many dimensions is the game of their coordinates.</summary>
public class ReducedSpaceTests
{
    private const int Many = 40;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, RandomGames.Kernels.Length)];

    [Theory, MemberData(nameof(Cases))]
    public void The_reduced_game_moves_as_the_whole_one(int kernel)
    {
        var game = new KernelGame(new ScaledKernel(RandomGames.Kernels[kernel]), .1, .05, .5);
        var whole = Nearer(RandomGames.Random(game, 3, real: 3, generated: 4, Many));
        var space = ReducedSpace.Of(whole);
        Assert.Equal(RandomGames.Kernels[kernel] switch { NeuralKernel => Many, ReluNetworkKernel => 7, _ => 6 }, space.Dimension);
        Assert.Equal(space.Dimension < Many, space.IsReduced);

        // Both are right to rounding, which thirty updates do not make visible, though they move the points.
        var after = RandomGames.After(whole, 30);
        Assert.True(DotProduct.SquaredDistance(after.Values, whole.Generated.Points.Values) > 1e-4);
        Close.Relative(after, space.Points(RandomGames.After(space.Reduced(whole), 30)), Close.Solver, scale: 1);
    }

    // In forty dimensions normal points are some nine apart, where narrow kernels feel nothing.
    private static GameConfiguration Nearer(GameConfiguration game)
    {
        static WeightedPoints Divided(WeightedPoints set)
        {
            var points = set.Points;
            foreach (ref var value in points.Values) value /= 8;
            return new(points, set.Masses);
        }

        return new(game.Game, Divided(game.Real), Divided(game.Generated));
    }

    [Theory]
    [InlineData(1, 1, 5)]
    [InlineData(2, 5, 3)]
    [InlineData(4, 4, 100)]
    public void Coordinates_lead_back_to_the_points_and_keep_distances(int real, int generated, int dimension)
    {
        var whole = RandomGames.Random(new(new GaussianKernel()), 5, real, generated, dimension);
        var space = ReducedSpace.Of(whole);
        Assert.Equal(Math.Min(dimension, real + generated - 1), space.Dimension);
        Matrix points = whole.Generated.Points, coordinates = space.Coordinates(points);
        Close.Relative(points, space.Points(coordinates), Close.Kernel, scale: 1);
        for (var i = 0; i < generated; i++)
            for (var j = 0; j < i; j++)
                Close.Relative(DotProduct.SquaredDistance(points.Row(i), points.Row(j)), DotProduct.SquaredDistance(coordinates.Row(i), coordinates.Row(j)), Close.Kernel);
    }

    // A point at the place of another must feel exactly nothing, before and after.
    [Fact]
    public void Equal_points_have_equal_coordinates_and_points_on_a_line_need_one()
    {
        var points = new Matrix(4, 50);
        for (var c = 0; c < 50; c++) (points[0, c], points[1, c], points[2, c], points[3, c]) = (1, 1, 1 + c, 1 + 3 * c);
        var one = new WeightedPoints(points, [.25, .25, .25, .25]);
        var space = ReducedSpace.Of(new(new(new GaussianKernel()), one, one));
        var coordinates = space.Coordinates(points);
        Assert.Equal(coordinates.Row(0).ToArray(), coordinates.Row(1).ToArray());
        Assert.All(Enumerable.Range(0, 4), i => Assert.All(coordinates.Row(i)[1..].ToArray(), value => Close.Within(0, value, Close.Kernel)));
        Close.Relative(points, space.Points(coordinates), Close.Kernel);
    }
}
