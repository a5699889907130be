using NtkGan.Numerics;

namespace NtkGan.Spectral;

/// <summary>An orthonormal basis of the Krylov space span{y, A y, A^2 y, ...} of a symmetric matrix, in which A is tridiagonal, grown a vector
/// at a time with full reorthogonalisation (two passes, so that orthogonality holds to rounding).</summary>
internal sealed class LanczosBasis
{
    private readonly ScaledMatrix _matrix;
    private readonly List<double[]> _vectors = [];
    private readonly List<double> _diagonal = [];
    private readonly List<double> _below = [];
    private readonly double[] _next;
    private double _remaining;
    private double _scale;

    /// <summary>Starts with y / |y|.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="start">y, not zero.</param>
    public LanczosBasis(ScaledMatrix matrix, double[] start)
    {
        (_matrix, _next) = (matrix, (double[])start.Clone());
        Length = Math.Sqrt(DotProduct.Of(start, start));
        _remaining = Length;
    }

    /// <summary>|y|.</summary>
    public double Length { get; }

    /// <summary>Number of vectors so far.</summary>
    public int Size => _vectors.Count;

    /// <summary>True once the space holds all powers of A on y, to rounding: projected answers are then exact.</summary>
    public bool IsInvariant { get; private set; }

    /// <summary>The length of what A adds to the space, beta in A V = V T + beta v e_k^T.</summary>
    public double Remaining => _remaining;

    /// <summary>Adds one vector and multiplies it by A.</summary>
    public void Extend()
    {
        var own = new double[_matrix.Size];
        for (var i = 0; i < own.Length; i++) own[i] = _next[i] / _remaining;
        _matrix.Multiply(own, _next);
        var diagonal = DotProduct.Of(own, _next);
        _vectors.Add(own);
        for (var pass = 0; pass < 2; pass++)
            for (var j = Size - 1; j >= 0; j--)
                DotProduct.Add(-DotProduct.Of(_vectors[j], _next), _vectors[j], _next);
        _remaining = Math.Sqrt(DotProduct.Of(_next, _next));
        _diagonal.Add(diagonal);
        _below.Add(_remaining);
        _scale = Math.Max(_scale, Math.Abs(diagonal) + _remaining);
        IsInvariant = Size == _matrix.Size || _remaining <= _matrix.Size * Math.ScaleB(1, -52) * _scale;
    }

    /// <summary>Adds a few vectors between two looks at the projected problem, more as that grows; false when none is left of the most.</summary>
    public bool Grow(int most)
    {
        var goal = Math.Min(Math.Min(most, _matrix.Size), Size + Math.Max(4, Size / 8));
        if (Size == goal) return false;
        while (Size < goal && !IsInvariant) Extend();
        return true;
    }

    /// <summary>The eigendecomposition of the tridiagonal matrix V^T A V.</summary>
    public SymmetricEigen Projected() => SymmetricEigen.Of(new Tridiagonal([.. _diagonal], [.. _below]));

    /// <summary>The basis, one vector a row, as a copy.</summary>
    public Matrix Vectors()
    {
        var result = new Matrix(Size, _matrix.Size);
        for (var k = 0; k < Size; k++) _vectors[k].CopyTo(result.Row(k));
        return result;
    }

    /// <summary>The vector with the given coordinates in the basis.</summary>
    public double[] Combine(ReadOnlySpan<double> coordinates)
    {
        var result = new double[_matrix.Size];
        for (var k = 0; k < coordinates.Length; k++) DotProduct.Add(coordinates[k], _vectors[k], result);
        return result;
    }
}
