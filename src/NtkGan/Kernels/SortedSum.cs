using NtkGan.Kernels.Hierarchical;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>Sums on a line of a kernel made of powers and exponentials of the distance (energy, Laplace, Matern): once along the sorted points and once back, in
/// n log n operations and to rounding. Checked as sums over boxes are.</summary>
internal sealed class SortedSum : KernelSum
{
    /// <summary>What reports call it.</summary>
    public const string Way = "sorted on a line";

    private readonly Kernel _kernel;
    private readonly Matrix _x, _y;
    private readonly IReadOnlyList<DistanceTerm> _terms;
    private readonly PointFrame _frame;
    private readonly SumControl _control;
    private readonly int[] _targetOrder, _sourceOrder;
    private readonly double[] _targets, _sources;

    private SortedSum(Kernel kernel, Matrix x, Matrix y, IReadOnlyList<DistanceTerm> terms, PointFrame frame, double tolerance)
    {
        (_kernel, _x, _y, _terms, _frame) = (kernel, x, y, terms, frame);
        (_targets, _targetOrder) = Sorted(frame.Coordinates(x));
        (_sources, _sourceOrder) = Sorted(frame.Coordinates(y));
        _control = new(kernel, x, y, tolerance, Math.Max(_targets[^1], _sources[^1]) / 2 - Math.Min(_targets[0], _sources[0]) / 2);
    }

    /// <summary>The sum, or null if the points lie on no line, or the kernel is another.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="x">x, n x d, n at least 1.</param>
    /// <param name="y">y, m x d, m at least 1.</param>
    /// <param name="tolerance">The largest error.</param>
    public static SortedSum? TryMake(Kernel kernel, Matrix x, Matrix y, double tolerance) =>
        kernel.OnLine is { } terms && PointFrame.Of(x, y) is { Dimension: 1 } frame ? new(kernel, x, y, terms, frame, tolerance) : null;

    public override bool IsNearLinear => true;

    public override double ExpectedPairs(double[] coefficients, bool withGradients) => (double)_x.Rows + _y.Rows;

    public override SummationReport Evaluate(double[] coefficients, double[] values, Matrix? gradients = null, double leastSize = 0)
    {
        _control.Begin(coefficients, gradients is not null, leastSize);
        double[] weights = [.. _sourceOrder.Select(j => coefficients[j])], sums = new double[_targets.Length], slopes = gradients is null ? [] : new double[_targets.Length];
        Add(_targets, _sources, weights, sums, slopes);

        // Back again, as along the mirrored line.
        double[] mirrored = Mirrored(_targets), back = new double[sums.Length], backSlopes = new double[slopes.Length];
        Array.Reverse(weights);
        Add(mirrored, Mirrored(_sources), weights, back, backSlopes);
        Array.Reverse(weights);
        AddTouching(weights, sums);
        for (var i = 0; i < sums.Length; i++)
        {
            values[_targetOrder[i]] = sums[i] + back[^(i + 1)];
            if (gradients is null) continue;
            var row = gradients.Row(_targetOrder[i]);
            row.Clear();
            _frame.AddDirection(0, slopes[i] - backSlopes[^(i + 1)], row);
        }

        return _control.Judge(values, gradients, (double)_x.Rows + _y.Rows, 0, Way)
            ?? new DirectSum(_kernel, _x, _y, "sums along the sorted points missed their tolerance").Evaluate(coefficients, values, gradients);
    }

    private void Add(double[] targets, double[] sources, double[] weights, double[] values, double[] slopes)
    {
        foreach (var term in _terms)
        {
            Workers.ThrowIfCancelled();
            term.AddBefore(targets, sources, weights, values, slopes);
        }
    }

    // Sources at the very place of a target: values alone, for the slope at distance 0 is 0.
    private void AddTouching(double[] weights, double[] values)
    {
        var peak = _terms.Sum(term => term.AtZero);
        for (var (i, j) = (0, 0); i < _targets.Length; i++)
        {
            while (j < _sources.Length && _sources[j] < _targets[i]) j++;
            for (var same = j; same < _sources.Length && _sources[same] == _targets[i]; same++) values[i] += peak * weights[same];
        }
    }

    private static double[] Mirrored(double[] places) => [.. places.Reverse().Select(place => -place)];

    private static (double[] Places, int[] Order) Sorted(Matrix coordinates)
    {
        double[] places = coordinates.Values.ToArray();
        int[] order = [.. Enumerable.Range(0, places.Length)];
        Array.Sort(places, order);
        return (places, order);
    }
}
