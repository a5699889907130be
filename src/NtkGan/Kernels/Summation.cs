using NtkGan.Kernels.Hierarchical;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>How the sum over the points of an expansion, f(x) = sum_j c_j k(x, p_j), is taken at many x.</summary>
[Family("summation")]
public abstract record Summation
{
    /// <summary>Below, a direct sum takes less time than the choice of another.</summary>
    private protected const double FewPairs = 4e6;

    /// <summary>What a kernel does unless told otherwise: <see cref="AutomaticSummation"/> to 1e-10.</summary>
    public static Summation Default { get; } = new AutomaticSummation();

    /// <summary>Prepares sums over one set of points at another for any number of coefficients.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="x">x, n x d, finite.</param>
    /// <param name="y">p, m x d, finite.</param>
    /// <exception cref="UsageException">The points do not suit this way of summing.</exception>
    internal abstract KernelSum Prepare(Kernel kernel, Matrix x, Matrix y);

    /// <summary>Whether training knows the Gram matrix of so many points by its products with vectors, sums of this kind, and does not store it.</summary>
    /// <param name="points">N.</param>
    /// <param name="dimension">The dimension of the space that they lie in.</param>
    internal abstract bool TakesProducts(double points, int dimension);

    /// <summary>Whether so few pairs are summed one by one, and those of one set may be kept in memory.</summary>
    /// <param name="pairs">n m.</param>
    internal virtual bool IsDirect(double pairs) => pairs < FewPairs;

    /// <summary>Such products; null where the matrix is stored.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="points">P, N x d, finite.</param>
    /// <param name="makeMatrix">Makes the matrix itself, should products not suffice.</param>
    internal GramProduct? TryProducts(Kernel kernel, Matrix points, Func<Matrix> makeMatrix) =>
        TakesProducts(points.Rows, 1) && PointFrame.Of(points, points) is { } frame && TakesProducts(points.Rows, frame.Dimension)
            ? new(kernel, points, Prepare(kernel, points, points), AllowedError, makeMatrix) : null;

    /// <summary>The largest error, in parts of the largest value; 0 where it is rounding.</summary>
    private protected virtual double AllowedError => 0;

    /// <summary>A tolerance, if interpolation can keep it.</summary>
    private protected static double Checked(double tolerance) => tolerance is >= 1e-12 and <= 1e-1 ? tolerance
        : throw new UsageException(FormattableString.Invariant($"tolerance of a summation must lie between 1e-12 and 0.1, not {tolerance:R}."));
}

/// <summary>Pair by pair, in n m pairs: exact to rounding, for any points.</summary>
public sealed record DirectSummation : Summation
{
    internal override KernelSum Prepare(Kernel kernel, Matrix x, Matrix y) => new DirectSum(kernel, x, y, "as asked");

    internal override bool TakesProducts(double points, int dimension) => false;
}

/// <summary>Over boxes of points where that takes less than half the pairs, at thousands of points in one to three dimensions, or sorted where they lie on a line and
/// the kernel is made of powers and exponentials of the distance; else pair by pair. What is
/// counted are pairs, some of them by trying, never seconds, so that the choice, and with it every bit, is the same on every machine.</summary>
/// <param name="Tolerance">The largest error, in parts of the largest value of the field (of gradients: of its longest gradient), 1e-12 to 0.1.</param>
public sealed record AutomaticSummation(double Tolerance = 1e-10) : Summation
{
    // Up to here the Gram matrix takes 2 GB, and products with it less time than sums.
    private const double ManyPoints = 1 << 14;

    /// <summary>The largest error.</summary>
    public double Tolerance { get; init => field = Checked(value); } = Checked(Tolerance);

    internal override KernelSum Prepare(Kernel kernel, Matrix x, Matrix y)
    {
        var direct = (double)x.Rows * y.Rows;
        if (direct < FewPairs) return new DirectSum(kernel, x, y, "few pairs");
        if (SortedSum.TryMake(kernel, x, y, Tolerance) is { } sorted) return sorted;
        if (HierarchicalPlan.TryMake(x, y, Tolerance) is not { } plan) return new DirectSum(kernel, x, y, HierarchicalPlan.TooManyDimensions);
        return plan.Pairs < direct / 2 ? new ControlledSum(kernel, x, y, plan, direct / 2) : new DirectSum(kernel, x, y, HierarchicalPlan.SavesLittle);
    }

    internal override bool TakesProducts(double points, int dimension) => points > ManyPoints && dimension <= PointFrame.MostDimensions;

    private protected override double AllowedError => Tolerance;
}

/// <summary>Over boxes of points, in about n + m operations: points of many boxes are told apart from afar by interpolation alone; on a line, where the kernel allows
/// it, sorted. Points must lie in at most
/// three dimensions (of however many coordinates). The error is checked at points drawn at random; where boxes of points cannot keep it, sums are direct.</summary>
/// <param name="Tolerance">The largest error, in parts of the largest value of the field (of gradients: of its longest gradient), 1e-12 to 0.1.</param>
public sealed record HierarchicalSummation(double Tolerance = 1e-10) : Summation
{
    /// <summary>The largest error.</summary>
    public double Tolerance { get; init => field = Checked(value); } = Checked(Tolerance);

    internal override KernelSum Prepare(Kernel kernel, Matrix x, Matrix y) => x.Rows == 0 || y.Rows == 0 ? new DirectSum(kernel, x, y, "no pairs")
        : SortedSum.TryMake(kernel, x, y, Tolerance) is { } sorted ? sorted
        : HierarchicalPlan.TryMake(x, y, Tolerance) is { } plan ? new ControlledSum(kernel, x, y, plan)
        : throw new UsageException("Hierarchical sums need " + HierarchicalPlan.TooManyDimensions + ": sum automatically or directly.");

    internal override bool IsDirect(double pairs) => false;

    internal override bool TakesProducts(double points, int dimension) => dimension <= PointFrame.MostDimensions;

    private protected override double AllowedError => Tolerance;
}
