using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels.Positions;

/// <summary>A network as steps on maps over pairs of positions, with the plans of which pairs they need. Without pooling only equal positions meet.
/// Before a pooling all pairs do, but pairs of different offsets never mix (derived), so the maps of one offset after the other go up to it and
/// their sum goes on. Two poolings, or one within a branch, mix offsets: then the maps hold all pairs at once.</summary>
internal sealed class MapProgram : KernelState
{
    private const int LargestMapAllowed = 1 << 24;

    private readonly List<NodeStep> _nodes = [];
    private List<MapStep> _steps = [];
    private int _height, _width, _count, _poolings;

    /// <param name="layers">The network, checked on the shape.</param>
    /// <param name="shape">The shape of points.</param>
    /// <param name="withTangent">Whether to keep k.</param>
    /// <exception cref="UsageException">The maps would be too large.</exception>
    public MapProgram(Layer layers, PointShape shape, bool withTangent)
    {
        (Shape, WithTangent, Features, _height, _width) = (shape, withTangent, shape.Channels, shape.Height, shape.Width);
        layers.Propagate(this);
        var pooling = _poolings == 1 ? _steps.FindIndex(step => step is WindowStep { IsPooling: true }) : -1;
        var split = pooling >= 0 ? pooling + 1 : _steps.Count;
        (Before, After) = (new ChainStep(_steps[..split]), new ChainStep(_steps[split..]));
        IsNonlinearAfter = _steps[split..].Exists(HasNodes);
        Last = (new AxisPlan(After, _count, true, AxisPairs.One), new AxisPlan(After, _count, false, AxisPairs.One));
        var (rows, columns) = (Plans(true, Last.Rows.Input), Plans(false, Last.Columns.Input));
        Chunks = [.. from row in rows from column in columns select (row, column)];
        var largest = Chunks.Append(Last).Max(chunk => (long)chunk.Rows.Largest * chunk.Columns.Largest);
        if (largest > LargestMapAllowed)
            throw new UsageException($"The covariances of all pairs of positions would be {largest} numbers a pair of images: use one pooling at the end only, or smaller images.");
        LargestMap = (int)largest;

        IReadOnlyList<AxisPlan> Plans(bool isRows, AxisPairs output)
        {
            if (pooling < 0) return [new AxisPlan(Before, _count, isRows, output)];

            // Offsets count around the image where windows wrap around, which shows in the work.
            var window = (WindowStep)_steps[pooling];
            var joined = output.All.SelectMany(pair => window.Reads(isRows, pair)).Distinct().ToList();
            var size = joined.Max(pair => pair.First) + 1;
            return new[] { int.MaxValue, size }.Select(period => joined.Select(pair => Offset(pair, period)).Distinct().OrderBy(Math.Abs)
                .Select(offset => new AxisPlan(Before, _count, isRows, output, pair => Offset(pair, period) == offset)).ToList()).MinBy(plans => plans.Sum(plan => plan.Work))!;
        }
    }

    /// <summary>The shape of points.</summary>
    public PointShape Shape { get; }

    /// <summary>Whether k is kept.</summary>
    public bool WithTangent { get; }

    /// <summary>The steps up to the pooling, or all.</summary>
    public ChainStep Before { get; }

    /// <summary>The steps after the pooling, or none.</summary>
    public ChainStep After { get; }

    /// <summary>Whether there are nonlinear steps after the pooling.</summary>
    public bool IsNonlinearAfter { get; }

    /// <summary>The plans of the steps up to the pooling, offset 0 first.</summary>
    public IReadOnlyList<(AxisPlan Rows, AxisPlan Columns)> Chunks { get; }

    /// <summary>The plan of the steps after it.</summary>
    public (AxisPlan Rows, AxisPlan Columns) Last { get; }

    /// <summary>The nonlinear steps, in the order of the network.</summary>
    public IReadOnlyList<NodeStep> Nodes => _nodes;

    /// <summary>The largest number of pairs of positions in any map.</summary>
    public int LargestMap { get; }

    private NodePlace Here => new(_count, _nodes.Count, _height, _width);

    public override void Affine(double weightVariance, double biasVariance) =>
        Add(new AffineMap(weightVariance, biasVariance, weightVariance, biasVariance));

    public override void AffineStandard(double weightVariance, double biasVariance, bool hasBias) =>
        Add(new AffineMap(weightVariance, biasVariance, Features, hasBias ? 1 : 0));

    public override void Activate<TFormula>(TFormula formula) => Add(new ActivationStep<TFormula>(Here, formula));

    public override void Activate(NumericActivation activation) => Add(new NumericStep(Here, activation));

    public override void Normalize(double epsilon) => Activate(new NormalizationFormula(epsilon));

    public override void Gather(Func<int, AxisWindows> windows)
    {
        var (rows, columns) = Add(windows, isPooling: false);
        Features *= rows.Filter * columns.Filter;
    }

    public override void Average(Func<int, AxisWindows> windows)
    {
        Add(windows, isPooling: true);
        _poolings++;
    }

    public override void Flatten() => Gather(AxisWindows.Whole);

    public override void Sum(IReadOnlyList<Layer> branches)
    {
        var (before, features, height, width) = (_steps, Features, _height, _width);
        var chains = new List<(SelectStep, ChainStep)>();
        foreach (var branch in branches)
        {
            (_steps, Features, _height, _width) = ([], features, height, width);
            var select = new SelectStep(_count++);
            branch.Propagate(this);
            chains.Add((select, new ChainStep(_steps)));
        }

        _steps = before;
        _steps.Add(new SumStep(_count++, chains));
    }

    private static int Offset((int First, int Second) pair, int period) => (pair.Second - pair.First + (period == int.MaxValue ? 0 : period)) % period;

    private static bool HasNodes(MapStep step) => step is NodeStep or SumStep;

    // A convolution's affine map is part of its last pass over the maps.
    private void Add(AffineMap map)
    {
        if (_steps is [.., WindowStep { IsPooling: false, Affine: null } windows]) windows.Affine = map;
        else _steps.Add(new AffineStep(map));
    }

    private void Add(NodeStep step)
    {
        _count++;
        _nodes.Add(step);
        _steps.Add(step);
    }

    private (AxisWindows Rows, AxisWindows Columns) Add(Func<int, AxisWindows> windows, bool isPooling)
    {
        var (rows, columns) = (windows(_height), windows(_width));
        _steps.Add(new WindowStep(_count++, rows, columns, isPooling));
        (_height, _width) = (rows.Count, columns.Count);
        return (rows, columns);
    }
}
