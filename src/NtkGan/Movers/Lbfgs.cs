using NtkGan.Numerics;

namespace NtkGan.Movers;

/// <summary>The limited-memory BFGS method within bounds: coordinates at a bound that the gradient presses against rest, the others take the
/// quasi-Newton step of their own curvature pairs (two-loop recursion; two-metric projection, Bertsekas 1982). The step is halved along the
/// projected path until L(Z') &lt;= L(Z) + 1e-4 grad L . (Z' - Z), or doubled while the slope along it is still 0.9 of the first and the cost
/// falls further. The cost of a step never rises.</summary>
/// <param name="Memory">Pairs of steps and changes of the gradient that are kept, at least 1.</param>
/// <param name="FirstMove">How far the coordinate with the largest gradient moves in the first step, in units of the data, above 0.</param>
public sealed record Lbfgs(int Memory = 10, double FirstMove = 0.05) : Mover
{
    private const string Moves = "moves", Changes = "changes";
    private const double Enough = 1e-4, Bent = .9, LeastCurvature = 1e-12;
    private const int Halvings = 40;

    /// <summary>Pairs that are kept.</summary>
    public int Memory { get; init => field = Require.AtLeast(1, value, nameof(Memory)); } = Require.AtLeast(1, Memory);

    /// <summary>The first move.</summary>
    public double FirstMove { get; init => field = Require.Positive(value, nameof(FirstMove)); } = Require.Positive(FirstMove);

    /// <inheritdoc/>
    public override bool NeedsCost => true;

    /// <inheritdoc/>
    public override IReadOnlyList<MemoryShape> Memories => [new(Moves, MemoryKind.Vectors), new(Changes, MemoryKind.Vectors)];

    /// <inheritdoc/>
    public override MoverStep Advance(double[] position, MoverMemory memory, MovingField field, double rate)
    {
        var gradient = new double[position.Length];
        var before = field.Finite(position, gradient);
        var free = (double[])gradient.Clone();
        field.Release(position, free);
        var (moves, changes) = (memory[Moves], memory[Changes]);
        var found = Search(position, before, gradient, Direction(free, moves, changes), field);
        if (found is null && moves.Length > 0)
        {
            (moves, changes) = ([], []);
            found = Search(position, before, gradient, Steepest(free), field);
        }

        if (found is not { } point) return new(0, before, "no step lowers the loss");
        Remember(memory, moves, changes, point.Move, LinePoint.Difference(point.Gradient, gradient));
        point.Position.CopyTo(position, 0);
        memory.Steps++;
        return new(point.Size, point.Cost);
    }

    private static LinePoint? Search(double[] position, double before, double[] gradient, double[] direction, MovingField field)
    {
        var found = Try(1);
        if (found is null)
        {
            for (var (attempt, step) = (1, .5); attempt < Halvings && found is null; attempt++, step /= 2) found = Try(step);
            return found;
        }

        while (found.SlopeAfter < Bent * found.Slope && Try(2 * found.Size) is { } longer && longer.Cost < found.Cost) found = longer;
        return found;

        LinePoint? Try(double step)
        {
            var trial = LinePoint.Moved(position, step, direction, field);
            var move = LinePoint.Difference(trial, position);
            var slope = DotProduct.Of(gradient, move);
            if (!(slope < 0)) return null;
            var ofTrial = new double[position.Length];
            var after = field.Evaluate(trial, ofTrial);
            return MovingField.IsFinite(after, ofTrial) && after <= before + Enough * slope && after < before
                ? new(step, trial, move, after, ofTrial, slope, DotProduct.Of(ofTrial, move)) : null;
        }
    }

    private double[] Steepest(double[] gradient)
    {
        var largest = 0.0;
        foreach (var value in gradient) largest = Math.Max(largest, Math.Abs(value));
        return Scaled(gradient, largest > 0 ? -FirstMove / largest : 0);
    }

    // -H g on the free coordinates, H from the pairs as far as they lie in them; the steepest descent where none of them does.
    private double[] Direction(double[] gradient, double[] moves, double[] changes)
    {
        var size = gradient.Length;
        var mask = new double[size];
        for (var i = 0; i < size; i++) mask[i] = gradient[i] == 0 ? 0 : 1;
        var result = (double[])gradient.Clone();
        var used = new List<(double[] Move, double[] Change, double Product)>();
        for (var start = 0; start < moves.Length; start += size)
        {
            var (move, change) = (Masked(moves.AsSpan(start, size), mask), Masked(changes.AsSpan(start, size), mask));
            var product = DotProduct.Of(move, change);
            if (product > LeastCurvature * Math.Sqrt(DotProduct.Of(move, move) * DotProduct.Of(change, change))) used.Add((move, change, product));
        }

        if (used.Count == 0) return Steepest(gradient);
        var factors = new double[used.Count];
        for (var k = used.Count - 1; k >= 0; k--)
        {
            factors[k] = DotProduct.Of(used[k].Move, result) / used[k].Product;
            DotProduct.Add(-factors[k], used[k].Change, result);
        }

        var last = used[^1];
        result = Scaled(result, last.Product / DotProduct.Of(last.Change, last.Change));
        for (var k = 0; k < used.Count; k++)
            DotProduct.Add(factors[k] - DotProduct.Of(used[k].Change, result) / used[k].Product, used[k].Move, result);
        return Scaled(result, -1);
    }

    private void Remember(MoverMemory memory, double[] moves, double[] changes, double[] move, double[] change)
    {
        var isUsed = DotProduct.Of(move, change) > LeastCurvature * Math.Sqrt(DotProduct.Of(move, move) * DotProduct.Of(change, change));
        memory[Moves] = isUsed ? Appended(moves, move) : moves;
        memory[Changes] = isUsed ? Appended(changes, change) : changes;
    }

    private double[] Appended(double[] vectors, double[] vector) => [.. vectors.AsSpan(Math.Max(0, vectors.Length - (Memory - 1) * vector.Length)), .. vector];

    private static double[] Scaled(double[] vector, double factor)
    {
        var result = (double[])vector.Clone();
        foreach (ref var value in result.AsSpan()) value *= factor;
        return result;
    }

    private static double[] Masked(ReadOnlySpan<double> vector, double[] mask)
    {
        var result = vector.ToArray();
        for (var i = 0; i < result.Length; i++) result[i] *= mask[i];
        return result;
    }
}
