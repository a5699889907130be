namespace NtkGan.Movers;

/// <summary>A mover of first order, as networks are trained with: one gradient a step, and a rule by which it moves parameters downhill.</summary>
public abstract record Optimizer : Mover
{
    private const string Skips = "skips";

    /// <summary>Steps on end that are skipped wholly where the gradient is not finite; one more is an error.</summary>
    protected virtual int LargestSkips => 0;

    /// <inheritdoc/>
    public abstract override double? Rate { get; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<MemoryShape> Memories => LargestSkips == 0 ? Vectors : [.. Vectors, new(Skips, MemoryKind.Number)];

    /// <summary>The vectors that it remembers, each as long as the parameters, 0 before the first step.</summary>
    protected abstract IReadOnlyList<MemoryShape> Vectors { get; }

    /// <summary>The rule. It allocates nothing.</summary>
    /// <param name="parameters">The parameters, to be moved.</param>
    /// <param name="gradient">The gradient of the cost, as long.</param>
    /// <param name="memory">What is remembered, to be overwritten; its steps count this one.</param>
    /// <param name="rate">The learning rate of this step.</param>
    protected abstract void Move(Span<double> parameters, ReadOnlySpan<double> gradient, MoverMemory memory, double rate);

    /// <summary>One step of a gradient that is already known.</summary>
    /// <param name="parameters">The parameters, to be moved.</param>
    /// <param name="gradient">The gradient of the cost there, as long.</param>
    /// <param name="memory">What is remembered, to be overwritten.</param>
    /// <param name="rate">The learning rate of this step.</param>
    public void Step(Span<double> parameters, ReadOnlySpan<double> gradient, MoverMemory memory, double rate)
    {
        memory.Steps++;
        Move(parameters, gradient, memory, rate);
    }

    /// <inheritdoc/>
    public sealed override MoverStep Advance(double[] position, MoverMemory memory, MovingField field, double rate)
    {
        var gradient = new double[position.Length];
        if (!MovingField.IsFinite(field.Evaluate(position, gradient), gradient)) return Skipped(memory, field);
        if (LargestSkips > 0) memory[Skips] = [];
        Step(position, gradient, memory, rate);
        field.Settle(position);
        return new(rate);
    }

    private MoverStep Skipped(MoverMemory memory, MovingField field)
    {
        if (LargestSkips == 0) throw new NumericalException($"The cost or its gradient is no longer finite: {field.Advice}.");
        var skips = memory.Number(Skips, 0) + 1;
        if (skips > LargestSkips) throw new NumericalException($"The gradient was not finite in {LargestSkips + 1} steps on end: {field.Advice}.");
        memory[Skips] = [skips];
        return new(0);
    }
}
