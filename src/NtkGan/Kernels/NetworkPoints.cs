using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>The points of both sets with their variances throughout a network.</summary>
internal sealed class NetworkPoints
{
    // Ratios of smaller ones leave the range of floating-point numbers.
    private static readonly double LeastVariance = Math.ScaleB(1, -900);

    // Slopes of a rejection by the first point then err by less than the root of this times |x - y|^2/bias.
    private static readonly double Rounding = Math.ScaleB(1, -52);

    private readonly bool[]? _vanishing;

    public NetworkPoints(Matrix x, Matrix y, Architecture architecture, KernelKind kind)
    {
        (First, Second, Variances, Nodes) = Read(x, y, architecture, kind);
        var own = WithoutTraces(x, 0);
        var other = ReferenceEquals(x, y) ? own : WithoutTraces(y, SecondOffset);
        if (!ReferenceEquals(own, x) || !ReferenceEquals(other, y)) (First, Second, Variances, Nodes) = Read(own, other, architecture, kind);
        KeepsDifferences = NearSupport.Of(architecture.Layers);
        Bias = KeepsDifferences ? FirstBias.Of(architecture.Layers) : 0;
        _vanishing = Nodes.Any(node => node.Values.AsSpan().ContainsAnyInRange(0, LeastVariance)) ? [.. Enumerable.Range(0, First.PaddedCount).Select(i => Nodes.Any(node => node.Values[i] <= LeastVariance))] : null;
    }

    public PointSet First { get; }

    public PointSet Second { get; }

    /// <summary>|x|^2/d of all points, both sets one after the other unless they are the same.</summary>
    public double[] Variances { get; }

    /// <summary>Where the second set begins in them.</summary>
    public int SecondOffset => Variances.Length - Second.PaddedCount;

    public IReadOnlyList<NodeVariances> Nodes { get; }

    /// <summary>Whether every layer knows what becomes of points that are almost equal.</summary>
    public bool KeepsDifferences { get; }

    /// <summary>What the biases before the first nonlinear layer add to |x|^2/d in its eyes: points that are small beside it are nearly equal there.</summary>
    public double Bias { get; }

    /// <summary>Whether a point is at the origin, as far as that layer can tell.</summary>
    public bool IsAtOrigin(int i) => Variances[i] <= Rounding * Bias;

    /// <summary>Whether what tells points apart can be carried along with a first point: every layer knows how, and none has lost the point's variance to the end of the range.</summary>
    public bool KeepsDifferencesOf(int i) => KeepsDifferences && _vanishing?[i] is not true;

    private static (PointSet First, PointSet Second, double[] Variances, IReadOnlyList<NodeVariances> Nodes) Read(Matrix x, Matrix y, Architecture architecture, KernelKind kind)
    {
        var first = new PointSet(x);
        var second = ReferenceEquals(x, y) ? first : new PointSet(y);
        double[] variances = ReferenceEquals(x, y) ? Own(first) : [.. Own(first), .. Own(second)];
        var state = new DiagonalState(variances, x.Columns, kind == KernelKind.Ntk);
        architecture.Layers.Propagate(state);
        return (first, second, variances, state.Nodes);
    }

    // Points so near the origin that inverses of their variances overflow are there, in the eyes of a network that sees them grow from 0: the points themselves where there are none.
    private Matrix WithoutTraces(Matrix points, int offset)
    {
        var result = points;
        for (var i = 0; i < points.Rows; i++)
        {
            if (!SmallNumbers.AreAll(points.Row(i)) || !Nodes.Any(node => node.Values[offset + i] < SmallNumbers.LeastVariance)) continue;
            if (ReferenceEquals(result, points)) result = points.Clone();
            result.Row(i).Clear();
        }

        return result;
    }

    private static double[] Own(PointSet set)
    {
        var (points, variances) = (set.Points, new double[set.PaddedCount]);
        Span<Lanes> own = stackalloc Lanes[1];
        for (var i = 0; i < variances.Length; i++)
        {
            set.InnerProducts(points.Row(Math.Min(i, points.Rows - 1)), i / Lanes.Count * Lanes.Count, own);
            variances[i] = own[0].Vector[i % Lanes.Count] / points.Columns;
        }

        return variances;
    }
}
