using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>A product g(A) y and how it came about.</summary>
/// <param name="Values">g(A) y.</param>
/// <param name="Steps">Lanczos steps; 0 where the matrix was decomposed.</param>
/// <param name="ErrorEstimate">Estimated error, relative to the length of the result.</param>
public sealed record MatrixFunctionValue(double[] Values, int Steps, double ErrorEstimate);

/// <summary>Functions of a symmetric positive semidefinite matrix, applied to a vector. Eigenvalues that rounding made negative count as 0,
/// so zero, repeated and slightly negative eigenvalues are in order.</summary>
public static class MatrixFunction
{
    private const int SmallSize = 48;
    private static readonly double Tolerance = Math.ScaleB(1, -43);

    /// <summary>g(A) y for a smooth g, finite on [0, infinity): Lanczos where few steps suffice, else <see cref="Decomposed"/>. Steps stop
    /// when the last few changed the result by less than 1e-13 of its length.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="function">g.</param>
    /// <param name="vector">y.</param>
    /// <exception cref="NumericalException">An entry is NaN or infinite.</exception>
    public static MatrixFunctionValue Apply(ScaledMatrix matrix, Func<double, double> function, double[] vector) =>
        (matrix.Size <= SmallSize ? null : Projected(matrix, function, vector, MaximumSteps(matrix.Size))) ?? Decomposed(matrix, function, vector);

    /// <summary>g(A) y by the eigendecomposition of A, O(n^3), for any g that is finite on the spectrum.</summary>
    /// <exception cref="NumericalException">An entry is NaN or infinite.</exception>
    public static MatrixFunctionValue Decomposed(ScaledMatrix matrix, Func<double, double> function, double[] vector) =>
        new(SymmetricEigen.Of(matrix.ToMatrix()).Apply(Clipped(function), vector), 0, matrix.Size * Math.ScaleB(1, -52));

    /// <summary>The pseudo-inverse A^+ y, dropping eigenvalues up to n 2^-52 times the largest.</summary>
    /// <exception cref="NumericalException">An entry is NaN or infinite.</exception>
    public static MatrixFunctionValue PseudoInverse(ScaledMatrix matrix, double[] vector)
    {
        var eigen = SymmetricEigen.Of(matrix.ToMatrix());
        var floor = matrix.Size * Math.ScaleB(1, -52) * Math.Max(0, eigen.Values.LastOrDefault());
        return new(eigen.Apply(value => value > floor ? 1 / value : 0, vector), 0, matrix.Size * Math.ScaleB(1, -52));
    }

    /// <summary>The largest eigenvalue of A, to about 1e-10 relative; 0 if none is positive.</summary>
    /// <exception cref="NumericalException">An entry is NaN or infinite.</exception>
    public static double LargestEigenvalue(ScaledMatrix matrix)
    {
        if (matrix.Size > SmallSize)
        {
            var start = new double[matrix.Size];
            CounterRandom.For(0, "largest eigenvalue").FillNormal(start);
            var basis = new LanczosBasis(matrix, start, MaximumSteps(matrix.Size));
            var before = double.NaN;
            while (Grow(basis, MaximumSteps(matrix.Size)))
            {
                var largest = basis.Projected().Values[^1];
                if (basis.IsInvariant || Math.Abs(largest - before) <= Tolerance * Math.Abs(largest)) return Math.Max(0, largest);
                before = largest;
            }
        }

        return Math.Max(0, SymmetricEigen.ValuesOf(matrix.ToMatrix()).LastOrDefault());
    }

    /// <summary>g(A) y by Lanczos, or null if that takes more than the given number of steps.</summary>
    internal static MatrixFunctionValue? Projected(ScaledMatrix matrix, Func<double, double> function, double[] vector, int maximumSteps)
    {
        var basis = new LanczosBasis(matrix, vector, maximumSteps);
        if (basis.Length == 0) return new(new double[matrix.Size], 0, 0);
        if (!double.IsFinite(basis.Length)) throw new NumericalException("A function of a matrix cannot be applied to a vector with an entry that is NaN or infinite.");
        double[] before = [];
        while (Grow(basis, maximumSteps))
        {
            var start = new double[basis.Size];
            start[0] = basis.Length;
            var coordinates = basis.Projected().Apply(Clipped(function), start);
            var (change, length) = (0.0, 0.0);
            for (var k = 0; k < coordinates.Length; k++)
            {
                var difference = coordinates[k] - (k < before.Length ? before[k] : 0);
                change += difference * difference;
                length += coordinates[k] * coordinates[k];
            }

            var error = basis.IsInvariant ? basis.Size * Math.ScaleB(1, -52) : length == 0 ? 0 : Math.Sqrt(change / length);
            if (basis.IsInvariant || (before.Length > 0 && error <= Tolerance)) return new(basis.Combine(coordinates), basis.Size, error);
            before = coordinates;
        }

        return null;
    }

    private static int MaximumSteps(int size) => 20 + size / 6;

    // A few steps between two looks at the projected problem, more as that grows; false when no step is left.
    private static bool Grow(LanczosBasis basis, int maximumSteps)
    {
        var goal = Math.Min(maximumSteps, basis.Size + Math.Max(4, basis.Size / 8));
        if (basis.Size == goal) return false;
        while (basis.Size < goal && !basis.IsInvariant) basis.Extend();
        return true;
    }

    private static Func<double, double> Clipped(Func<double, double> function) => value => function(Math.Max(0, value));
}
