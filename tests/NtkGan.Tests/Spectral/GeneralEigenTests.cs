using System.Numerics;
using CsCheck;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Tests.Spectral;

/// <summary>Eigenvalues of matrices that need not be symmetric.</summary>
public class GeneralEigenTests
{
    [Fact]
    public void Known_eigenvalues_come_sorted_by_modulus()
    {
        // A rotation by 90 degrees scaled by 2, a 3 and a -1, in a basis that mixes them.
        var block = Matrix.Of(new double[,] { { 0, -2, 5, 1 }, { 2, 0, -1, 7 }, { 0, 0, 3, 4 }, { 0, 0, 0, -1 } });
        var values = GeneralEigen.Values(block);
        Complex[] expected = [3, new(0, 2), new(0, -2), -1];
        for (var i = 0; i < 4; i++) Close.Within(0, Complex.Abs(expected[i] - values[i]), Close.Kernel);
        Assert.Empty(GeneralEigen.Values(new Matrix(0, 0)));
    }

    [Fact]
    public void Roots_of_quadratics_satisfy_them_and_agree_with_the_matrix() => Gen.Select(Gen.Double[-3, 3], Gen.Double[-3, 3]).Sample((trace, determinant) =>
    {
        var roots = GeneralEigen.Values(trace, determinant);
        Close.Within(0, Complex.Abs(roots[0] + roots[1] - trace), Close.Kernel);
        Close.Within(0, Complex.Abs(roots[0] * roots[1] - determinant), Close.Kernel);
        var matrix = GeneralEigen.Values(Matrix.Of(new[,] { { trace, -determinant }, { 1, 0 } }));
        for (var i = 0; i < 2; i++) Close.Within(0, matrix.Min(z => Complex.Abs(z - roots[i])), Close.DoubleRoot);
    });

    [Fact]
    public void Small_roots_keep_their_digits()
    {
        var roots = GeneralEigen.Values(1 + 1e-14, 1e-14);
        Close.Relative(1e-14, roots[1].Real, Close.Kernel);
        Assert.Equal([Complex.Zero, Complex.Zero], GeneralEigen.Values(0, 0));
    }

    [Fact]
    public void What_has_no_eigenvalues_is_refused()
    {
        Assert.Throws<ArgumentException>(() => GeneralEigen.Values(new Matrix(2, 3)));
        Assert.Throws<NumericalException>(() => GeneralEigen.Values(Matrix.Column(double.NaN)));
    }
}
