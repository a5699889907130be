using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>An orthonormal basis of the Krylov space span{y, A y, A^2 y, ...} of a symmetric matrix, in which A is tridiagonal, grown a vector
/// at a time with full reorthogonalisation (two passes, so that orthogonality holds to rounding).</summary>
internal sealed class LanczosBasis
{
    private readonly ScaledMatrix _matrix;
    private readonly Matrix _vectors;
    private readonly double[] _next;
    private readonly double[] _diagonal;
    private readonly double[] _below;
    private double _remaining;
    private double _scale;

    /// <summary>Starts with y / |y|.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="start">y, not zero.</param>
    /// <param name="capacity">The largest number of vectors.</param>
    public LanczosBasis(ScaledMatrix matrix, double[] start, int capacity)
    {
        (_matrix, _vectors, _next) = (matrix, new Matrix(capacity, matrix.Size), (double[])start.Clone());
        (_diagonal, _below) = (new double[capacity], new double[capacity]);
        Length = Math.Sqrt(DotProduct.Of(start, start));
        _remaining = Length;
    }

    /// <summary>|y|.</summary>
    public double Length { get; }

    /// <summary>Number of vectors so far.</summary>
    public int Size { get; private set; }

    /// <summary>True once the space holds all powers of A on y, to rounding: projected answers are then exact.</summary>
    public bool IsInvariant { get; private set; }

    /// <summary>The length of what A adds to the space, beta in A V = V T + beta v e_k^T.</summary>
    public double Remaining => _remaining;

    /// <summary>Adds one vector and multiplies it by A.</summary>
    public void Extend()
    {
        var k = Size++;
        var own = _vectors.Row(k);
        for (var i = 0; i < own.Length; i++) own[i] = _next[i] / _remaining;
        _matrix.Multiply(own, _next);
        _diagonal[k] = DotProduct.Of(own, _next);
        for (var pass = 0; pass < 2; pass++)
            for (var j = k; j >= 0; j--)
                DotProduct.Add(-DotProduct.Of(_vectors.Row(j), _next), _vectors.Row(j), _next);
        _below[k] = _remaining = Math.Sqrt(DotProduct.Of(_next, _next));
        _scale = Math.Max(_scale, Math.Abs(_diagonal[k]) + _remaining);
        IsInvariant = Size == _matrix.Size || _remaining <= _matrix.Size * Math.ScaleB(1, -52) * _scale;
    }

    /// <summary>The eigendecomposition of the tridiagonal matrix V^T A V.</summary>
    public SymmetricEigen Projected() => SymmetricEigen.Of(new Tridiagonal(_diagonal[..Size], _below[..Size]));

    /// <summary>The basis, one vector a row, as a copy.</summary>
    public Matrix Vectors() => new(Size, _matrix.Size, _vectors.Values[..(Size * _matrix.Size)].ToArray());

    /// <summary>The vector with the given coordinates in the basis.</summary>
    public double[] Combine(ReadOnlySpan<double> coordinates)
    {
        var result = new double[_matrix.Size];
        for (var k = 0; k < coordinates.Length; k++) DotProduct.Add(coordinates[k], _vectors.Row(k), result);
        return result;
    }
}
