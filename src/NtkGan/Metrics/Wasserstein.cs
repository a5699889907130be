namespace NtkGan.Metrics;

/// <summary>The squared 2-Wasserstein distance W2^2 = min over couplings of the mean of |x - y|^2, exact: on a line by sorting, for sets
/// of any sizes; in more dimensions by an optimal assignment, for sets of one size up to 2000. The error is the gap to the dual value,
/// which proves the assignment optimal. Twice the Sinkhorn divergence as its blur tends to 0.</summary>
public sealed record Wasserstein : Metric
{
    private const int MostPoints = 2000;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["w2"];

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input)
    {
        var (x, y) = (input.Generated, input.Target);
        if (x.Columns == 1)
        {
            double[] generated = [.. x.Values], target = [.. y.Values];
            Array.Sort(generated);
            Array.Sort(target);
            var value = LineTransport.SquaredWasserstein(generated, target);
            return [new("w2", value, MetricStatus.Exact, (x.Rows + y.Rows) * Math.ScaleB(value, -52))];
        }

        if (x.Rows != y.Rows)
            return [Unavailable($"the sets have {x.Rows} and {y.Rows} points", "take as many of each")];
        if (x.Rows > MostPoints)
            return [Unavailable($"the sets have {x.Rows} points", $"take at most {MostPoints} of each")];
        var assignment = new Assignment(x, y);
        return [new("w2", assignment.Cost, MetricStatus.Exact, assignment.Gap)];
    }

    private static MetricValue Unavailable(string reason, string mend) => MetricValue.Unavailable("w2",
        $"In more than one dimension the exact W2 is an assignment, and {reason}; {mend}, or use sinkhorn_divergence or sliced_wasserstein.");
}
