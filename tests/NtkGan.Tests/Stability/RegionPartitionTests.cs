using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Tests.Stability;

/// <summary>The split into regions and what it neglects.</summary>
public class RegionPartitionTests
{
    private static WeightedPoints Column(params double[] places) => WeightedPoints.Uniform(Matrix.Column(places));

    [Fact]
    public void Components_of_the_graph_are_regions()
    {
        // 2 is joined to 0 through 1; 30 is a true point that nobody sees; -20 a stray.
        var partition = RegionPartition.Of(new GaussianKernel(.5), Column(0, 30), Column(1, 2, 4, -20));
        Assert.Equal(3, partition.Regions.Count);
        Assert.Equal(new Region([0], [0, 1, 2], .5, .75), partition.Regions[0]);
        Assert.Equal(-.25, partition.Regions[0].Imbalance);
        Assert.Equal(new Region([1], [], .5, 0), partition.Regions[1]);
        Assert.Equal(new Region([], [3], 0, .25), partition.Regions[2]);
        Assert.True(partition.IsIsolated);
        Assert.False(RegionPartition.Of(new GaussianKernel(10), Column(0, 30), Column(1)).IsIsolated);
    }

    [Fact]
    public void The_isolation_error_is_the_largest_neglected_interaction()
    {
        // 6 widths: sigma |grad K| = 6 e^-18; one component by a smaller threshold, two by a larger one.
        var expected = 6 * Math.Exp(-18);
        var two = RegionPartition.Of(new GaussianKernel(.5), Column(0, 3), Column(0));
        Close.Relative(expected, two.IsolationError, Close.Kernel);
        Assert.Equal(2, two.Regions.Count);
        var one = RegionPartition.Of(new GaussianKernel(.5), Column(0, 3), Column(0), expected * .99);
        Assert.Equal(0, Assert.Single(one.Regions).Imbalance);
        Assert.Equal(0, one.IsolationError);
    }

    [Fact]
    public void A_path_joins_what_it_passes()
    {
        var (real, generated) = (Column(0, 100), Column(0));
        Matrix[] path = [Matrix.Column(0.0), Matrix.Column(50.0), Matrix.Column(100.0)];
        Assert.Equal(2, RegionPartition.Of(new GaussianKernel(), real, generated).Regions.Count);
        Assert.Single(RegionPartition.Of(new GaussianKernel(), real, generated, path).Regions);
    }

    [Fact]
    public void Points_without_mass_are_in_no_region()
    {
        var partition = RegionPartition.Of(new GaussianKernel(), new(Matrix.Column(0, 50), [1, 0]), new(Matrix.Column(0, 25), [1, 0]));
        Assert.Equal(new Region([0], [0], 1, 1), Assert.Single(partition.Regions));
    }

    [Fact]
    public void A_region_alone_runs_as_in_the_whole_game()
    {
        var game = new KernelGame(new GaussianKernel(.25), .1, .1, .5);
        KernelDescentAscent Run(WeightedPoints real, WeightedPoints generated)
        {
            var run = new KernelDescentAscent(new(game, real, generated));
            run.Advance(600);
            return run;
        }

        // Eight widths apart.
        var whole = Run(new(Matrix.Column(-1, 1), [.6, .4]), new(Matrix.Column(-1.1, -.95, 1.05), [.2, .3, .5]));
        var left = Run(new(Matrix.Column(-1.0), [.6]), new(Matrix.Column(-1.1, -.95), [.2, .3]));
        var right = Run(new(Matrix.Column(1.0), [.4]), new(Matrix.Column(1.05), [.5]));
        Close.Relative((ReadOnlySpan<double>)[.. left.Generated.Values, .. right.Generated.Values], whole.Generated.Values, Close.Separate);
    }
}
