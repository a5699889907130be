namespace NtkGan.Metrics;

/// <summary>What the trained discriminator gains over one that says nothing: L(f) - L(0) of the objective L = E_fakes[a(f)] - E_targets[b(f)] that it maximises. With a zero-sum cost this is
/// the generator's cost C less that of a won game: it falls along the flow, to 0 where the distributions are told apart no more. Under IPM it is t MMD^2 of the discriminator's kernel.</summary>
public sealed record DiscriminatorAdvantage : Metric
{
    private const string Column = "advantage";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [Column];

    /// <inheritdoc/>
    public override bool IsDistance => false;

    /// <inheritdoc/>
    protected override IReadOnlyList<MetricValue> Evaluate(MetricInput input) => [input.Advantage?.Invoke() switch
    {
        null => MetricValue.Unavailable(Column, "An advantage is that of a discriminator trained on an adversarial loss; there is none here."),
        { } advantage when !double.IsFinite(advantage) => MetricValue.Unavailable(Column, "What the discriminator gains is beyond the largest numbers; divide the data by a constant first."),
        { } advantage => new(Column, advantage, MetricStatus.Exact),
    }];
}
