using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Tests.Kernels;

/// <summary>Where the tangent kernel of a network is differentiable (docs/mathematics.md, section 2): with biases and a kink in the activation everywhere but at x = y; without biases
/// nowhere on the line through 0 and y; for smooth activations everywhere.</summary>
public class DifferentiabilityTests
{
    private const double Beside = 3e-7;

    private static readonly double[] Y = [0.8, 0.6], Across = [-0.6, 0.8];

    // The jump of the derivative across a line through s y, along the normal of y.
    private static double Jump(Mlp network, double s)
    {
        double Slope(double side)
        {
            var place = Matrix.Of(new double[,] { { s * Y[0] + side * Across[0], s * Y[1] + side * Across[1] } });
            var gradient = new NeuralKernel(network).Pullback(place, Matrix.Of(new double[,] { { Y[0], Y[1] } }), Matrix.Of(new double[,] { { 1 } }));
            return DotProduct.Of(gradient.Row(0), Across);
        }

        return Slope(Beside) - Slope(-Beside);
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(-0.7)]
    public void Without_biases_the_slope_jumps_along_a_whole_line_and_with_them_at_one_point(double s)
    {
        Assert.True(Jump(new([new Relu()], biasDeviation: 0), s) < -0.005);
        var jump = Jump(new([new Relu()], biasDeviation: 1), s);
        if (s == 1) Assert.True(jump < -0.05, $"{jump}");
        else Close.Relative(0, jump, Close.DoubleRoot, 1);
    }

    [Theory]
    [InlineData(0.4, 0)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    public void Smooth_activations_have_smooth_kernels_with_biases_or_without(double s, double bias)
    {
        foreach (var activation in new Activation[] { new Erf(), new Gelu(), new Sine() })
            Close.Relative(0, Jump(new([activation], biasDeviation: bias), s), Close.DoubleRoot, 1);
    }
}
