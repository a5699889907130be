using System.Globalization;

namespace NtkGan.Stability;

/// <summary>Puts a prediction into sentences for a person who knows GANs but not this theory.</summary>
internal static class Explanation
{
    public static IReadOnlyList<string> Of(StabilityPrediction prediction)
    {
        if (prediction.Obstacle is { } obstacle) return [Verdict(prediction), .. Basis(prediction), obstacle];
        List<string> sentences = [Verdict(prediction), .. Basis(prediction), Split(prediction)];
        for (var i = 0; i < prediction.Regions.Count; i++) sentences.AddRange(Region(prediction, prediction.Regions[i], i + 1));
        if (prediction.Regime != Regime.Converges) sentences.AddRange(prediction.Advice.Select(Advise));
        sentences.AddRange(prediction.Advice.Select(Margin).OfType<string>());
        if (prediction.OptimalWidth is { } width)
            sentences.Add(Text($"Fastest with all else as it is: a kernel width of {width.Value:G4}, where a disturbance shrinks by {width.Rate:G6} an update at last."));
        if (prediction.OptimalRegularisation is { } regularisation)
            sentences.Add(Text($"Fastest with all else as it is: a regularisation of {regularisation.Value:G4}, where it shrinks by {regularisation.Rate:G6}."));
        return sentences;
    }

    private static string Verdict(StabilityPrediction prediction) => prediction.Verdict switch
    {
        { Basis: VerdictBasis.Undecided } verdict => $"What becomes of the game cannot be told: {verdict.Reason}.",
        { Regime: Regime.Converges, Basis: VerdictBasis.Predicted } when prediction.Outcome!.Regions.Any(region => region.IsAlgebraic) =>
            "The game converges, but ever more slowly: points that share a true point of just their mass close in on it like a power of the number of updates.",
        { Regime: Regime.Converges, Basis: VerdictBasis.Predicted } => Text($"The game converges: at last a disturbance shrinks by a factor {prediction.RatePerUpdate:G6} at every update of the discriminator."),
        { Regime: Regime.Converges } => "The game converges: every true point is reached and every generated point comes to rest on one.",
        { Regime: Regime.Oscillates, Basis: VerdictBasis.Predicted } => Text($"The game oscillates while it converges: the points swing about their true points and a disturbance shrinks by a factor {prediction.RatePerUpdate:G6} at every update."),
        { Regime: Regime.Oscillates } when prediction.Outcome is { Regime: Regime.Oscillates, Rate: > 1 - RegionOutcome.Tolerance } => "The game oscillates forever: nothing damps the swing of the generated points about their true points.",
        { Regime: Regime.Oscillates } => "The game oscillates: the generated points swing about their true points.",
        { Regime: Regime.Frozen } => "Some generated points freeze where they are: they feel no true point, for the discriminator is flat around them.",
        { Regime: Regime.Collapses } => "The game collapses approximately: it stays bounded, but a true point is not visited, or points are held around one instead of on it.",
        _ => "The game diverges: a generated point runs away or is thrown out, or an oscillation grows until the points leave their true point.",
    };

    private static IEnumerable<string> Basis(StabilityPrediction prediction)
    {
        var (verdict, local) = (prediction.Verdict, prediction.Outcome?.Regime);
        if (verdict.Basis == VerdictBasis.Predicted)
        {
            yield return "This is predicted by the linear theory, and holds for starts within its reach, as this one.";
            yield break;
        }

        if (verdict.Basis == VerdictBasis.Observed)
        {
            yield return Text($"This is observed, not predicted: an exact simulation of {verdict.Updates} update{(verdict.Updates == 1 ? "" : "s")} from this very start shows it.");
            if (verdict.Reason.Length > 0) yield return $"The linear theory does not decide: {verdict.Reason}.";
        }

        if (local is null || prediction.Regions.Any(region => region.Outcome.Destination == Destination.None)) yield break;
        yield return verdict.Regime == local ? "About the resting places, where it holds, the linear theory says the same."
            : $"About the resting places, where it holds, the linear theory says something else: the game {Verb(local.Value)}.";
    }

