using System.Runtime.Intrinsics;
using CsCheck;
using NtkGan.Numerics;

namespace NtkGan.Tests.Numerics;

public class VectorExponentialTests
{
    [Fact]
    public void Agrees_with_the_power_of_two_within_two_units_in_the_last_place() =>
        Gen.Double[VectorExponential.Least, VectorExponential.Greatest].Sample(t =>
        {
            // Math.Pow is itself right within one unit.
            var expected = Math.Pow(2, t);
            Assert.InRange(Math.Abs(PowerOfTwo(t) - expected), 0, 3 * (Math.BitIncrement(expected) - expected));
        });

    [Fact]
    public void Is_exact_at_integers_and_clamped_beyond_the_ends()
    {
        for (var n = (int)VectorExponential.Least; n <= VectorExponential.Greatest; n++) Assert.Equal(Math.ScaleB(1, n), PowerOfTwo(n));
        Assert.Equal(Math.ScaleB(1, -1021), PowerOfTwo(double.NegativeInfinity));
        Assert.Equal(Math.ScaleB(1, 1022), PowerOfTwo(double.PositiveInfinity));
    }

    [Fact]
    public void Lanes_do_not_mix()
    {
        var powers = VectorExponential.PowerOfTwo(Vector256.Create(-1.5, 0.25, 3, 700.125));
        Assert.Equal([PowerOfTwo(-1.5), PowerOfTwo(0.25), 8, PowerOfTwo(700.125)], [powers[0], powers[1], powers[2], powers[3]]);
    }

    private static double PowerOfTwo(double t) => VectorExponential.PowerOfTwo(Vector256.Create(t))[2];
}
