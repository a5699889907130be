using System.Runtime.InteropServices;
using NtkGan.Numerics;

namespace NtkGan.Kernels.Positions;

/// <summary>Images in groups of four, padded with copies of the last one, with their variances before every nonlinear step of a network at every
/// position. The groups of the second set follow those of the first, unless the sets are the same.</summary>
internal sealed class ImagePoints
{
    private readonly MapProgram _program;
    private readonly Lanes[] _coordinates;
    private readonly Lanes[][] _variances;
    private readonly SeriesNode?[] _series;

    public ImagePoints(MapProgram program, Matrix x, Matrix y)
    {
        var isSame = ReferenceEquals(x, y);
        SecondOffset = isSame ? 0 : Groups(x);
        var groups = SecondOffset + Groups(y);
        _program = program;
        _coordinates = new Lanes[(long)groups * program.Shape.Dimension];
        Place(x, 0);
        if (!isSame) Place(y, SecondOffset);
        _variances = [.. program.Nodes.Select(node => new Lanes[(long)groups * node.Positions])];
        _series = new SeriesNode?[program.Nodes.Count];
        Record(groups);
        if (HasTraces() && WithoutTraces()) Record(groups);
        for (var node = 0; node < _series.Length; node++) _series[node] = program.Nodes[node].Series(Flat(_variances[node]));
    }

    /// <summary>Where the groups of the second set begin.</summary>
    public int SecondOffset { get; }

    /// <summary>The coordinates of four images.</summary>
    public ReadOnlySpan<Lanes> Input(int group) => _coordinates.AsSpan(group * _program.Shape.Dimension, _program.Shape.Dimension);

    /// <summary>The variances of four images before a nonlinear step.</summary>
    public Span<Lanes> Variances(int node, int group) => _variances[node].AsSpan(group * _program.Nodes[node].Positions, _program.Nodes[node].Positions);

    /// <summary>The Hermite coefficients of all images before a step without a closed form.</summary>
    public SeriesNode Series(int node) => _series[node]!;

    /// <summary>The numbers in lanes, one after the other.</summary>
    public static double[] Flat(ReadOnlySpan<Lanes> lanes) => MemoryMarshal.Cast<Lanes, double>(lanes).ToArray();

    private void Record(int groups) => Workers.ForBlocks(groups, 1, () => new MapEvaluator(_program, this), (start, _, evaluator) => evaluator.Record(start));

    private bool HasTraces() => Array.Exists(_variances, node => MemoryMarshal.Cast<Lanes, double>(node).ContainsAnyInRange(0, SmallNumbers.LeastVariance));

    // A network that sees variances grow from 0 sees coordinates at 0 whose squares have no inverses. Whether there are any.
    private bool WithoutTraces()
    {
        var are = false;
        foreach (ref var value in MemoryMarshal.Cast<Lanes, double>(_coordinates.AsSpan()))
        {
            if (value == 0 || !SmallNumbers.Is(value)) continue;
            (value, are) = (0, true);
        }

        return are;
    }

    private static int Groups(Matrix points) => (points.Rows + Lanes.Count - 1) / Lanes.Count;

    private void Place(Matrix points, int firstGroup)
    {
        var dimension = points.Columns;
        var values = MemoryMarshal.Cast<Lanes, double>(_coordinates.AsSpan(firstGroup * points.Columns));
        for (var i = 0; i < Groups(points) * Lanes.Count; i++)
        {
            var row = points.Row(Math.Min(i, points.Rows - 1));
            for (var c = 0; c < dimension; c++) values[(i / Lanes.Count * dimension + c) * Lanes.Count + i % Lanes.Count] = row[c];
        }
    }
}
