using NtkGan.Numerics;

namespace NtkGan.Kernels.Hierarchical;

/// <summary>Boxes around two sets of points, how they meet, and what that costs where the kernel is smooth.</summary>
/// <param name="Tolerance">The error that is allowed.</param>
/// <param name="Frame">The space that the points lie in.</param>
/// <param name="X">Coordinates of the first set there, n x m.</param>
/// <param name="Y">The same of the second set.</param>
/// <param name="Nodes">Nodes of a box.</param>
/// <param name="Tree">The boxes.</param>
/// <param name="Interactions">How they meet.</param>
/// <param name="Pairs">The cost where the kernel is smooth on all boxes apart, in evaluations of it.</param>
internal sealed record HierarchicalPlan(double Tolerance, PointFrame Frame, Matrix X, Matrix Y, NodeSet Nodes, BoxTree Tree, Interactions Interactions, double Pairs)
{
    /// <summary>Why points have no plan.</summary>
    public const string TooManyDimensions = "points in at most three dimensions, for boxes in more have too many neighbours";

    /// <summary>Why points that have one may be summed directly.</summary>
    public const string SavesLittle = "boxes would save less than half of the pairs";

    // What a point costs beside pairs: the basis at its place, twice.
    private const double PerPoint = 100;

    /// <summary>The plan for a tolerance; null if the points lie in more than three dimensions.</summary>
    public static HierarchicalPlan? TryMake(Matrix x, Matrix y, double tolerance) =>
        PointFrame.Of(x, y) is { } frame ? Make(tolerance, frame, frame.Coordinates(x), frame.Coordinates(y), DegreeFor(frame.Dimension, tolerance)) : null;

    /// <summary>The same with polynomials of a higher degree.</summary>
    public HierarchicalPlan Finer(int degrees) => degrees == 0 ? this : Make(Tolerance, Frame, X, Y, Nodes.Degree + degrees);

    private static HierarchicalPlan Make(double tolerance, PointFrame frame, Matrix x, Matrix y, int degree)
    {
        var nodes = NodeSet.Of(frame.Dimension, degree);
        var tree = new BoxTree(x, y, Math.Max(16, nodes.Count / 2));
        HierarchicalPlan? best = null;
        for (var capacity = nodes.Count / 2; capacity <= 16 * nodes.Count; capacity *= 2)
        {
            var interactions = new Interactions(tree, nodes, capacity);
            var pairs = interactions.Pairs() + PerPoint * ((double)x.Rows + y.Rows);
            if (best is null || pairs < best.Pairs) best = new(tolerance, frame, x, y, nodes, tree, interactions, pairs);
            else if (pairs > 2 * best.Pairs) break;
        }

        return best!;
    }

    // Measured on tangent kernels of ReLU networks in the plane: half an order of magnitude a degree, and boxes that are too large for it are split; pairs of
    // boxes farther apart take the first nodes alone. In space nodes are many, and splitting is cheaper.
    private static int DegreeFor(int dimension, double tolerance) => Math.Max(3, (int)Math.Round((dimension == 3 ? 1.0 : 1.6) * -Math.Log10(tolerance)));
}
