using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Stability;

/// <summary>All of a region that does not depend on the step sizes and the regularisation: judged for many of them at little cost. Points are in units
/// in which the kernel has its own width; a game whose kernel is wider by a factor t sees the same picture with gamma/t^2.</summary>
internal sealed class RegionShape
{
    private const double OnTruePoint = .05, SearchedTolerance = 1e-6, Lifetime = 1e9;
    private const int LargestSearch = 240;

    private readonly double _scale, _gamma, _startRadius;
    private readonly KernelCurvature _curvature;
    private readonly WeightedPoints? _real, _generated;
    private readonly PointEquilibrium? _equilibrium;
    private readonly bool _isSearched, _reachesEveryTruePoint;
    private readonly ValueList<int> _escaping = [];
    private readonly ValueList<double> _offsets = [];
    private readonly double _disturbance = double.PositiveInfinity;

    /// <summary>The shape of one region.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="region">The region's points.</param>
    /// <param name="real">All true points, in the kernel's units.</param>
    /// <param name="generated">All generated points, in the kernel's units.</param>
    /// <param name="scale">t, the factor by which the game's width exceeds the kernel's.</param>
    public RegionShape(Kernel kernel, Region region, WeightedPoints real, WeightedPoints generated, double scale)
    {
        (Region, _scale, _curvature) = (region, scale, KernelCurvature.Of(kernel));
        _gamma = _curvature.Gamma / (scale * scale);
        (_real, _generated) = (Part(real, region.Real), Part(generated, region.Generated));
        if (_generated is null) return;
        if (_real is null)
        {
            _startRadius = region.Generated.Count == 1 ? 0 : double.PositiveInfinity;
            if (region.Generated.Count == 1) _disturbance = Disturbance(kernel, region.Generated[0], real, generated) / (scale * scale);
            return;
        }

        if (region.IsIsolated && (_generated.Count == 1 || AtTruePoint(default).Imbalance >= 0))
        {
            _startRadius = scale * Distances(_generated.Places, _real.Places).Values.ToArray().Max();
            return;
        }

        _isSearched = true;
        (_equilibrium, _escaping, _offsets, _reachesEveryTruePoint, _startRadius) = Search(kernel, region, _real, _generated, scale);
    }

    public Region Region { get; }

    /// <summary>The dynamics at the region's only true point, or outside that of its heaviest point alone; null where neither describes the region.</summary>
    public TruePointDynamics? Local(LocalRates rates) => _generated is null || _isSearched ? null
        : _real is null ? new(rates, _gamma, 0, [_generated.Masses.Max()]) : AtTruePoint(rates);

    /// <summary>The prediction with its reach.</summary>
    public RegionPrediction Describe(LocalRates rates)
    {
        var dynamics = Local(rates);
        var imbalance = dynamics?.Imbalance ?? Region.Imbalance;
        var spreads = !_isSearched && _generated is not null && _real is not null;
        var validity = Math.Min(RegionPrediction.KernelRadius(_curvature), spreads ? RegionPrediction.CurvatureRadius(_curvature, imbalance, Region.GeneratedMass) : double.PositiveInfinity);
        return new(Region, Judge(rates), dynamics, _scale * validity, _startRadius);
    }

    public RegionOutcome Judge(LocalRates rates)
    {
        if (_generated is null) return RegionOutcome.At(Destination.NobodyComes, [new(ModeKind.Free, rates.CycleRetention)], stable: Regime.Collapses);
        if (_real is null) return Worst(_generated.Masses.Distinct().Select(mass => Outside(rates, mass)));
        if (!_isSearched) return OnlyTruePoint(rates);
        var worst = Worst(_escaping.Select(row => Outside(rates, _generated.Masses[IndexOf(row)])).Prepend(Held(rates)));
        return worst with { Equilibrium = _equilibrium, Offsets = _offsets, Escaping = _escaping };
    }

    private RegionOutcome Held(LocalRates rates)
    {
        if (_equilibrium is null) return RegionOutcome.At(Destination.NobodyComes, [], stable: Regime.Collapses);
        if (rates.Regularisation == 0 && !_equilibrium.IsFlat) return new(Regime.Diverges, Destination.None, []);
        var destination = Region.IsIsolated ? Destination.AroundTruePoint : Destination.Shared;
        return RegionOutcome.At(destination, _equilibrium.Modes(rates), SearchedTolerance, _reachesEveryTruePoint ? null : Regime.Collapses);
    }

    private static RegionOutcome Worst(IEnumerable<RegionOutcome> outcomes) =>
        outcomes.OrderByDescending(outcome => outcome.Regime).ThenByDescending(outcome => outcome.Rate).First();

    private TruePointDynamics AtTruePoint(LocalRates rates) => new(rates, _gamma, Region.RealMass, _generated!.Masses);

    private RegionOutcome OnlyTruePoint(LocalRates rates)
    {
        var dynamics = AtTruePoint(rates);
        if (!dynamics.HasEquilibrium) return new(Regime.Diverges, Destination.None, []);
        return RegionOutcome.At(Destination.OnTruePoint, dynamics.Modes) with { IsAlgebraic = dynamics.Imbalance == 0 && dynamics.Masses.Count > 1 };
    }

    // Several points outside push each other apart until each is alone.
    private RegionOutcome Outside(LocalRates rates, double mass)
    {
        var alone = new TruePointDynamics(rates, _gamma, 0, [mass]);
        var outcome = alone.HasEquilibrium ? RegionOutcome.At(Destination.Anywhere, alone.Modes, stable: Regime.Frozen) : new(Regime.Diverges, Destination.Anywhere, []);

        // A discriminator that forgets sums its steps to 1/lambda; without lambda they grow, so that a point is undisturbed for so many updates.
        var memory = rates.Regularisation > 0 ? 1 / rates.Regularisation : Lifetime * rates.CycleRate;
        var undisturbed = outcome.Regime == Regime.Diverges && rates.GeneratorRate * mass * _disturbance * memory < 1;
        return undisturbed ? outcome with { Regime = Regime.Frozen, IsUndisturbed = true } : outcome;
    }

