using NtkGan.Numerics;

namespace NtkGan.Kernels.Hierarchical;

/// <summary>Sums over boxes whose error is looked at, at points drawn at random and at those where the most boxes met. A sum that errs by more than it may is
/// taken anew with more nodes, and at last directly.</summary>
internal sealed class ControlledSum : KernelSum
{
    private const int Attempts = 2, MoreDegrees = 3;

    // The errors of many boxes meet at a point, and few degrees tell less well what they are.
    private const double Share = .15, ShareOfFew = .1, FinerShare = .1;
    private const int FewDegrees = 9;

    private readonly Kernel _kernel;
    private readonly Matrix _x, _y;
    private readonly SumControl _control;
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
        _control = new(kernel, x, y, plan.Tolerance, plan.Tree.Boxes[0].Radius);
    }

    public override bool IsNearLinear => _attempt < Attempts;

    public override double ExpectedPairs(double[] coefficients, bool withGradients)
    {
        _control.Begin(coefficients, withGradients, 0);
        var (expected, direct) = (Sum.Estimate(coefficients, Allowance * _control.Allowed, Allowance * _control.AllowedSlope, withGradients), (double)_x.Rows * _y.Rows);
        return expected > Math.Min(direct, _mostPairs) ? direct : expected;
    }

    public override SummationReport Evaluate(double[] coefficients, double[] values, Matrix? gradients = null, double leastSize = 0)
    {
        if (_attempt < Attempts) _control.Begin(coefficients, gradients is not null, leastSize);
        for (; _attempt < Attempts; Refine())
        {
            var (allowed, allowedSlope) = (Allowance * _control.Allowed, Allowance * _control.AllowedSlope);
            if (!double.IsPositiveInfinity(_mostPairs) && Sum.Estimate(coefficients, allowed, allowedSlope, gradients is not null) > _mostPairs)
                return new DirectSum(_kernel, _x, _y, HierarchicalPlan.SavesLittle).Evaluate(coefficients, values, gradients);
            Sum.Evaluate(coefficients, allowed, allowedSlope, values, gradients);
            if (_control.Judge(values, gradients, Sum.Pairs, _plan.Nodes.Degree, "", Sum.Crowded) is { } report) return report;
        }

        return new DirectSum(_kernel, _x, _y, "sums over boxes of these points missed their tolerance").Evaluate(coefficients, values, gradients);
    }

    private HierarchicalSum Sum => _sum ??= new(_kernel, _x, _y, _plan);

    // Of a pair of boxes, in parts of what the sum may err by.
    private double Allowance => _share * (_plan.Nodes.Degree < FewDegrees ? ShareOfFew : Share);

    private void Refine()
    {
        _sum = null;
        if (++_attempt < Attempts) (_plan, _share) = (_plan.Finer(MoreDegrees), FinerShare);
    }
}
