namespace NtkGan.Stability;

/// <summary>What the linear theory says of a whole game.</summary>
/// <param name="Regime">The worst regime of its regions.</param>
/// <param name="Rate">The largest |z| of all regions, neutral modes aside: the factor by which a disturbance shrinks at last, a cycle.</param>
/// <param name="Regions">The outcome of each region of the partition.</param>
public sealed record GameOutcome(Regime Regime, double Rate, ValueList<RegionOutcome> Regions)
{
    internal static GameOutcome Of(IReadOnlyList<RegionOutcome> regions) =>
        new(regions.Max(region => region.Regime), regions.Max(region => region.Rate), ValueList.From(regions));
}