    private int IndexOf(int row) => Enumerable.Range(0, Region.Generated.Count).First(j => Region.Generated[j] == row);

    private static WeightedPoints? Part(WeightedPoints points, ValueList<int> rows) =>
        rows.Count == 0 ? null : new(points.Places.Take([.. rows]), ValueList.From(rows.Select(row => points.Masses[row])));

    // A bound on each coordinate of lambda grad f from all other points, in half units in the last place of that coordinate; the largest.
    private static double Disturbance(Kernel kernel, int row, WeightedPoints real, WeightedPoints generated)
    {
        var (hessian, own) = (new RadialHessian(kernel), generated.Places.Row(row).ToArray());
        var bounds = new double[own.Length];
        for (var i = 0; i < real.Count; i++) Add(real.Masses[i], real.Places.Row(i));
        for (var j = 0; j < generated.Count; j++)
            if (j != row) Add(generated.Masses[j], generated.Places.Row(j));
        return own.Zip(bounds, (place, bound) => bound == 0 ? 0 : bound / (.5 * Math.BitIncrement(Math.Abs(place)) - .5 * Math.Abs(place))).Max();

        void Add(double mass, ReadOnlySpan<double> other)
        {
            var squared = DotProduct.SquaredDistance(own, other);
            if (!double.IsFinite(squared)) return;
            var pull = mass * Math.Abs(hessian.At(squared).Across);
            for (var c = 0; c < bounds.Length; c++) bounds[c] += pull * Math.Abs(own[c] - other[c]);
        }
    }

    private static (PointEquilibrium? Equilibrium, ValueList<int> Escaping, ValueList<double> Offsets, bool ReachesAll, double StartRadius) Search(
        Kernel kernel, Region region, WeightedPoints real, WeightedPoints generated, double scale)
    {
        var space = ReducedSpace.OfAffineSpan(real.Places.Above(generated.Places));
        var (first, second) = (space.Coordinates(real.Places), space.Coordinates(generated.Places));
        if (second.Values.Length > LargestSearch)
            throw new NumericalException($"A region of {real.Count} true and {generated.Count} generated points is too large for the linear theory ({second.Values.Length} coordinates, at most {LargestSearch}): take a narrower kernel or fewer points.");
        var width = KernelCurvature.Of(kernel).Width;
        var (still, moving) = (new WeightedPoints(first, real.Masses), new WeightedPoints(second, generated.Masses));
        var (points, force) = new EquilibriumSearch(kernel, still, moving).Run();
        var settled = RegionPartition.Of(kernel, still, new(points, generated.Masses));
        int[] escaping = [.. settled.Regions.Where(part => part.Real.Count == 0).SelectMany(part => part.Generated)];
        int[] held = [.. Enumerable.Range(0, generated.Count).Except(escaping)];
        if (held.Length == 0) return (null, region.Generated, [], false, double.PositiveInfinity);

        var (rest, distances) = (points.Take(held), Distances(points.Take(held), first));
        var at = new WeightedPoints(rest, ValueList.From(held.Select(j => generated.Masses[j])));
        var (across, inverse) = (real.Dimension - first.Columns, 1 / (scale * scale));
        var hessian = new RadialHessian(kernel);
        var equilibrium = new PointEquilibrium(Scaled(rest, scale), force / scale,
            PointEquilibrium.Linearise((x, y) => Scaled(SecondDerivatives.Of(kernel, x, y), inverse), still, at, first.Columns),
            across > 0 ? PointEquilibrium.Linearise((x, y) => Across(hessian, x, y, inverse), still, at, 1) : null, across);
        var visited = Enumerable.Range(0, first.Rows).All(i => Enumerable.Range(0, held.Length).Any(j => distances[j, i] < OnTruePoint * width));
        var offsets = Enumerable.Range(0, held.Length).Select(j => Enumerable.Range(0, first.Rows).Min(i => distances[j, i])).ToList();
        var moved = escaping.Length > 0 ? double.PositiveInfinity : Enumerable.Range(0, generated.Count).Max(j => Math.Sqrt(DotProduct.SquaredDistance(points.Row(j), second.Row(j))));
        return (equilibrium, ValueList.From(escaping.Select(j => region.Generated[j])), ValueList.From(offsets.Select(offset => scale * offset)),
            visited && offsets.All(offset => offset < OnTruePoint * width), scale * moved);
    }

    private static Matrix Distances(Matrix points, Matrix others)
    {
        var result = new Matrix(points.Rows, others.Rows);
        for (var j = 0; j < points.Rows; j++)
        {
            for (var i = 0; i < others.Rows; i++) result[j, i] = Math.Sqrt(DotProduct.SquaredDistance(points.Row(j), others.Row(i)));
        }

        return result;
    }

    private static Matrix Scaled(Matrix matrix, double factor)
    {
        var result = new Matrix(matrix.Rows, matrix.Columns);
        DotProduct.Add(factor, matrix.Values, result.Values);
        return result;
    }

    private static SecondDerivatives Scaled(SecondDerivatives derivatives, double factor) => new(Scaled(derivatives.Mixed, factor), Scaled(derivatives.Pure, factor));

    private static SecondDerivatives Across(RadialHessian hessian, ReadOnlySpan<double> x, ReadOnlySpan<double> y, double factor)
    {
        var across = factor * hessian.At(DotProduct.SquaredDistance(x, y)).Across;
        return new(Matrix.Column(-across), Matrix.Column(across));
    }
}
