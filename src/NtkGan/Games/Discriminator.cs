using NtkGan.Numerics;

namespace NtkGan.Games;

/// <summary>A real function of points with a spatial gradient.</summary>
public abstract class Discriminator
{
    /// <summary>Evaluates f(x_i) and, where asked, its gradient.</summary>
    /// <param name="points">x, n x d.</param>
    /// <param name="values">Receives f, n values.</param>
    /// <param name="gradients">Receives the gradients, n x d; null for values alone.</param>
    /// <exception cref="InvalidDataFormatException">Shapes do not fit, or a coordinate is NaN or infinite.</exception>
    public abstract void Evaluate(Matrix points, double[] values, Matrix? gradients = null);

    /// <summary>The Gram matrices Theta(x, x), n x n, of the tangent kernel that trains f: before its training, and at present; null where it has
    /// none. At infinite width they are one.</summary>
    /// <param name="points">x, n x d.</param>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    public abstract (Matrix Initial, Matrix Present)? TangentKernels(Matrix points);

    /// <summary>Gives back what a trainer has lent, where nobody evaluates f any more: then it need not be copied when its training goes on.</summary>
    internal virtual void Release()
    {
    }

    /// <summary>f(x_i), n values.</summary>
    public double[] Values(Matrix points)
    {
        var values = new double[points.Rows];
        Evaluate(points, values);
        return values;
    }
}