    private static string Split(StabilityPrediction prediction)
    {
        var (count, error) = (prediction.Partition!.Regions.Count, prediction.Partition.IsolationError);
        return count == 1
            ? "All points feel each other and form one region."
            : Text($"The points form {count} regions that do not feel each other (the kernel between them is at most {error:G2} of its peak); each is looked at alone.");
    }

    private static IEnumerable<string> Region(StabilityPrediction prediction, RegionPrediction region, int number)
    {
        var where = region.Obstacle is null ? "" : ", by the linear theory, about its resting place";
        yield return Text($"Region {number} ({Contents(region.Region)}){where}: {Fate(region)}");
        if (region is { Obstacle: null, Outcome.Destination: not (Destination.NobodyComes or Destination.Anywhere) })
            yield return Text($"Region {number} starts {region.StartRadius:G4} from there; the theory reaches {region.ValidityRadius:G4}, up to which what it neglects is less than a tenth.");
        var outcome = region.Outcome;
        if (outcome.Destination != Destination.OnTruePoint) yield break;
        if (outcome.Dominant is { Alternates: true, Modulus: <= 1 + RegionOutcome.Tolerance } mode)
            yield return Text($"Region {number} swings once in {mode.Period * prediction.Configuration.Game.DiscriminatorSteps:G4} updates.");
        foreach (var condition in region.Conditions.Where(condition => condition.Margin < -RegionOutcome.Tolerance))
            yield return double.IsFinite(condition.Margin) ? Text($"Region {number} breaks a condition by {-condition.Margin:G4}: {Broken(condition.Kind)}") : $"Region {number} breaks a condition beyond all finite numbers: {Broken(condition.Kind)}";
    }

    private static string Contents(Region region)
    {
        var points = region.Generated.Count == 1 ? "1 generated point" : Text($"{region.Generated.Count} generated points");
        var real = region.Real.Count == 1 ? "1 true point" : Text($"{region.Real.Count} true points");
        return region.Real.Count == 0 ? Text($"{points} of mass {region.GeneratedMass:G4}, no true point")
            : region.Generated.Count == 0 ? Text($"{real} of mass {region.RealMass:G4}, no generated point")
            : Text($"{real} of mass {region.RealMass:G4}, {points} of mass {region.GeneratedMass:G4}");
    }

    private static string Fate(RegionPrediction region) => region.Outcome switch
    {
        { Destination: Destination.NobodyComes } => "no generated point feels this true point, so it is never visited.",
        { Destination: Destination.None } when region.Region.IsIsolated => "without regularisation the discriminator grows forever where masses do not balance, so nothing rests here.",
        { Destination: Destination.None } => "without regularisation the discriminator grows forever unless each true point is met by just its own mass, and here the points would settle otherwise, so nothing rests.",
        { Escaping.Count: > 0, Regime: Regime.Diverges } => Text($"{region.Outcome.Escaping.Count} of its points are more than the true points can hold; pushed out, they run away from their own past."),
        { Escaping.Count: > 0 } => Text($"{region.Outcome.Escaping.Count} of its points are more than the true points can hold; pushed out, they stop where they feel nothing."),
        { IsUndisturbed: true } => "its point is in an unstable balance, but no force reaches the last digit of its place: it stays until something kicks it, and then runs away.",
        { Destination: Destination.Anywhere, Regime: Regime.Frozen } => "its points feel no true point and rest wherever they are.",
        { Destination: Destination.Anywhere } => "its points feel no true point, and the discriminator they leave behind pushes them on: they run away from their own past.",
        { Destination: Destination.AroundTruePoint, Regime: Regime.Diverges } => Text($"its mass exceeds the true point's, which cannot hold it: even {Offsets(region)} from it there is no stable rest."),
        { Destination: Destination.AroundTruePoint } => Text($"its mass exceeds the true point's, so the points push each other apart and rest {Offsets(region)} from it."),
        { Destination: Destination.Shared, Regime: Regime.Diverges } => "its true points are too near each other to be told apart, and the equilibrium the points share is unstable.",
        { Destination: Destination.Shared, Regime: Regime.Collapses } => Text($"its true points are too near each other to be told apart; the points rest {Offsets(region)} from the nearest one."),
        { Destination: Destination.Shared } => "its true points feel each other, yet every generated point finds one of them.",
        { Regime: Regime.Diverges, Rate: double.PositiveInfinity } => "resting on the true point is unstable: a disturbance grows beyond all finite numbers at once.",
        { Regime: Regime.Diverges } => Text($"resting on the true point is unstable: a disturbance grows by {region.Outcome.Rate:G6} at every move."),
        { IsAlgebraic: true } => "the points come to rest on the true point, but slowly: masses balance exactly, so their spread shrinks like 1 over the number of updates, with a power of the width that makes wide kernels slow.",
        { Regime: Regime.Oscillates, Rate: > 1 - RegionOutcome.Tolerance } => "the points swing about the true point and nothing damps them.",
        { Regime: Regime.Oscillates } => Text($"the points swing about the true point; a disturbance shrinks by {region.Outcome.Rate:G6} at every move."),
        _ => Text($"the points come to rest on the true point; a disturbance shrinks by {region.Outcome.Rate:G6} at every move."),
    };

