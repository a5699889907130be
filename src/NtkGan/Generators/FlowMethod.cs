using NtkGan.Numerics;

namespace NtkGan.Generators;

/// <summary>How the parameters of a generator (free particles: the points themselves) are advanced along their velocity field, one step at a time.
/// A velocity is asked at trial positions, each time with a discriminator trained there.</summary>
[Family("flow_method")]
public abstract record FlowMethod
{
    /// <summary>One accepted step.</summary>
    /// <param name="positions">Where they are, n x d.</param>
    /// <param name="memory">What the last step left to this one, by name; empty before the first.</param>
    /// <param name="velocity">dx/d(eta) at given positions, n x d, a fresh matrix.</param>
    /// <exception cref="NumericalException">No step size satisfies the tolerance.</exception>
    public abstract FlowStep Advance(Matrix positions, IReadOnlyDictionary<string, Matrix> memory, Func<Matrix, Matrix> velocity);

    /// <summary>positions + factor velocity, in a new matrix.</summary>
    protected static Matrix Moved(Matrix positions, double factor, Matrix velocity)
    {
        var result = positions.Clone();
        DotProduct.Add(factor, velocity.Values, result.Values);
        return result;
    }
}

/// <summary>One accepted step of a flow.</summary>
/// <param name="Positions">Where they are after it.</param>
/// <param name="StepSize">The step size eta that was taken.</param>
/// <param name="Memory">What the method leaves to its next step; null for nothing.</param>
public sealed record FlowStep(Matrix Positions, double StepSize, IReadOnlyDictionary<string, Matrix>? Memory = null);
