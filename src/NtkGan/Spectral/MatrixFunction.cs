using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>A product g(A) y and how it came about.</summary>
/// <param name="Values">g(A) y.</param>
/// <param name="Steps">Lanczos steps; 0 where the matrix was decomposed.</param>
/// <param name="ErrorEstimate">Estimated error, relative to the length of the result.</param>
internal sealed record MatrixFunctionValue(double[] Values, int Steps, double ErrorEstimate);

/// <summary>Functions of a symmetric matrix, applied to a vector. <see cref="Apply"/> takes eigenvalues as they are computed; <see cref="Evolve"/> and
/// <see cref="PseudoInverse"/> know which of them are rounding.</summary>
internal static class MatrixFunction
{
    private const int SmallSize = 48;

    // Below, in parts of the largest magnitude, a negative eigenvalue is not the rounding of a positive semidefinite kernel's values.
    private const double Indefinite = 1e-10;

    // What the null space may contribute to A times the result by rounding, in parts of y.
    private const double Drift = 1e-7;
    private const double KrylovTolerance = 1e-13;
    private static readonly double Tolerance = Math.ScaleB(1, -43);

    /// <summary>g(A) y for a smooth g, finite on the spectrum to rounding: Lanczos where few steps suffice, else <see cref="Decomposed"/>. Steps stop
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
        new(SymmetricEigen.Of(matrix.ToMatrix()).Apply(function, vector), 0, matrix.Size * Math.ScaleB(1, -52));

    /// <summary>g(A) y for what a time t makes of a constant force y: g(a) about t for a t far below 1, about 1/a far above it. Eigenvalues within
    /// n 2^-52 of the largest magnitude are those of the null space, to rounding; in it c grows as t without moving A c, and once rounding would move
    /// A c by 1e-7 of y, from a time T on, it takes g = T^2/t in place of t: nothing drifts, and the limit is that of the pseudo-inverse.
    /// Negative eigenvalues down to 1e-10 of the largest magnitude count as 0; g is asked for those below. Lanczos where few steps suffice, rational
    /// Krylov spaces (whose cost does not depend on t) for exponentials, else the eigendecomposition.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="time">t, finite.</param>
    /// <param name="function">g.</param>
    /// <param name="vector">y.</param>
    /// <param name="isExponential">Whether g is made of e^(-s a), 0 &lt;= s &lt;= t.</param>
    /// <exception cref="NumericalException">An entry is NaN or infinite, or the result overflows.</exception>
    public static MatrixFunctionValue Evolve(ScaledMatrix matrix, double time, Func<double, double> function, double[] vector, bool isExponential)
    {
        var largest = 0.0;
        var value = matrix.Size <= SmallSize ? null : Projected(matrix, ritz =>
        {
            largest = LargestMagnitude(ritz);
            return Rounding(matrix.Size) * largest * time > Drift ? null : Steadied(function, time, largest, matrix.Size);
        }, vector, MaximumSteps(matrix.Size));
        if (value is null && isExponential && matrix.Size > SmallSize && Rounding(matrix.Size) * largest * time <= Drift)
            value = Rational(matrix.ToMatrix(), time, function, vector, largest);
        if (value is null)
        {
            value = EvolveAll(matrix, [time], _ => function, vector)[0];
        }

        return Finite(value);
    }

    /// <summary>What <see cref="Evolve"/> gives at several times, from one eigendecomposition: training curves cost no more than their last point.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="times">The times t, finite.</param>
    /// <param name="functionAt">g of a time.</param>
    /// <param name="vector">y.</param>
    /// <exception cref="NumericalException">An entry is NaN or infinite, or a result overflows.</exception>
    public static IReadOnlyList<MatrixFunctionValue> EvolveAll(ScaledMatrix matrix, IReadOnlyList<double> times, Func<double, Func<double, double>> functionAt, double[] vector)
    {
        var eigen = SymmetricEigen.Of(matrix.ToMatrix());
        var largest = LargestMagnitude(eigen.Values);
        return [.. times.Select(time => Finite(new(eigen.Apply(Steadied(functionAt(time), time, largest, matrix.Size), vector), 0, Rounding(matrix.Size))))];
    }