    private static string Offsets(RegionPrediction region)
    {
        var offsets = region.Outcome.Offsets;
        return offsets.Max() - offsets.Min() < 1e-3 * offsets.Max() ? Text($"{offsets.Max():G4}") : Text($"{offsets.Min():G4} to {offsets.Max():G4}");
    }

    private static string Broken(ConditionKind kind) => kind switch
    {
        ConditionKind.FreeDecay => "the discriminator does not forget; its step size times the regularisation must lie between 0 and 2.",
        ConditionKind.DifferencePull => "several points on one true point push each other apart, for together they weigh more than it does.",
        ConditionKind.DifferenceOvershoot => "the points overshoot each other; the generator's steps are too long for this curvature.",
        ConditionKind.MeanPull => "the true point does not attract.",
        ConditionKind.MeanDamping => "the swing feeds on the discriminator's memory and is not damped enough; more regularisation or a wider kernel damps it.",
        ConditionKind.MeanOvershoot => "a move overshoots the true point; the steps are too long for this width.",
        _ => "the largest eigenvalue of the coupled motion lies outside the unit circle.",
    };

    private static string Advise(ParameterAdvice advice) => advice.Advised is { } better
        ? Text($"Moving the {Name(advice.Parameter)} from {advice.Current:G4} to {better.Value:G4} would be enough: {Then(better.Regime)}")
        : Text($"No value of the {Name(advice.Parameter)} alone was found that makes it better.");

    private static string? Margin(ParameterAdvice advice)
    {
        var change = (advice.WorseBelow, advice.WorseAbove) switch
        {
            (null, null) => null,
            ({ } below, null) => Text($"{Verb(below.Regime)} below {below.Value:G4}"),
            (null, { } above) => Text($"{Verb(above.Regime)} above {above.Value:G4}"),
            ({ } below, { } above) when below.Regime == above.Regime => Text($"{Verb(below.Regime)} below {below.Value:G4} and above {above.Value:G4}"),
            ({ } below, { } above) => Text($"{Verb(below.Regime)} below {below.Value:G4} and {Verb(above.Regime)} above {above.Value:G4}"),
        };
        return change is null ? null : Text($"Room for the {Name(advice.Parameter)}, now {advice.Current:G4}: the game {change}.");
    }

    private static string Verb(Regime regime) => regime switch
    {
        Regime.Converges => "converges",
        Regime.Oscillates => "oscillates",
        Regime.Frozen => "freezes",
        Regime.Collapses => "collapses",
        _ => "diverges",
    };

    private static string Then(Regime regime) => regime switch
    {
        Regime.Converges => "there the game converges.",
        Regime.Oscillates => "there it oscillates.",
        Regime.Frozen => "there stray points stay where they are.",
        _ => "there it settles, though not on all true points.",
    };

    private static string Name(GameParameter parameter) => parameter switch
    {
        GameParameter.Width => "kernel width",
        GameParameter.Regularisation => "regularisation",
        GameParameter.DiscriminatorRate => "discriminator's step size",
        GameParameter.GeneratorRate => "generator's step size",
        _ => "generated mass",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
