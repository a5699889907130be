using NtkGan.Stability;

namespace NtkGan.Experiments.Stability;

/// <summary>What the linear theory says of one game, as JSON: what <c>stability predict --json</c> writes: enumerations by their names in snake_case.</summary>
internal sealed record StabilityReport(string Name, string? Regime, string Basis, int Updates, string? Reason, string? LinearTheory, double? RatePerUpdate, double? RatePerTime,
    IReadOnlyList<StabilityReport.RegionReport> Regions, IReadOnlyList<StabilityReport.AdviceReport> Advice, IReadOnlyList<string> Explanation)
{
    /// <summary>The report of a prediction.</summary>
    public static StabilityReport Of(string name, StabilityPrediction prediction) => new(name, Word(prediction.Regime), Word(prediction.Verdict.Basis)!, prediction.Verdict.Updates,
        prediction.Obstacle ?? prediction.Verdict.Reason, Word(prediction.Outcome?.Regime), prediction.RatePerUpdate, prediction.RatePerTime,
        [.. prediction.Regions.Select(RegionReport.Of)], [.. prediction.Advice.Select(AdviceReport.Of)], prediction.Explain());

    private static string? Word<T>(T? choice) => choice?.ToString() is { } name ? Catalog.SnakeCase(name) : null;

    internal sealed record RegionReport(IReadOnlyList<int> Real, IReadOnlyList<int> Generated, double RealMass, double GeneratedMass, double Imbalance, string Regime, string Destination, double Rate,
        IReadOnlyList<double> Offsets, IReadOnlyList<ModeReport> Modes, IReadOnlyList<ConditionReport> Conditions, double ValidityRadius, double StartRadius, string? Obstacle)
    {
        public static RegionReport Of(RegionPrediction region) => new(region.Region.Real, region.Region.Generated, region.Region.RealMass, region.Region.GeneratedMass, region.Region.Imbalance,
            Word(region.Outcome.Regime)!, Word(region.Outcome.Destination)!, region.Outcome.Rate, region.Outcome.Offsets,
            [.. region.Outcome.Modes.Select(mode => new ModeReport(Word(mode.Kind)!, mode.Eigenvalue.Real, mode.Eigenvalue.Imaginary, mode.Modulus, mode.Multiplicity))],
            [.. region.Conditions.Select(condition => new ConditionReport(Word(condition.Kind)!, condition.Margin, condition.Holds))],
            region.ValidityRadius, region.StartRadius, region.Obstacle);
    }

    internal sealed record ModeReport(string Kind, double Real, double Imaginary, double Modulus, int Multiplicity);

    internal sealed record ConditionReport(string Kind, double Margin, bool Holds);

    internal sealed record AdviceReport(string Parameter, double Current, double? Safe, string Regime, BoundaryReport? Advised, BoundaryReport? WorseBelow, BoundaryReport? WorseAbove)
    {
        public static AdviceReport Of(ParameterAdvice advice) => new(Word(advice.Parameter)!, advice.Current, advice.Safe, Word(advice.Regime)!,
            BoundaryReport.Of(advice.Advised), BoundaryReport.Of(advice.WorseBelow), BoundaryReport.Of(advice.WorseAbove));
    }

    internal sealed record BoundaryReport(double Value, string Regime)
    {
        public static BoundaryReport? Of(ParameterBoundary? boundary) => boundary is null ? null : new(boundary.Value, Word(boundary.Regime)!);
    }
}
