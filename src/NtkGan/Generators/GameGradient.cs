using NtkGan.Games;
using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Generators;

/// <summary>How the gradient of a game is taken, and of which cost: what draws generated points under a trained discriminator.</summary>
[Family("gradient")]
public abstract record GameGradient
{
    /// <summary>Sets up the game.</summary>
    /// <param name="kernel">The discriminator's kernel.</param>
    /// <param name="loss">The adversarial loss.</param>
    /// <param name="training">How, and for how long, the discriminator is trained.</param>
    /// <param name="cost">Which function of f the points descend.</param>
    /// <param name="normalisation">How points are weighted in the discriminator's loss.</param>
    /// <param name="initial">f_0, the discriminator before training; null for the training's own.</param>
    /// <param name="seed">The seed of what is random in the discriminator.</param>
    /// <exception cref="UsageException">The training cannot treat the loss or the kernel, or the gradient cannot pass through it.</exception>
    public abstract Game Start(Kernel kernel, Loss loss, Training training, GeneratorCost cost, Normalisation normalisation, Discriminator? initial, ulong seed);
}

/// <summary>A game under way: a discriminator that is trained whenever it is asked, and what it does to points.</summary>
public abstract class Game : ISaved
{
    private IReadOnlyDictionary<string, Matrix>? _mark;

    /// <summary>Whether the discriminator must be trained on the very points that are drawn.</summary>
    public virtual bool TrainsOnDrawnPoints => false;

    /// <summary>Whether nothing is carried from one training to the next, so that the same points have the same field.</summary>
    public virtual bool StartsAnew => false;

    /// <summary>Whether the velocities are those of one cost L of all n points, -n dL/dx_i with L the field's cost, which a line search can compare.</summary>
    public virtual bool HasCost => false;

    /// <summary>Trains the discriminator on fakes and targets and draws points.</summary>
    /// <param name="fakes">n x d, what it is trained on.</param>
    /// <param name="targets">m x d.</param>
    /// <param name="points">The points that are drawn.</param>
    /// <exception cref="UsageException">A set is empty, or the training cannot treat it.</exception>
    /// <exception cref="InvalidDataFormatException">Points that do not fit, or are not finite.</exception>
    /// <exception cref="NumericalException">The discriminator cannot be computed.</exception>
    public abstract FlowField Field(Matrix fakes, Matrix targets, Matrix points);

    /// <summary>The cost of a point where the discriminator is f, and its slope, for maps of the cost.</summary>
    public abstract (double Value, double Slope) CostAt(double f);

    /// <summary>Writes what the next training depends on beside its points; nothing where each training starts anew.</summary>
    public virtual void Save(StateWriter state)
    {
    }

    /// <inheritdoc/>
    public virtual void Restore(StateReader state)
    {
    }

    /// <summary>Marks the present state, so that what follows can be taken back; an earlier mark is forgotten.</summary>
    public virtual void Mark() => _mark = this.Save();

    /// <summary>Goes back to the state at the last mark, which stays.</summary>
    /// <exception cref="InvalidOperationException">Nothing was marked since another state was taken up.</exception>
    public virtual void TakeBack() => this.Restore(_mark ?? throw new InvalidOperationException("Nothing was marked that could be taken back."));
}
