using NtkGan.Architectures;
using NtkGan.Architectures.Activations;
using NtkGan.Kernels;
using NtkGan.Kernels.Radial;
using NtkGan.Numerics;
using NtkGan.Tests.Numerics;

namespace NtkGan.Tests.Kernels;

/// <summary>Sums of kernels against the Gram matrix, their adjoint against differences.</summary>
public class ExpansionTests
{
    private static readonly Kernel[] All = [new NeuralKernel(new Mlp([new Erf()], 2, biasDeviation: .4)), new GaussianKernel(1.3), new RationalQuadraticKernel()];

    private static Matrix Normal(int rows, int columns, ulong seed) => new(rows, columns, RandomMatrices.Normal(rows * columns, seed));

    [Fact]
    public void Values_are_products_with_the_gram_matrix()
    {
        foreach (var kernel in All)
        {
            Matrix points = Normal(7, 3, 1), coefficients = Normal(7, 2, 2), x = Normal(5, 3, 3), expected = new(5, 2), gram = kernel.Gram(x, points);
            for (var i = 0; i < 5; i++)
                for (var k = 0; k < 2; k++) expected[i, k] = Enumerable.Range(0, 7).Sum(j => gram[i, j] * coefficients[j, k]);
            Close.Relative(expected, new Expansion(kernel, points, coefficients).Values(x), Close.Kernel, 1);
        }
    }

    [Fact]
    public void The_adjoint_is_that_of_the_values()
    {
        foreach (var kernel in All)
        {
            Matrix points = Normal(6, 2, 1), coefficients = Normal(6, 2, 2), x = Normal(4, 2, 3), weights = Normal(4, 2, 4);
            double Total(Matrix x, Matrix points, Matrix coefficients) => DotProduct.Of(weights.Values, new Expansion(kernel, points, coefficients).Values(x).Values);
            var pullback = new Expansion(kernel, points, coefficients).Pullback(x, weights);
            CentralDifferences.Equal(x, changed => Total(changed, points, coefficients), pullback.X);
            CentralDifferences.Equal(points, changed => Total(x, changed, coefficients), pullback.Points);
            CentralDifferences.Equal(coefficients, changed => Total(x, points, changed), pullback.Coefficients);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<InvalidDataFormatException>(() => new Expansion(All[0], new Matrix(2, 2), new Matrix(3, 1)));
        Assert.Throws<InvalidDataFormatException>(() => new Expansion(All[0], new Matrix(1, 2), Matrix.Column(double.NaN)));
        Assert.Throws<InvalidDataFormatException>(() => new Expansion(All[0], new Matrix(2, 2), new Matrix(2, 1)).Pullback(new Matrix(3, 2), new Matrix(3, 2)));
        Assert.Equal((0, 2), (new Expansion(All[0], new Matrix(0, 2), new Matrix(0, 2)).Values(new Matrix(0, 2)).Rows, 2));
    }
}
