using NtkGan.Numerics;

namespace NtkGan.Generators;

/// <summary>How particles are advanced along their velocity field, one step at a time. A velocity is asked at trial positions, each time with
/// a discriminator trained there.</summary>
[Family("flow_method")]
public abstract record FlowMethod
{
    /// <summary>One accepted step.</summary>
    /// <param name="positions">The particles, n x d.</param>
    /// <param name="suggestion">The step size that the last step suggests; 0 before the first.</param>
    /// <param name="velocity">dx/d(eta) at given positions, n x d, a fresh matrix.</param>
    /// <exception cref="NumericalException">No step size satisfies the tolerance.</exception>
    public abstract FlowStep Advance(Matrix positions, double suggestion, Func<Matrix, Matrix> velocity);

    /// <summary>positions + factor velocity, in a new matrix.</summary>
    protected static Matrix Moved(Matrix positions, double factor, Matrix velocity)
    {
        var result = positions.Clone();
        DotProduct.Add(factor, velocity.Values, result.Values);
        return result;
    }
}

/// <summary>One accepted step of a flow.</summary>
/// <param name="Positions">Where the particles are after it.</param>
/// <param name="StepSize">The step size eta that was taken.</param>
/// <param name="Suggestion">The step size to try next; 0 where the method does not adapt.</param>
public sealed record FlowStep(Matrix Positions, double StepSize, double Suggestion = 0);
