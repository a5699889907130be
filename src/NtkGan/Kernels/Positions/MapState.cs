using NtkGan.Numerics;

namespace NtkGan.Kernels.Positions;

/// <summary>The derivatives of a nonlinear step at one pair of positions: what its adjoint multiplies.</summary>
internal struct PairSlopes
{
    /// <summary>d q12(after)/d q12.</summary>
    public Lanes ByCovariance;

    /// <summary>d q12(after)/d q11.</summary>
    public Lanes ByVariance;

    /// <summary>d k(after)/d k.</summary>
    public Lanes Factor;

    /// <summary>d k(after)/d q12.</summary>
    public Lanes TangentByCovariance;

    /// <summary>d k(after)/d q11.</summary>
    public Lanes TangentByVariance;
}

/// <summary>The maps of q12 and k of four pairs of images on their way through a network, or the adjoints on the way back, with scratch. Lanes are
/// one first image with four second ones, or, to find the variances, four images each with itself.</summary>
internal sealed class MapState
{
    private readonly MapProgram _program;
    private readonly ImagePoints _points;
    private readonly Stack<Lanes[]> _spare = new();
    private readonly Lanes[] _covariance, _tangent, _ownInput;
    private readonly Lanes[][] _own;
    private readonly PairSlopes[][] _slopes;
    private readonly SeriesNode?[] _recordedSeries;
    private int _first = -1, _group;

    public MapState(MapProgram program, ImagePoints points)
    {
        (_program, _points) = (program, points);
        (_covariance, _tangent) = (Rent(), Rent());
        _ownInput = new Lanes[program.Shape.Dimension];
        _own = [.. program.Nodes.Select(node => new Lanes[node.Positions])];
        VarianceAdjoints = [.. program.Nodes.Select(node => new Lanes[node.Positions])];
        _slopes = new PairSlopes[program.Nodes.Count][];
        _recordedSeries = new SeriesNode?[program.Nodes.Count];
        (Rows, Columns) = program.Chunks[0];
    }

    /// <summary>Whether k is kept.</summary>
    public bool WithTangent => _program.WithTangent;

    /// <summary>Whether the first images are the second ones.</summary>
    public bool IsSelf { get; private set; }

    /// <summary>Whether variances are found on the way.</summary>
    public bool IsRecording { get; private set; }

    /// <summary>Whether nonlinear steps keep their derivatives.</summary>
    public bool WithSlopes { get; set; }

    /// <summary>The pairs of rows.</summary>
    public AxisPlan Rows { get; set; }

    /// <summary>The pairs of columns.</summary>
    public AxisPlan Columns { get; set; }

    /// <summary>Pairs of positions in the maps.</summary>
    public int Count { get; set; }

    /// <summary>q12, or its adjoint.</summary>
    public Span<Lanes> Covariance => _covariance.AsSpan(0, Count);

    /// <summary>k, or its adjoint; empty for the NNGP kernel.</summary>
    public Span<Lanes> Tangent => _tangent.AsSpan(0, WithTangent ? Count : 0);

    /// <summary>The adjoints of the first image's variances before each nonlinear step, summed so far.</summary>
    public Lanes[][] VarianceAdjoints { get; }

    /// <summary>The first image, one coordinate after the other.</summary>
    public ReadOnlySpan<Lanes> FirstInput => IsSelf ? SecondInput : _ownInput;

    /// <summary>The second images.</summary>
    public ReadOnlySpan<Lanes> SecondInput => _points.Input(_group);

    /// <summary>Begins with one image against a group of four.</summary>
    public void StartPair(int first, int group)
    {
        (IsSelf, IsRecording, _group) = (false, false, group);
        if (first == _first) return;
        _first = first;
        var (home, lane) = (first / Lanes.Count, first % Lanes.Count);
        Broadcast(_points.Input(home), lane, _ownInput);
        for (var node = 0; node < _own.Length; node++) Broadcast(_points.Variances(node, home), lane, _own[node]);
    }

    /// <summary>Begins with each of four images against itself.</summary>
    public void StartSelf(int group, bool isRecording) => (IsSelf, IsRecording, _group) = (true, isRecording, group);

    /// <summary>The variances of the first image before a nonlinear step.</summary>
    public ReadOnlySpan<Lanes> First(int node) => IsSelf ? Second(node) : _own[node];

    /// <summary>The variances of the second images before a nonlinear step.</summary>
    public ReadOnlySpan<Lanes> Second(int node) => _points.Variances(node, _group);

    /// <summary>The variances of the second images, to be written.</summary>
    public Span<Lanes> Recorded(int node) => _points.Variances(node, _group);

    /// <summary>The Hermite coefficients before a step without a closed form, and the index there of the second images' first position.</summary>
    public (SeriesNode Series, int Group) Series(int node, Func<double[], SeriesNode> make)
    {
        if (!IsRecording) return (_points.Series(node), _group * _program.Nodes[node].Positions);
        return (_recordedSeries[node] ??= make(ImagePoints.Flat(Second(node))), 0);
    }

    /// <summary>The index of a position of the first image among all points' Hermite coefficients.</summary>
    public int FirstIndex(int node, int position) =>
        (_first / Lanes.Count * _program.Nodes[node].Positions + position) * Lanes.Count + _first % Lanes.Count;

    /// <summary>Forgets the variances found for the group before.</summary>
    public void ForgetRecorded() => Array.Clear(_recordedSeries);

    /// <summary>Where a nonlinear step keeps its derivatives.</summary>
    public Span<PairSlopes> Slopes(int node)
    {
        if (_slopes[node] is not { } kept || kept.Length < Count) _slopes[node] = kept = new PairSlopes[Count];
        return kept.AsSpan(0, Count);
    }

    /// <summary>Scratch as large as the largest map.</summary>
    public Lanes[] Rent() => _spare.TryPop(out var buffer) ? buffer : new Lanes[_program.LargestMap];

    /// <summary>Gives scratch back.</summary>
    public void Return(Lanes[] buffer) => _spare.Push(buffer);

    private static void Broadcast(ReadOnlySpan<Lanes> four, int lane, Span<Lanes> one)
    {
        for (var e = 0; e < one.Length; e++) one[e] = four[e].Vector[lane];
    }
}
