namespace NtkGan.Movers;

/// <summary>Projected gradient descent with a step that finds its own size: halved until the cost has fallen enough,
/// L(Z') &lt;= L(Z) - 1e-4 |Z' - Z|^2/step with Z' = clip(Z - step grad L), and doubled before the next search. The cost of a step never rises.</summary>
/// <param name="FirstStep">The first size to try, above 0.</param>
public sealed record Backtracking(double FirstStep = 1) : Mover
{
    private const string Size = "step_size";
    private const double Enough = 1e-4;
    private const int Halvings = 60;

    /// <summary>The first size to try.</summary>
    public double FirstStep { get; init => field = Require.Positive(value, nameof(FirstStep)); } = Require.Positive(FirstStep);

    /// <inheritdoc/>
    public override bool NeedsCost => true;

    /// <inheritdoc/>
    public override IReadOnlyList<MemoryShape> Memories => [new(Size, MemoryKind.Number)];

    /// <inheritdoc/>
    public override MoverStep Advance(double[] position, MoverMemory memory, MovingField field, double rate)
    {
        double[] gradient = new double[position.Length], ofTrial = new double[position.Length];
        var before = field.Finite(position, gradient);
        var step = Math.Min(2 * memory.Number(Size, FirstStep / 2), double.MaxValue / 4);
        for (var attempt = 0; attempt < Halvings; attempt++, step /= 2)
        {
            var trial = LinePoint.Moved(position, -step, gradient, field);
            if (!trial.All(double.IsFinite)) continue;
            var moved = 0.0;
            for (var i = 0; i < trial.Length; i++) moved += Math.Pow(trial[i] - position[i], 2);
            if (moved == 0) break;
            var after = field.Evaluate(trial, ofTrial);
            if (!MovingField.IsFinite(after, ofTrial) || !(after <= before - Enough * moved / step) || !(after < before)) continue;
            trial.CopyTo(position, 0);
            memory[Size] = [step];
            memory.Steps++;
            return new(step, after);
        }

        return new(0, before, "no step along the gradient lowers the loss");
    }
}
