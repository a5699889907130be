using NtkGan.Numerics;

namespace NtkGan.Generators;

/// <summary>What makes the generated points: nothing but the points themselves, or a map of latent points with parameters of its own. A generator
/// says how its points follow from its parameters; a flow method says how the parameters move.</summary>
[Family("generator")]
public abstract record Generator
{
    /// <summary>The generator and its parameters at the start.</summary>
    /// <param name="latents">z, n x d_z: the particles themselves, or what the generator maps to points.</param>
    /// <param name="dimension">d, the dimension of the generated points.</param>
    /// <param name="seed">The seed of what is random in it.</param>
    /// <exception cref="UsageException">The latent points do not suit the generator.</exception>
    public abstract (GeneratorMap Map, Matrix Parameters) Start(Matrix latents, int dimension, ulong seed);
}

/// <summary>The generated points as a differentiable function g of parameters, on fixed latent points z_1..z_n.</summary>
public abstract class GeneratorMap
{
    /// <summary>The points g(z_i), n x d, or those of some rows, in a new matrix.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="rows">Which points; all if null.</param>
    public abstract Matrix Points(Matrix parameters, int[]? rows = null);

    /// <summary>How the parameters move when each point is drawn by a velocity: J^T v, J the derivative of the points by the parameters. The caller's own, or the
    /// velocities themselves.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="velocities">v, one row for each point.</param>
    /// <param name="rows">Which points; all if null.</param>
    public abstract Matrix Pull(Matrix parameters, Matrix velocities, int[]? rows = null);

    /// <summary>Whether <see cref="Pull"/> is J^T v itself, the gradient by the parameters, and no direction in another geometry.</summary>
    public virtual bool PullIsGradient => true;

    /// <summary>The same generator on other latent points, where its parameters do not belong to the points.</summary>
    /// <param name="latents">z, n x d_z.</param>
    /// <exception cref="UsageException">The parameters belong to the points.</exception>
    public virtual GeneratorMap On(Matrix latents) => throw new UsageException("Only a network generates from fresh latent points at every step: give any other at least one point of its own.");

    /// <summary>g at new latent points.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="latents">z*, k x d_z.</param>
    /// <exception cref="UsageException">The generator has no such thing: free particles are no function of anything.</exception>
    public abstract Matrix At(Matrix parameters, Matrix latents);

    /// <summary>Velocities of some rows as velocities of all, the others at rest.</summary>
    private protected static Matrix Spread(Matrix velocities, int count, int[]? rows)
    {
        if (rows is null) return velocities;
        var result = new Matrix(count, velocities.Columns);
        for (var b = 0; b < rows.Length; b++) velocities.Row(b).CopyTo(result.Row(rows[b]));
        return result;
    }

    /// <summary>Flow time that passes while the parameters move by eta J^T v, v_i = -share grad(c o f)(x_i), in units of eta share: 1 for free
    /// particles, n for a generator, whose flow averages over its latent points (k_g = n on equal points and 0 else makes them one).</summary>
    /// <param name="count">Number n of points that move.</param>
    public virtual double TimePerStep(int count) => count;
}

/// <summary>Points that a generator makes in one step.</summary>
/// <param name="Map">The generator on its latent points.</param>
/// <param name="Rows">Which of them; all if null.</param>
public sealed record GeneratedBatch(GeneratorMap Map, ValueList<int>? Rows = null)
{
    /// <summary>The points, n x d.</summary>
    public Matrix Points(Matrix parameters) => Map.Points(parameters, Rows?.ToArray());

    /// <summary>J^T v of these points.</summary>
    public Matrix Pull(Matrix parameters, Matrix velocities) => Map.Pull(parameters, velocities, Rows?.ToArray());
}
