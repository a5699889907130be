using NtkGan.Numerics;

namespace NtkGan.Kernels.Hierarchical;

/// <summary>Sums over boxes whose error is looked at: direct sums at a few points drawn at random say how large the field is, hence what boxes may err by, and
/// then what they did err by. A sum that errs by more is taken anew with more nodes, and at last directly.</summary>
internal sealed class ControlledSum : KernelSum
{
    private const int Probes = 32, Attempts = 2, MoreDegrees = 3;

    // The errors of many boxes meet at a point.
    private const double Share = .2, FinerShare = .1;

    // In parts of sum |c| |k|: what a direct sum errs by itself.
    private static readonly double Rounding = Math.ScaleB(1, -49);

    private readonly Kernel _kernel;
    private readonly Matrix _x, _y, _probed;
    private readonly int[] _probes;
    private readonly double _mostPairs;
    private HierarchicalPlan _plan;
    private HierarchicalSum? _sum;
    private int _attempt;
    private double _share = 1;

    /// <summary>Prepares.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="x">x, n x d, n at least 1.</param>
    /// <param name="y">y, m x d, m at least 1.</param>
    /// <param name="plan">Their boxes.</param>
    /// <param name="mostPairs">Evaluations of the kernel beyond which, as far as some boxes tell, the sum is direct.</param>
    public ControlledSum(Kernel kernel, Matrix x, Matrix y, HierarchicalPlan plan, double mostPairs = double.PositiveInfinity)
    {
        (_kernel, _x, _y, _plan, _mostPairs) = (kernel, x, y, plan, mostPairs);
        var random = CounterRandom.For(0, "summation");

        // And the point nearest to the origin, where networks without bias have a kink.
        var nearest = Enumerable.Range(0, x.Rows).MinBy(i => DotProduct.Of(x.Row(i), x.Row(i)));
        _probes = [.. Enumerable.Range(0, Math.Min(Probes, x.Rows)).Select(_ => (int)random.NextIndex(x.Rows)).Append(nearest).Order()];
        _probed = x.Take(_probes);
    }

    public override bool IsHierarchical => _attempt < Attempts;

    public override SummationReport Evaluate(double[] coefficients, double[] values, Matrix? gradients = null, double leastSize = 0)
    {
        var (exact, slopes) = (new double[_probes.Length], gradients is null ? null : new Matrix(_probes.Length, _x.Columns));
        _kernel.ExpandDirectly(_probed, _y, coefficients, exact, slopes);
        var magnitudes = new double[_probes.Length];
        _kernel.ExpandDirectly(_probed, _y, [.. coefficients.Select(Math.Abs)], magnitudes);
        var rounding = Rounding * magnitudes.Max(Math.Abs);
        var (size, slope) = (Math.Max(leastSize, exact.Max(Math.Abs)), slopes is null ? 0 : LongestRow(slopes));
        var (allowed, allowedSlope) = (Math.Max(_plan.Tolerance * size, rounding), Math.Max(_plan.Tolerance * slope, rounding / _plan.Tree.Boxes[0].Radius));
        for (; _attempt < Attempts; Refine())
        {
            _sum ??= new(_kernel, _x, _y, _plan.Frame, _plan.Tree, _plan.Nodes, _plan.Interactions);
            if (!double.IsPositiveInfinity(_mostPairs) && _sum.Estimate(coefficients, _share * Share * allowed, _share * Share * allowedSlope, gradients is not null) > _mostPairs)
                return new DirectSum(_kernel, _x, _y, HierarchicalPlan.SavesLittle).Evaluate(coefficients, values, gradients);
            _sum.Evaluate(coefficients, _share * Share * allowed, _share * Share * allowedSlope, values, gradients);
            var (error, slopeError) = Errors(exact, slopes, values, gradients);
            if (!(error <= allowed && slopeError <= allowedSlope)) continue;
            return new(true, "", (double)_x.Rows * _y.Rows, _sum.Pairs, Part(error, allowed), Part(slopeError, allowedSlope), _probes.Length, _plan.Nodes.Degree);
        }

        return new DirectSum(_kernel, _x, _y, "sums over boxes of these points missed their tolerance").Evaluate(coefficients, values, gradients);
    }

    // Of the largest value; where rounding is more than the tolerance of that, of what rounding is the tolerance of.
    private double Part(double error, double allowed) => error == 0 ? 0 : _plan.Tolerance * (error / allowed);

    private void Refine()
    {
        _sum = null;
        if (++_attempt < Attempts) (_plan, _share) = (_plan.Finer(MoreDegrees), FinerShare);
    }

    private (double Value, double Slope) Errors(double[] exact, Matrix? slopes, double[] values, Matrix? gradients)
    {
        var (error, slopeError) = (0.0, 0.0);
        for (var i = 0; i < _probes.Length; i++)
        {
            error = Math.Max(error, Math.Abs(values[_probes[i]] - exact[i]));
            if (slopes is not null) slopeError = Math.Max(slopeError, Math.Sqrt(DotProduct.SquaredDistance(gradients!.Row(_probes[i]), slopes.Row(i))));
        }

        return (error, slopeError);
    }

    private static double LongestRow(Matrix rows)
    {
        var longest = 0.0;
        for (var i = 0; i < rows.Rows; i++) longest = Math.Max(longest, DotProduct.Of(rows.Row(i), rows.Row(i)));
        return Math.Sqrt(longest);
    }
}
