namespace NtkGan.Movers;

/// <summary>How parameters move down a gradient, one step at a time: particles, the weights of networks, generators and syntheses alike.</summary>
[Family("mover")]
public abstract record Mover
{
    /// <summary>The time that a step takes, or null where a step finds its own size: K steps of plain gradient descent are the time K times it.</summary>
    public virtual double? Rate => null;

    /// <summary>Whether it compares costs, and not only follows gradients: it promises that the cost of a step does not rise.</summary>
    public virtual bool NeedsCost => false;

    /// <summary>What it remembers from step to step.</summary>
    public virtual IReadOnlyList<MemoryShape> Memories => [];

    /// <summary>One step.</summary>
    /// <param name="position">The parameters, to be moved.</param>
    /// <param name="memory">What it remembers, to be overwritten; from <see cref="Start"/> before the first step.</param>
    /// <param name="field">What is descended.</param>
    /// <param name="rate">The rate of this step, in place of its own; without effect where a step finds its own size.</param>
    /// <exception cref="NumericalException">No step is possible; position and memory are then of no use.</exception>
    public abstract MoverStep Advance(double[] position, MoverMemory memory, MovingField field, double rate);

    /// <summary>One step of its own rate.</summary>
    /// <param name="position">The parameters, to be moved.</param>
    /// <param name="memory">What it remembers, to be overwritten.</param>
    /// <param name="field">What is descended.</param>
    /// <exception cref="NumericalException">No step is possible; position and memory are then of no use.</exception>
    public MoverStep Advance(double[] position, MoverMemory memory, MovingField field) => Advance(position, memory, field, Rate ?? 1);

    /// <summary>A memory before the first step.</summary>
    /// <param name="count">The number of parameters.</param>
    public MoverMemory Start(int count) => new(Memories, count);

    /// <summary>The same with a rate where it has none of its own yet.</summary>
    /// <param name="rate">What is usual for what is moved.</param>
    public virtual Mover WithUsualRate(double rate) => this;
}

/// <summary>How a step went.</summary>
/// <param name="StepSize">The factor of the direction that was taken; 0 where the step was skipped.</param>
/// <param name="CostAfter">The cost after the step, where the mover has computed it.</param>
/// <param name="Stalled">Why no further step of this mover can lower the cost, or null.</param>
public readonly record struct MoverStep(double StepSize, double? CostAfter = null, string? Stalled = null);
