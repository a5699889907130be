using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>The limited-memory BFGS method within bounds: coordinates at a bound that the gradient presses against rest, the others take the
/// quasi-Newton step of their own curvature pairs (two-loop recursion; two-metric projection, Bertsekas 1982). The step is halved along the
/// projected path until L(Z') &lt;= L(Z) + 1e-4 grad L . (Z' - Z), or doubled while the slope along it is still 0.9 of the first and the loss
/// falls further. The loss of a batch never rises.</summary>
/// <param name="Memory">Pairs of steps and changes of the gradient that are kept, at least 1.</param>
/// <param name="FirstMove">How far the coordinate with the largest gradient moves in the first step, in units of the data, above 0.</param>
[Named("lbfgs")]
public sealed record Lbfgs(int Memory = 10, double FirstMove = 0.05) : SynthesisOptimizer
{
    private const string Moves = "moves", Changes = "changes";
    private const double Enough = 1e-4, Bent = .9, LeastCurvature = 1e-12;
    private const int Halvings = 40;

    /// <summary>Pairs that are kept.</summary>
    public int Memory { get; } = Require.AtLeast(1, Memory);

    /// <summary>The first move.</summary>
    public double FirstMove { get; } = Require.Positive(FirstMove);

    /// <inheritdoc/>
    public override bool AllowsPerturbation => false;

    /// <inheritdoc/>
    public override OptimizerStep Advance(OptimizerState state, Func<Matrix, SynthesisEvaluation> evaluate, Bounds bounds, Matrix? perturbation = null)
    {
        var before = Finite(evaluate(state.Samples));
        var free = bounds.Projected(state.Samples, before.Gradient);
        var size = state.Samples.Values.Length;
        var (moves, changes) = state.Memory.TryGetValue(Moves, out var known) ? (known, state.Memory[Changes]) : (new Matrix(0, size), new Matrix(0, size));
        return Search(state.Samples, before, Direction(free, moves, changes), moves, changes, evaluate, bounds)
            ?? (moves.Rows > 0 ? Search(state.Samples, before, Steepest(free), new Matrix(0, size), new Matrix(0, size), evaluate, bounds) : null)
            ?? new(state, before, before, 0, "no step lowers the loss");
    }

    private OptimizerStep? Search(Matrix samples, SynthesisEvaluation before, Matrix direction, Matrix moves, Matrix changes, Func<Matrix, SynthesisEvaluation> evaluate, Bounds bounds)
    {
        var found = Try(1);
        if (found is null)
        {
            for (var (attempt, step) = (1, .5); attempt < Halvings && found is null; attempt++, step /= 2) found = Try(step);
        }
        else
        {
            while (found.SlopeAfter < Bent * found.Slope && Try(2 * found.Size) is { } longer && longer.After.Loss < found.After.Loss) found = longer;
        }

        if (found is not { } point) return null;
        var (keptMoves, keptChanges) = Remembered(moves, changes, point.Move, Difference(point.After.Gradient, before.Gradient));
        return new(new(point.Samples, new Dictionary<string, Matrix> { [Moves] = keptMoves, [Changes] = keptChanges }), before, point.After, point.Size);

        LinePoint? Try(double step)
        {
            var trial = Moved(samples, step, direction, bounds);
            var move = Difference(trial, samples);
            var slope = DotProduct.Of(before.Gradient.Values, move);
            if (!(slope < 0)) return null;
            var after = evaluate(trial);
            return IsFinite(after) && after.Loss <= before.Loss + Enough * slope && after.Loss < before.Loss
                ? new(step, trial, move, after, slope, DotProduct.Of(after.Gradient.Values, move)) : null;
        }
    }

    /// <summary>A point of the projected path that lowers the loss enough, with the slopes grad L . move at both ends of the move.</summary>
    private sealed record LinePoint(double Size, Matrix Samples, double[] Move, SynthesisEvaluation After, double Slope, double SlopeAfter);

    private Matrix Steepest(Matrix gradient)
    {
        var largest = 0.0;
        foreach (var value in gradient.Values) largest = Math.Max(largest, Math.Abs(value));
        return Scaled(gradient, largest > 0 ? -FirstMove / largest : 0);
    }

    // -H g on the free coordinates, H from the pairs as far as they lie in them; the steepest descent where none of them does.
    private Matrix Direction(Matrix gradient, Matrix moves, Matrix changes)
    {
        var mask = new double[gradient.Values.Length];
        for (var i = 0; i < mask.Length; i++) mask[i] = gradient.Values[i] == 0 ? 0 : 1;
        var result = gradient.Clone();
        var used = new List<(double[] Move, double[] Change, double Product)>();
        for (var k = 0; k < moves.Rows; k++)
        {
            var (move, change) = (Masked(moves.Row(k), mask), Masked(changes.Row(k), mask));
            var product = DotProduct.Of(move, change);
            if (product > LeastCurvature * Math.Sqrt(DotProduct.Of(move, move) * DotProduct.Of(change, change))) used.Add((move, change, product));
        }

        if (used.Count == 0) return Steepest(gradient);
        var factors = new double[used.Count];
        for (var k = used.Count - 1; k >= 0; k--)
        {
            factors[k] = DotProduct.Of(used[k].Move, result.Values) / used[k].Product;
            DotProduct.Add(-factors[k], used[k].Change, result.Values);
        }

        var last = used[^1];
        result = Scaled(result, last.Product / DotProduct.Of(last.Change, last.Change));
        for (var k = 0; k < used.Count; k++)
            DotProduct.Add(factors[k] - DotProduct.Of(used[k].Change, result.Values) / used[k].Product, used[k].Move, result.Values);
        return Scaled(result, -1);
    }

    private (Matrix Moves, Matrix Changes) Remembered(Matrix moves, Matrix changes, double[] move, double[] change)
    {
        if (DotProduct.Of(move, change) <= LeastCurvature * Math.Sqrt(DotProduct.Of(move, move) * DotProduct.Of(change, change))) return (moves, changes);
        int[] kept = [.. Enumerable.Range(0, moves.Rows).Skip(Math.Max(0, moves.Rows + 1 - Memory))];
        return (moves.Take(kept).Above(new Matrix(1, move.Length, move)), changes.Take(kept).Above(new Matrix(1, change.Length, change)));
    }

    private static Matrix Scaled(Matrix matrix, double factor)
    {
        var result = matrix.Clone();
        foreach (ref var value in result.Values) value *= factor;
        return result;
    }

    private static double[] Difference(Matrix left, Matrix right)
    {
        var result = left.Values.ToArray();
        DotProduct.Add(-1, right.Values, result);
        return result;
    }

    private static double[] Masked(ReadOnlySpan<double> vector, double[] mask)
    {
        var result = vector.ToArray();
        for (var i = 0; i < result.Length; i++) result[i] *= mask[i];
        return result;
    }
}
