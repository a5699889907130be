using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>f_k(x) = sum_j c_jk k(x, p_j): what every discriminator of infinite width is, that of a flow, of a synthesis and of a game. Values and gradients
/// stream over the pairs, or over boxes of points (<see cref="Kernel.Summation"/>); nothing of size q x N x d is stored.</summary>
public sealed class Expansion
{
    private readonly double[][] _columns;
    private readonly Matrix _points;

    /// <summary>Makes the expansion; points and coefficients are not copied and must not change.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="points">p, N x d.</param>
    /// <param name="coefficients">c, N x outputs, finite.</param>
    /// <exception cref="InvalidDataFormatException">Numbers of rows do not fit, or a coefficient is NaN or infinite.</exception>
    public Expansion(Kernel kernel, Matrix points, Matrix coefficients)
    {
        if (coefficients.Rows != points.Rows) throw new InvalidDataFormatException($"{coefficients.Rows} coefficients do not fit {points.Rows} points.");
        if (!coefficients.IsFinite()) throw new InvalidDataFormatException("The coefficients of an expansion must be finite, but one is NaN or infinite.");
        (Kernel, _points) = (kernel, points);
        _columns = [.. Enumerable.Range(0, coefficients.Columns).Select(k => Enumerable.Range(0, coefficients.Rows).Select(j => coefficients[j, k]).ToArray())];
    }

    /// <summary>k.</summary>
    public Kernel Kernel { get; }

    /// <summary>p, N x d; a copy.</summary>
    public Matrix Points => _points.Clone();

    private Expansion(Kernel kernel, Matrix points, double[][] columns) => (Kernel, _points, _columns) = (kernel, points, columns);

    /// <summary>The number of functions f_k.</summary>
    public int Outputs => _columns.Length;

    /// <summary>One of the functions alone, on the same points.</summary>
    public Expansion Take(int output) => new(Kernel, _points, [_columns[output]]);

    /// <summary>c of one output, N values.</summary>
    public ReadOnlySpan<double> Column(int output) => _columns[output];

    /// <summary>f_k(x_i) of one output and, where asked, its gradients.</summary>
    /// <param name="x">x, q x d.</param>
    /// <param name="values">Receives f_k, q values.</param>
    /// <param name="gradients">Receives the gradients, q x d; null for values alone.</param>
    /// <param name="output">k, from 0.</param>
    /// <returns>How it was summed, and how exactly.</returns>
    /// <exception cref="InvalidDataFormatException">Shapes do not fit, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The values overflow.</exception>
    public SummationReport Evaluate(Matrix x, double[] values, Matrix? gradients = null, int output = 0) => Kernel.Expand(x, _points, _columns[output], values, gradients);

    /// <summary>f_0(x_i) and its gradients at the first points of a Gram matrix of p.</summary>
    internal SummationReport Evaluate(SlopedGram gram, double[] values, Matrix gradients) => gram.Expand(_columns[0], values, gradients);

    /// <summary>f(x_i), q x outputs.</summary>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The values overflow.</exception>
    public Matrix Values(Matrix x)
    {
        var (result, values) = (new Matrix(x.Rows, Outputs), new double[x.Rows]);
        for (var k = 0; k < Outputs; k++)
        {
            Evaluate(x, values, output: k);
            for (var i = 0; i < values.Length; i++) result[i, k] = values[i];
        }

        return result;
    }

    /// <summary>The adjoint: for w = dL/df(x) (q x outputs) the derivatives of L by x, p and c. W = w c^T, q x N, is stored.</summary>
    /// <param name="x">x, q x d.</param>
    /// <param name="cotangents">w, q x outputs.</param>
    /// <returns>dL/dx, q x d; dL/dp, N x d; dL/dc, N x outputs.</returns>
    /// <exception cref="InvalidDataFormatException">Shapes do not fit, or an entry is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The kernel overflows.</exception>
    public (Matrix X, Matrix Points, Matrix Coefficients) Pullback(Matrix x, Matrix cotangents)
    {
        if ((cotangents.Rows, cotangents.Columns) != (x.Rows, Outputs))
            throw new InvalidDataFormatException($"Cotangents of {cotangents.Rows} x {cotangents.Columns} do not fit {x.Rows} points with {Outputs} outputs.");
        var weights = new Matrix(x.Rows, _points.Rows);
        for (var i = 0; i < x.Rows; i++)
            for (var k = 0; k < Outputs; k++) DotProduct.Add(cotangents[i, k], _columns[k], weights.Row(i));
        return (Kernel.Pullback(x, _points, weights), Kernel.Pullback(_points, x, weights.Transpose()), new Expansion(Kernel, x, cotangents).Values(_points));
    }
}
