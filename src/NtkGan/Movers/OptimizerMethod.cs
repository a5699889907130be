namespace NtkGan.Movers;

/// <summary>Another mover under a name of its own, as experiment files of flows have it: the same as that mover itself.</summary>
/// <param name="Optimizer">The mover; Adam if none is given.</param>
[Named("optimizer")]
public sealed record OptimizerMethod(Mover? Optimizer = null) : Mover
{
    /// <summary>The mover.</summary>
    public Mover Optimizer { get; init; } = Optimizer ?? new Adam();

    /// <inheritdoc/>
    public override double? Rate => Optimizer.Rate;

    /// <inheritdoc/>
    public override bool NeedsCost => Optimizer.NeedsCost;

    /// <inheritdoc/>
    public override IReadOnlyList<MemoryShape> Memories => Optimizer.Memories;

    /// <inheritdoc/>
    public override Mover WithUsualRate(double rate) => this with { Optimizer = Optimizer.WithUsualRate(rate) };

    /// <inheritdoc/>
    public override MoverStep Advance(double[] position, MoverMemory memory, MovingField field, double rate) => Optimizer.Advance(position, memory, field, rate);
}
