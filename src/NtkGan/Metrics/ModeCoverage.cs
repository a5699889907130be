namespace NtkGan.Metrics;

/// <summary>How many of the target's modes have at least one generated point near them (<c>modes</c>), and which share of the generated
/// points is near some mode (<c>quality</c>, in [0, 1]). Near means within a number of the mode's standard deviations.</summary>
/// <param name="Deviations">What counts as near, in standard deviations of a mode.</param>
public sealed record ModeCoverage(double Deviations = 3) : Metric
{
    /// <summary>What counts as near, in standard deviations of a mode.</summary>
    public double Deviations { get; init => field = Require.Positive(value, nameof(Deviations)); } = Require.Positive(Deviations);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["modes", "quality"];

    /// <inheritdoc/>
    public override bool IsDistance => false;

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        if (input.Modes is not { } modes)
            return [.. Columns.Select(column => MetricValue.Unavailable(column, "The target has no modes; mode coverage needs data made of modes."))];
        if (input.ModeDeviation == 0)
            return [.. Columns.Select(column => MetricValue.Unavailable(column, "The target's modes are single points, of standard deviation 0, and nothing is near a point; mode coverage needs modes with a spread."))];
        var radius = Deviations * input.ModeDeviation;
        var covered = new bool[modes.Rows];
        var good = 0;
        for (var i = 0; i < input.Generated.Rows; i++)
        {
            var near = false;
            for (var j = 0; j < modes.Rows; j++)
            {
                if (Distance(input.Generated.Row(i), modes.Row(j)) > radius) continue;
                near = covered[j] = true;
            }

            if (near) good++;
        }

        return
        [
            new("modes", covered.Count(mode => mode), MetricStatus.Exact),
            new("quality", (double)good / input.Generated.Rows, MetricStatus.Exact),
        ];
    }

    private static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++) sum += (x[k] - y[k]) * (x[k] - y[k]);
        return Math.Sqrt(sum);
    }
}