    /// <summary>The pseudo-inverse A^+ y, dropping eigenvalues up to n 2^-52 times the largest magnitude, and negative ones up to 1e-10 of it.</summary>
    /// <exception cref="NumericalException">An entry is NaN or infinite.</exception>
    /// <exception cref="UsageException">A has a negative eigenvalue beyond rounding: what the pseudo-inverse is the limit of has none.</exception>
    public static MatrixFunctionValue PseudoInverse(ScaledMatrix matrix, double[] vector)
    {
        var eigen = SymmetricEigen.Of(matrix.ToMatrix());
        var largest = LargestMagnitude(eigen.Values);
        if (eigen.Values.Length > 0 && eigen.Values[0] < -Indefinite * largest) throw NoLimit(eigen.Values[0], largest);
        var floor = Rounding(matrix.Size) * largest;
        return new(eigen.Apply(value => value > floor ? 1 / value : 0, vector), 0, Rounding(matrix.Size));
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
    internal static MatrixFunctionValue? Projected(ScaledMatrix matrix, Func<double, double> function, double[] vector, int maximumSteps) =>
        Projected(matrix, _ => function, vector, maximumSteps);

    // The function may depend on the eigenvalues of A as they are known so far; where it is null, Lanczos gives up.
    private static MatrixFunctionValue? Projected(ScaledMatrix matrix, Func<double[], Func<double, double>?> functionOn, double[] vector, int maximumSteps)
    {
        var basis = new LanczosBasis(matrix, vector, maximumSteps);
        if (basis.Length == 0) return new(new double[matrix.Size], 0, 0);
        if (!double.IsFinite(basis.Length)) throw new NumericalException("A function of a matrix cannot be applied to a vector with an entry that is NaN or infinite.");
        double[] before = [];
        while (Grow(basis, maximumSteps))
        {
            var start = new double[basis.Size];
            start[0] = basis.Length;
            var projected = basis.Projected();
            if (functionOn(projected.Values) is not { } function) return null;
            var coordinates = projected.Apply(function, start);
            var (change, length) = (0.0, 0.0);
            for (var k = 0; k < coordinates.Length; k++)
            {
                var difference = coordinates[k] - (k < before.Length ? before[k] : 0);
                change += difference * difference;
                length += coordinates[k] * coordinates[k];
            }

            var error = basis.IsInvariant ? Rounding(basis.Size) : length == 0 ? 0 : Math.Sqrt(change / length);
            if (basis.IsInvariant || (before.Length > 0 && error <= Tolerance)) return new(basis.Combine(coordinates), basis.Size, error);
            before = coordinates;
        }

        return null;
    }

    // Null where the space does not converge, or A is not positive semidefinite.
    private static MatrixFunctionValue? Rational(Matrix matrix, double time, Func<double, double> function, double[] vector, double largest)
    {
        if (RationalKrylovSpace.Resolvent(matrix, time) is not { } resolvent) return null;
        if (RationalKrylovSpace.Of(resolvent, time, vector, KrylovTolerance) is not { } space || space.Least < -Indefinite * largest) return null;
        var (coordinates, result) = (space.Coordinates(function), new double[vector.Length]);
        for (var k = 0; k < coordinates.Length; k++) DotProduct.Add(coordinates[k], space.Basis.Row(k), result);
        return new(result, coordinates.Length, KrylovTolerance);
    }

    private static Func<double, double> Steadied(Func<double, double> function, double time, double largest, int size)
    {
        var floor = Rounding(size) * largest;
        var still = Drift / floor;
        return value =>
        {
            if (value < 0 && value >= -Indefinite * largest) value = 0;
            return time > still && Math.Abs(value) <= floor ? function(0) * (still / time) * (still / time) : function(value);
        };
    }

    /// <summary>Why a matrix with a negative eigenvalue gives training no limit.</summary>
    internal static UsageException NoLimit(double least, double largest) => new(FormattableString.Invariant(
        $"The kernel is not positive semidefinite on these points (an eigenvalue of the Gram matrix is {least / largest:G3} of the largest in size), so this training does not exist: take a finite time of lsgan, an ipm, or another kernel."));

    private static MatrixFunctionValue Finite(MatrixFunctionValue value) => value.Values.All(double.IsFinite) ? value
        : throw new NumericalException("Training amplifies without bound along a negative eigenvalue of the Gram matrix, and overflows: the kernel is not positive semidefinite; shorten the time or take another kernel.");

    private static double LargestMagnitude(double[] ascending) => ascending.Length == 0 ? 0 : Math.Max(Math.Abs(ascending[0]), Math.Abs(ascending[^1]));

    private static double Rounding(int size) => size * Math.ScaleB(1, -52);

    private static int MaximumSteps(int size) => 20 + size / 6;

    // A few steps between two looks at the projected problem, more as that grows; false when no step is left.
    private static bool Grow(LanczosBasis basis, int maximumSteps)
    {
        var goal = Math.Min(maximumSteps, basis.Size + Math.Max(4, basis.Size / 8));
        if (basis.Size == goal) return false;
        while (basis.Size < goal && !basis.IsInvariant) basis.Extend();
        return true;
    }
}
