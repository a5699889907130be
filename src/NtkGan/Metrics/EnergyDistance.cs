using NtkGan.Kernels.Radial;

namespace NtkGan.Metrics;

/// <summary>The energy distance e = mean|x - y| - (mean|x - x'| + mean|y - y'|)/2, half of the usual one, pairs of a point with itself in;
/// 0 only where the sets have the same distribution.</summary>
public sealed record EnergyDistance : Metric
{
    private static readonly EnergyKernel Energy = new();

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["e"];

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        if (MaximumMeanDiscrepancy.BySums(Energy, input.Generated, input.Target) is var (squared, error)) return [new("e", squared / 2, MetricStatus.Sampled, error / 2)];
        PointTiles x = new(input.Generated), y = new(input.Target);
        double cross = x.MeanDistance(y), within = (x.MeanDistance(x) + y.MeanDistance(y)) / 2;
        var operations = 40 + x.Dimension + Math.Max(x.Tiles, y.Tiles);
        return [new("e", cross - within, MetricStatus.Exact, operations * Math.ScaleB(cross + within, -52))];
    }
}
