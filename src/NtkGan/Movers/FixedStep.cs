namespace NtkGan.Movers;

/// <summary>A mover that integrates the gradient flow x' = -grad by an explicit Runge-Kutta method with steps of one size.</summary>
public abstract record FixedStep : Mover
{
    /// <summary>The method.</summary>
    protected abstract Tableau Tableau { get; }

    /// <summary>The size h of a step.</summary>
    protected abstract double Size { get; }

    /// <inheritdoc/>
    public sealed override double? Rate => Size;

    /// <inheritdoc/>
    public sealed override MoverStep Advance(double[] position, MoverMemory memory, MovingField field, double rate)
    {
        var stepper = Descent(Tableau, position, field);
        if (!stepper.Try(position, rate)) throw new NumericalException($"The parameters have left the finite numbers within a step: {field.Advice}.");
        stepper.End.CopyTo(position, 0);
        field.Settle(position);
        memory.Steps++;
        return new(rate);
    }

    /// <summary>Steps down a gradient, begun at a position.</summary>
    internal static RungeKuttaStepper Descent(Tableau tableau, double[] position, MovingField field)
    {
        var stepper = new RungeKuttaStepper(tableau, position.Length, (state, slope) =>
        {
            field.Finite(state, slope);
            foreach (ref var component in slope.AsSpan()) component = -component;
        }, field.Confine);
        stepper.Begin(position);
        return stepper;
    }
}
