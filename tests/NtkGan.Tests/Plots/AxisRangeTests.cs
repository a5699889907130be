using NtkGan.Plots;

namespace NtkGan.Tests.Plots;

public class AxisRangeTests
{
    [Fact]
    public void Holds_the_values_with_a_margin()
    {
        Assert.Equal(new AxisRange(-1, 5), AxisRange.Around([4, double.NaN, 0, 1], 0.25));
        Assert.Equal(new AxisRange(-1, 1), AxisRange.Around([]));
        Assert.Equal(new AxisRange(-1, 1), AxisRange.Around([double.NaN]));
        Assert.Equal(new AxisRange(-1, 1), AxisRange.Around([0, 0]));
        Assert.Equal(new AxisRange(9, 11), AxisRange.Around([10]));
    }

    [Fact]
    public void Refuses_what_no_axis_holds()
    {
        Assert.Throws<NumericalException>(() => AxisRange.Around([double.MinValue, double.MaxValue]));
        Assert.Throws<NumericalException>(() => AxisRange.Around([double.PositiveInfinity]));
        Assert.Throws<NumericalException>(() => AxisRange.Around([double.MaxValue, 0]) is { Span: > 0 } wide ? wide.Widened(1) : throw new InvalidOperationException());
    }

    [Fact]
    public void Cells_tile_it() => Assert.Equal([-0.75, -0.25, 0.25, 0.75], new AxisRange(-1, 1).Centres(4));
}
