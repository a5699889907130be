namespace NtkGan.Stability;

/// <summary>What the linear theory says of a whole game.</summary>
/// <param name="Regime">The worst regime of its regions; a region that nobody comes to counts where any point comes to a true point.</param>
/// <param name="Rate">The largest |z| of all regions, neutral modes aside: the factor by which a disturbance shrinks at last, a cycle.</param>
/// <param name="Regions">The outcome of each region of the partition.</param>
public sealed record GameOutcome(Regime Regime, double Rate, ValueList<RegionOutcome> Regions)
{
    internal static GameOutcome Of(IReadOnlyList<RegionOutcome> regions) =>
        new(GameRegime.Of(regions.Where(region => !IsMissed(region)).Select(region => region.Regime), regions.Any(IsMissed)), regions.Max(region => region.Rate), ValueList.From(regions));

    private static bool IsMissed(RegionOutcome region) => region is { Destination: Destination.NobodyComes, Escaping.Count: 0 };
}
