using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Synthesis;

/// <summary>One batch under one kernel, all that a loss sees: P = [X; Z], N = n + m rows.</summary>
/// <param name="Real">X, n x d.</param>
/// <param name="Synthetic">Z, m x d.</param>
/// <param name="Gram">Kr = K + r (tr K/N) I, K_ij = k(P_i, P_j).</param>
/// <param name="Lambda">The training time lambda of the discriminator.</param>
/// <param name="Route">How functions of Kr are computed.</param>
public sealed record SynthesisBatch(Matrix Real, Matrix Synthetic, Matrix Gram, double Lambda, MatrixRoute Route)
{
    /// <summary>X, n x d.</summary>
    public Matrix Real { get; } = Real;

    /// <summary>Z, m x d.</summary>
    public Matrix Synthetic { get; } = Synthetic;

    /// <summary>N.</summary>
    public int Count => Gram.Rows;

    /// <summary>Y = [y0, y1], N x 2: y0 is 1 on synthetic rows, y1 on real ones.</summary>
    public Matrix Labels { get; } = MakeLabels(Real.Rows, Synthetic.Rows);

    private static Matrix MakeLabels(int real, int synthetic)
    {
        var labels = new Matrix(real + synthetic, 2);
        for (var i = 0; i < labels.Rows; i++) labels[i, i < real ? 1 : 0] = 1;
        return labels;
    }
}

/// <summary>A loss with its derivatives.</summary>
/// <param name="Value">The loss.</param>
/// <param name="Scores">F, N x 2: the fake score F_0 and the real score F_1 of every row.</param>
/// <param name="Gram">dL/dKr, the rows of Z.</param>
/// <param name="Synthetic">The part of dL/dZ that does not pass through the kernel, m x d, or null.</param>
public sealed record LossValue(double Value, Matrix Scores, SymmetricCotangent Gram, Matrix? Synthetic = null);
