using NtkGan.Numerics;

namespace NtkGan.Movers;

/// <summary>What a mover moves: parameters in one array (coordinates of points, weights of a network, coefficients, samples), the gradient that they descend and, where
/// there is one, its cost. Within a step it is one function of the parameters.</summary>
public abstract class MovingField
{
    /// <summary>How many numbers in a row make one point: errors of a step are the largest over points. All of them, if not said.</summary>
    /// <param name="count">The number of parameters.</param>
    public virtual int PointLength(int count) => count;

    /// <summary>What to change where the cost or its gradient is not finite.</summary>
    public virtual string Advice => "reduce the step size";

    /// <summary>The gradient at a position, and the cost.</summary>
    /// <param name="position">The parameters.</param>
    /// <param name="gradient">Receives the gradient, as long.</param>
    /// <returns>The cost; 0 of a field that is the gradient of none.</returns>
    public abstract double Evaluate(double[] position, double[] gradient);

    /// <summary>Moves a position into the set that parameters must stay in.</summary>
    public virtual void Confine(double[] position)
    {
    }

    /// <summary>Ends a step: confines the position, after anything else that is done to it once in a step.</summary>
    public virtual void Settle(double[] position) => Confine(position);

    /// <summary>Sets to 0 what of a gradient presses the position out of its set.</summary>
    public virtual void Release(double[] position, double[] gradient)
    {
    }

    /// <summary>The gradient and the cost at a position from which steps are taken.</summary>
    /// <param name="position">The parameters.</param>
    /// <param name="gradient">Receives the gradient, as long.</param>
    /// <exception cref="NumericalException">They are not finite.</exception>
    public double Finite(double[] position, double[] gradient)
    {
        var cost = Evaluate(position, gradient);
        return IsFinite(cost, gradient) ? cost : throw new NumericalException($"The cost or its gradient is no longer finite: {Advice}.");
    }

    /// <summary>Whether a cost and its gradient are finite.</summary>
    public static bool IsFinite(double cost, double[] gradient) => double.IsFinite(cost) && Reduction.IsFinite(gradient);
}
