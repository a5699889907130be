using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>A function of a symmetric matrix in Krylov spaces, one for each column of Y and of its cotangent. With g ~ V_g e_1 |g| and
/// y ~ V_y e_1 |y|, dL/dA is sym(sum over columns of V_g^T H V_y), H the divided differences between the two projected matrices: of rank
/// 2 c times the steps (Kandolf, Koskela, Relton, Schweitzer, "Computing low-rank approximations of the Frechet derivative", 2021).</summary>
internal sealed class KrylovFunction : SymmetricFunction
{
    private readonly Func<double[], KrylovSpace?> _spaceOf;
    private readonly KrylovSpace?[] _spaces;

    private KrylovFunction(SpectralMatrix matrix, SpectralFunction function, Matrix columns, double tolerance, Func<double[], KrylovSpace?> spaceOf, KrylovSpace?[] spaces)
        : base(matrix, function, columns)
    {
        (_spaceOf, _spaces) = (spaceOf, spaces);

        // An error of products moves f(A) by |f'| of itself, at most t/2 in parts of f(0).
        var amplified = spaces.Max(space => space is null ? 0 : space.Spectrum.Error * space.Spectrum.Largest * function.Time / 2);
        ErrorEstimate = tolerance + amplified;
        for (var c = 0; c < spaces.Length; c++)
            if (spaces[c] is { } space) SetColumn(c, space.Apply(function));
    }

    public override int Steps => _spaces.Max(space => space?.Size ?? 0);

    public override double ErrorEstimate { get; }

    /// <summary>The function, or null where the spaces do not converge.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="function">f.</param>
    /// <param name="columns">Y.</param>
    /// <param name="tolerance">When a space is large enough.</param>
    /// <param name="isRationalAllowed">Whether rational spaces may be tried where polynomial ones do not suffice.</param>
    public static KrylovFunction? TryMake(SpectralMatrix matrix, SpectralFunction function, Matrix columns, double tolerance, bool isRationalAllowed)
    {
        var spectrum = new SpectrumScale(0, matrix.Size);
        tolerance = Math.Max(tolerance, matrix.Matrix.Error);
        KrylovSpace? Polynomial(double[] vector) => KrylovSpace.Polynomial(matrix.Matrix, function, vector, tolerance, out spectrum);
        if (Spaces(Polynomial, columns) is { } polynomial) return new(matrix, function, columns, tolerance, Polynomial, polynomial);
        if (!isRationalAllowed || function is not ExponentialFunction || KrylovSpace.Resolvent(matrix.Matrix, function.Time, spectrum) is not { } resolvent) return null;
        KrylovSpace? Rational(double[] vector) => KrylovSpace.Rational(resolvent, function.Time, vector, tolerance, spectrum);
        return Spaces(Rational, columns) is { } rational ? new(matrix, function, columns, tolerance, Rational, rational) : null;
    }

    private protected override SymmetricCotangent Pull(ExponentialFunction function, Matrix cotangent, int firstRow)
    {
        if (Spaces(_spaceOf, cotangent) is not { } cotangents) return new DecomposedFunction(Matrix, function, Columns).Pullback(cotangent, firstRow);
        var rank = 0;
        for (var c = 0; c < _spaces.Length; c++)
            if (cotangents[c] is { } g && _spaces[c] is { } y) rank += g.Size + y.Size;
        Matrix left = new(rank, Matrix.Size), right = new(rank, Matrix.Size);
        var row = 0;
        for (var c = 0; c < _spaces.Length; c++)
        {
            if (cotangents[c] is not { } g || _spaces[c] is not { } y) continue;
            var inner = Between(function, g, y);
            Place(g.Basis, MatrixProduct.Of(inner, y.Basis));
            Place(y.Basis, MatrixProduct.TransposedOf(inner, g.Basis));
        }

        return new(MatrixProduct.TransposedOf(left, right, firstRow), DotProduct.Of(left.Values, right.Values));

        void Place(Matrix basis, Matrix partner)
        {
            basis.Values.CopyTo(left.Values[(row * left.Columns)..]);
            partner.Values.CopyTo(right.Values[(row * right.Columns)..]);
            row += basis.Rows;
        }
    }

    // H/2 = U_g^T [f[a_i, b_j] (U_g e_1 |g|)_i (U_y e_1 |y|)_j] U_y / 2, eigenvectors in rows.
    private static Matrix Between(ExponentialFunction function, KrylovSpace g, KrylovSpace y)
    {
        var differences = new Matrix(g.Size, y.Size);
        for (var i = 0; i < differences.Rows; i++)
            for (var j = 0; j < differences.Columns; j++)
                differences[i, j] = function.DividedDifference(g.Values[i], y.Values[j]) * g.Vectors[i, 0] * y.Vectors[j, 0] * g.Length * y.Length / 2;
        return MatrixProduct.Of(MatrixProduct.TransposedOf(g.Vectors, differences), y.Vectors);
    }

    // One for each column, null for a column of zeros; null as a whole if one does not converge.
    private static KrylovSpace?[]? Spaces(Func<double[], KrylovSpace?> spaceOf, Matrix columns)
    {
        var spaces = new KrylovSpace?[columns.Columns];
        for (var c = 0; c < spaces.Length; c++)
        {
            var column = Column(columns, c);
            if (column.All(value => value == 0)) continue;
            if (c > 0 && column.Select(value => -value).SequenceEqual(Column(columns, c - 1))) spaces[c] = spaces[c - 1]?.Negated();
            else spaces[c] = spaceOf(column);
            if (spaces[c] is null) return null;
        }

        return spaces;
    }
}
