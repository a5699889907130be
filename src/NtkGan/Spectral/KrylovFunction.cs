using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>A function of a symmetric matrix in rational Krylov spaces, one for each column of Y and of its cotangent. With g ~ V_g e_1 |g| and
/// y ~ V_y e_1 |y|, dL/dK is sym(sum over columns of V_g^T H V_y), H the divided differences between the two projected matrices: of rank
/// 2 c times the steps (Kandolf, Koskela, Relton, Schweitzer, "Computing low-rank approximations of the Frechet derivative", 2021).</summary>
internal sealed class KrylovFunction : SymmetricFunction
{
    private readonly ScaledMatrix _resolvent;
    private readonly RationalKrylovSpace?[] _spaces;

    private KrylovFunction(Matrix matrix, SpectralFunction function, Matrix columns, ScaledMatrix resolvent, RationalKrylovSpace?[] spaces) : base(matrix, function, columns)
    {
        (_resolvent, _spaces) = (resolvent, spaces);
        Values = new Matrix(columns.Rows, columns.Columns);
        for (var c = 0; c < spaces.Length; c++)
        {
            if (spaces[c] is not { } space) continue;
            var coordinates = space.Coordinates(function);
            var column = new double[columns.Rows];
            for (var k = 0; k < coordinates.Length; k++) DotProduct.Add(coordinates[k], space.Basis.Row(k), column);
            for (var i = 0; i < column.Length; i++) Values[i, c] = column[i];
        }
    }

    public override Matrix Values { get; }

    public override int Steps => _spaces.Max(space => space?.Values.Length ?? 0);

    /// <summary>The function, or null where the spaces do not converge.</summary>
    public static KrylovFunction? TryMake(Matrix matrix, SpectralFunction function, Matrix columns) =>
        function.Time > 0 && RationalKrylovSpace.Resolvent(matrix, function.Time) is { } resolvent && Spaces(resolvent, function, columns) is { } spaces
            ? new(matrix, function, columns, resolvent, spaces) : null;

    private protected override SymmetricCotangent Pull(Matrix cotangent, int firstRow)
    {
        if (Spaces(_resolvent, Function, cotangent) is not { } cotangents) return new DecomposedFunction(Matrix, Function, Columns).Pullback(cotangent, firstRow);
        var rank = 0;
        for (var c = 0; c < _spaces.Length; c++)
            if (cotangents[c] is { } g && _spaces[c] is { } y) rank += g.Values.Length + y.Values.Length;
        Matrix left = new(rank, Matrix.Rows), right = new(rank, Matrix.Rows);
        var row = 0;
        for (var c = 0; c < _spaces.Length; c++)
        {
            if (cotangents[c] is not { } g || _spaces[c] is not { } y) continue;
            var inner = Between(g, y);
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
    private Matrix Between(RationalKrylovSpace g, RationalKrylovSpace y)
    {
        var differences = new Matrix(g.Values.Length, y.Values.Length);
        for (var i = 0; i < differences.Rows; i++)
            for (var j = 0; j < differences.Columns; j++)
                differences[i, j] = Function.DividedDifference(g.Values[i], y.Values[j]) * g.Vectors[i, 0] * y.Vectors[j, 0] * g.Length * y.Length / 2;
        return MatrixProduct.Of(MatrixProduct.TransposedOf(g.Vectors, differences), y.Vectors);
    }

    // One for each column, null for a column of zeros; null as a whole if one does not converge.
    private static RationalKrylovSpace?[]? Spaces(ScaledMatrix resolvent, SpectralFunction function, Matrix columns)
    {
        var spaces = new RationalKrylovSpace?[columns.Columns];
        for (var c = 0; c < spaces.Length; c++)
        {
            var column = Column(columns, c);
            if (column.All(value => value == 0)) continue;
            if (c > 0 && column.Select(value => -value).SequenceEqual(Column(columns, c - 1))) spaces[c] = spaces[c - 1]?.Negated();
            else spaces[c] = RationalKrylovSpace.Of(resolvent, function.Time, column);
            if (spaces[c] is null) return null;
        }

        return spaces;
    }
}
