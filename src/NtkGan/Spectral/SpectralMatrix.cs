using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>A symmetric matrix A = S K S, to which functions are applied. It is decomposed at most once, for as many functions (times of one training) as
/// are asked for, and not at all where Krylov spaces do.</summary>
internal sealed class SpectralMatrix
{
    /// <summary>Up to this many rows a decomposition costs next to nothing.</summary>
    private const int Small = 48;

    // From this many rows on a Cholesky factor and its inverse cost less than a decomposition; measured: see the benchmark 'synthesis'.
    private const int SmallestRational = 160;

    private static readonly double Tolerance = Math.ScaleB(1, -43);
    private readonly Lazy<SymmetricEigen> _eigen;

    /// <summary>A = S K S; not copied, and not to be changed.</summary>
    public SpectralMatrix(ScaledMatrix matrix)
    {
        Matrix = matrix;
        _eigen = new(() => SymmetricEigen.Of(matrix.ToMatrix()));
    }

    /// <summary>A itself; not copied, and not to be changed.</summary>
    /// <exception cref="ArgumentException">It is not square.</exception>
    /// <exception cref="NumericalException">An entry is NaN or infinite.</exception>
    public SpectralMatrix(Matrix matrix) : this(new ScaledMatrix(matrix, [.. Enumerable.Repeat(1.0, matrix.Rows)])) => SquareMatrix.Check("function", matrix);

    /// <summary>A.</summary>
    public ScaledMatrix Matrix { get; }

    /// <summary>The number n of rows.</summary>
    public int Size => Matrix.Size;

    /// <summary>The eigendecomposition, made when it is first asked for.</summary>
    public SymmetricEigen Eigen => _eigen.Value;

    /// <summary>Computes f(A) Y. Automatically: by the decomposition if A is small or has one; else in polynomial Krylov spaces where few steps suffice; else in
    /// rational ones, whose steps do not depend on t, if f is made of exponentials; else by the decomposition.</summary>
    /// <param name="function">f.</param>
    /// <param name="columns">Y, n x c; kept, and not to be changed.</param>
    /// <param name="route">How.</param>
    /// <param name="tolerance">The error allowed to Krylov spaces, relative to the length of the result or of a column.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="NumericalException">An entry is NaN or infinite, or the result overflows.</exception>
    /// <exception cref="UsageException">A has a negative eigenvalue beyond rounding, where f does not exist.</exception>
    public SymmetricFunction Apply(SpectralFunction function, Matrix columns, MatrixRoute route = MatrixRoute.Automatic, double tolerance = KrylovSpace.Tolerance)
    {
        if (columns.Rows != Size) throw new ArgumentException($"A function of a {Size} x {Size} matrix cannot be applied to {columns.Rows} rows.", nameof(columns));
        if (!columns.IsFinite()) throw new NumericalException("A function of a matrix cannot be applied to a vector with an entry that is NaN or infinite.");
        var result = TryKrylov(function, columns, route, tolerance) ?? (SymmetricFunction)new DecomposedFunction(this, function, columns);
        return result.Values.IsFinite() ? result
            : throw new NumericalException("Training amplifies without bound along a negative eigenvalue of the Gram matrix, and overflows: the kernel is not positive semidefinite; shorten the time or take another kernel.");
    }

    /// <summary>The same in Krylov spaces, or null where the decomposition is to be taken.</summary>
    public KrylovFunction? TryKrylov(SpectralFunction function, Matrix columns, MatrixRoute route = MatrixRoute.Automatic, double tolerance = KrylovSpace.Tolerance)
    {
        var decomposes = route == MatrixRoute.Decomposition || (route == MatrixRoute.Automatic && (Size <= Small || _eigen.IsValueCreated));
        return decomposes ? null : KrylovFunction.TryMake(this, function, columns, tolerance, route == MatrixRoute.Krylov || Size >= SmallestRational);
    }

    /// <summary>The largest eigenvalue of A, to about 1e-10 relative; 0 if none is positive.</summary>
    /// <exception cref="NumericalException">An entry is NaN or infinite.</exception>
    public double LargestEigenvalue()
    {
        if (Size > Small && !_eigen.IsValueCreated)
        {
            var start = new double[Size];
            CounterRandom.For(0, "largest eigenvalue").FillNormal(start);
            var (basis, before) = (new LanczosBasis(Matrix, start), double.NaN);
            while (basis.Grow(KrylovSpace.MostPolynomialSteps(Matrix)))
            {
                var largest = basis.Projected().Values[^1];
                if (basis.IsInvariant || Math.Abs(largest - before) <= Math.Max(Tolerance, Matrix.Error) * Math.Abs(largest)) return Math.Max(0, largest);
                before = largest;
            }
        }

        return Math.Max(0, _eigen.IsValueCreated ? Eigen.Values.LastOrDefault() : SymmetricEigen.ValuesOf(Matrix.ToMatrix()).LastOrDefault());
    }
}
