using System.Globalization;
using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Generators;

/// <summary>Tells steps that are too wide for a flow, though it stays bounded: points that jump to and fro and get nowhere, as explicit steps do beyond the
/// largest stable one once the curvature of the cost holds them. It looks at the moves of all points over about the last sixteen steps: how far one turns
/// against the one before, and how wide it is beside the spread of the targets. It costs two passes over the points in a step.</summary>
/// <remarks>
/// Of moves d_t the mean cosine c = (d_t . d_(t-1))/(|d_t| |d_(t-1)|) is near 1 where a flow descends, 0 in a random walk, -1/2 where each step puts points
/// anywhere, independently of the last, and -1 where it takes the last one back. Near rest, a linear force with noise, as of random batches, has c = -h l/2,
/// where h l = 2 is the largest stable step. The wider moves are beside the spread of the targets, the less may they turn: steps are too wide where c is at
/// most .4 log10(move/spread) and moves are at least .01 of the spread, that is
/// - c at most -.8 at .01: the swing (d_t - d_(t-1))/2 is three times what is left, (d_t + d_(t-1))/2, and h l beyond 1.6. Moves that are smaller change
///   squared distances by less than 1e-4 of the spread's, and there the kinks of some kernels make points swing at any step;
/// - c at most -.4 at .1, independent places with room for their fluctuation: noise of a sensible step is smaller;
/// - c at most 0 from 1 on: steps over all that is to be reached, which lead nowhere.
/// A converged flow moves less than .01, and one with momentum turns slowly.
/// </remarks>
public sealed class FlowSwing
{
    private const double Rate = 1.0 / 16, Notable = .01, CosinePerDecade = .4;
    private const string LastMove = "last", MeanCosine = "cosine", MeanMove = "move";

    private readonly double _spread;
    private readonly Matrix _last;

    /// <summary>Takes the measure of the start.</summary>
    /// <param name="points">The generated points at the start, n x d.</param>
    /// <param name="targets">The targets, m x d; where they are one place, their distance from the points is the measure.</param>
    public FlowSwing(Matrix points, Matrix targets)
    {
        _last = new(points.Rows, points.Columns);
        var centre = new double[targets.Columns];
        for (var i = 0; i < targets.Rows; i++) DotProduct.Add(1.0 / targets.Rows, targets.Row(i), centre);
        _spread = About(targets, centre) is > 0 and var spread ? spread : About(points, centre);
    }

    /// <summary>The mean cosine of a move with the one before, of all points that moved, in [-1, 1]; 1 at the start, as of a descent.</summary>
    public double Cosine { get; private set; } = 1;

    /// <summary>How far points move in a step, the root of the mean square over those that do, in units of the spread of the targets (the same of the distance from their mean).</summary>
    public double Move { get; private set; }

    /// <summary>One sentence where steps are too wide, or null.</summary>
    public string? Note => Move >= Notable && Cosine <= CosinePerDecade * Math.Log10(Math.Min(1, Move))
        ? string.Create(CultureInfo.InvariantCulture, $"In the last steps the generated points jump to and fro, by {Move * _spread:G2} in a step, where the targets spread over {_spread:G2}, and get nowhere: the step is too wide; halve its size, or the tolerance that sets it, until they come to rest.")
        : null;

    /// <summary>Takes in a step. A point that does not move, as one outside of the step's batch, keeps its last move.</summary>
    /// <param name="before">The generated points before it.</param>
    /// <param name="after">The same points after it.</param>
    public void Add(Matrix before, Matrix after)
    {
        if (!(_spread > 0)) return;
        var (turn, now, then, moved) = (0.0, 0.0, 0.0, 0);
        var move = new double[_last.Columns];
        for (var i = 0; i < _last.Rows; i++)
        {
            var from = before.Row(i);
            var to = after.Row(i);
            var last = _last.Row(i);
            for (var k = 0; k < move.Length; k++) move[k] = (to[k] - from[k]) / _spread;
            if (!move.ContainsAnyExcept(0)) continue;
            moved++;
            turn += DotProduct.Of(move, last);
            now += DotProduct.Of(move, move);
            then += DotProduct.Of(last, last);
            move.CopyTo(last);
        }

        var size = Math.Sqrt(now) * Math.Sqrt(then);
        Cosine += Rate * ((size > 0 && double.IsFinite(size) ? Math.Clamp(turn / size, -1, 1) : 0) - Cosine);
        Move = Math.Min(Move + Rate * (Math.Sqrt(now / Math.Max(1, moved)) - Move), double.MaxValue);
    }

    /// <summary>Saves what later steps count on.</summary>
    /// <param name="state">Where to.</param>
    public void Save(StateWriter state)
    {
        state.Set(LastMove, _last.Clone());
        state.Set(MeanCosine, Cosine);
        state.Set(MeanMove, Move);
    }

    /// <summary>Takes up what <see cref="Save"/> wrote.</summary>
    /// <param name="state">Where from.</param>
    /// <exception cref="InvalidDataFormatException">It is of other points.</exception>
    public void Restore(StateReader state)
    {
        state.Matrix(LastMove, _last.Rows, _last.Columns).Values.CopyTo(_last.Values);
        (Cosine, Move) = (state.Number(MeanCosine), state.Number(MeanMove));
    }

    // The root mean square distance from a centre, in units of the largest difference, so that no square is lost.
    private static double About(Matrix points, double[] centre)
    {
        var (largest, sum) = (0.0, 0.0);
        for (var i = 0; i < points.Rows; i++)
            for (var k = 0; k < points.Columns; k++) largest = Math.Max(largest, Math.Abs(points[i, k] - centre[k]));
        if (!(largest > 0) || !double.IsFinite(largest)) return 0;
        for (var i = 0; i < points.Rows; i++)
            for (var k = 0; k < points.Columns; k++) sum += (points[i, k] - centre[k]) / largest * ((points[i, k] - centre[k]) / largest);
        return largest * Math.Sqrt(sum / points.Rows);
    }
}
