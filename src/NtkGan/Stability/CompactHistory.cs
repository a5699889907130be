using NtkGan.Numerics;
using NtkGan.State;

namespace NtkGan.Stability;

/// <summary>The history of <see cref="BoundedHistory"/>, which explains the bounds. Merging with the last centre of the same point happens at
/// once; cells and dropping wait until the list has grown by half, so that an update pays for them only in the mean.</summary>
internal sealed class CompactHistory : History
{
    private const int FirstCompaction = 256;
    private const int Nobody = -1;

    private readonly double _tolerance, _norm, _slopeOfNorm, _curvature;
    private readonly ChebyshevCells? _cells;
    private readonly int[] _restingOn;
    private int _compaction = FirstCompaction;
    private double _recorded;

    public CompactHistory(KernelGame game, int points, int dimension, double tolerance) : base(game, dimension)
    {
        _restingOn = new int[points];
        Array.Fill(_restingOn, Nobody);
        _tolerance = tolerance;
        _norm = Math.Sqrt(Kernel.SpectralMoment(0));
        _slopeOfNorm = Math.Sqrt(Kernel.SpectralMoment(1));
        _curvature = Math.Sqrt(Kernel.SpectralMoment(2));
        _cells = double.IsFinite(_norm) && Kernel.IsPositiveDefinite ? ChebyshevCells.Within(Kernel, dimension, Share) : null;
    }

    // A quarter of the tolerance each for means and cells, half of it for what is dropped.
    private double Share => _tolerance / 4 * _norm;

    public override void Record(Matrix points, ReadOnlySpan<double> weights)
    {
        Decay();
        var norms = Norms(points);
        for (var j = 0; j < points.Rows; j++)
        {
            if (weights[j] == 0) continue;
            _recorded += Math.Abs(weights[j]) * norms[j];
            if (_restingOn[j] != Nobody && Joins(_restingOn[j], points.Row(j), weights[j])) continue;
            _restingOn[j] = Count;
            Add(points.Row(j), weights[j]);
        }

        if (Count >= _compaction) Compact();
    }

    public override void Save(StateWriter state)
    {
        base.Save(state);
        state.Set("resting_on", [.. _restingOn.Select(index => (double)index)]);
        state.Set("compaction", _compaction);
        state.Set("recorded", _recorded);
    }

    public override void Restore(StateReader state)
    {
        base.Restore(state);
        state.Counts("resting_on", _restingOn.Length, Nobody, Count - 1).CopyTo(_restingOn, 0);
        _compaction = state.Count("compaction", FirstCompaction);
        _recorded = state.Number("recorded", StateNumbers.Infinite);
    }

    protected override void Decay()
    {
        base.Decay();
        _recorded *= Math.Abs(Game.Retention);
    }

    protected override void Clear()
    {
        base.Clear();
        Array.Fill(_restingOn, Nobody);
    }

    private bool Joins(int index, ReadOnlySpan<double> point, double weight)
    {
        var square = 0.0;
        for (var c = 0; c < point.Length; c++) square += (point[c] - Centres[index, c]) * (point[c] - Centres[index, c]);
        var before = Stored[index] * Factor;
        if (square == 0)
        {
            Stored[index] += weight / Factor;
            return true;
        }

        var sum = before + weight;
        var error = .5 * _curvature * square * (before * weight / sum);
        if (!double.IsFinite(error) || !(before * weight > 0 && error <= Share * Math.Abs(weight))) return false;
        var mean = new double[point.Length];
        for (var c = 0; c < point.Length; c++) mean[c] = Centres[index, c] + weight / sum * (point[c] - Centres[index, c]);
        Set(index, mean, sum);
        Charge(error);
        return true;
    }

    // An error in the kernel's norm, and through it in the gradient.
    private void Charge(double error)
    {
        NormBound += error;
        GradientBound += error * _slopeOfNorm;
    }

    // sqrt(K(z, z)).
    private double[] Norms(Matrix points) =>
        [.. double.IsFinite(_norm) ? Enumerable.Repeat(_norm, points.Rows) : Kernel.Diagonal(points).Select(square => Math.Sqrt(Math.Max(0, square)))];

    private void Compact()
    {
        var centres = Enumerable.Range(0, Count).Select(s => new Centre(Centres.Points.Row(s).ToArray(), Stored[s] * Factor, s)).ToList();
        var resting = _restingOn.ToHashSet();
        if (_cells is not null) centres = Gather(_cells, centres, resting);
        if (Kernel.IsPositiveDefinite) centres = Significant(centres, resting);

        var (norm, gradient, restingOn) = (NormBound, GradientBound, _restingOn.ToArray());
        Clear();
        (NormBound, GradientBound) = (norm, gradient);
        foreach (var centre in centres)
        {
            for (var j = 0; j < restingOn.Length; j++)
                if (centre.Index != Nobody && restingOn[j] == centre.Index) _restingOn[j] = Count;
            Add(centre.Place, centre.Coefficient);
        }

        _compaction = Count + Math.Max(FirstCompaction, Count / 2);
    }

    // Crowded cells give way to their nodes.
    private List<Centre> Gather(ChebyshevCells cells, List<Centre> centres, HashSet<int> resting)
    {
        var groups = centres.GroupBy(centre => resting.Contains(centre.Index) ? null : cells.CellOf(centre.Place)).ToList();
        var result = new List<Centre>();
        foreach (var group in groups)
        {
            if (group.Key is not { } cell || group.Count() <= cells.NodeCount)
            {
                result.AddRange(group);
                continue;
            }

            var nodes = cells.At(cell);
            foreach (var centre in group)
                if (!nodes.Spread(centre.Place, centre.Coefficient)) Charge(Math.Abs(centre.Coefficient) * Share);
            result.AddRange(nodes.Nodes.Select(node => new Centre(node.Place, node.Coefficient, Nobody)));
        }

        return result;
    }

    // The smallest go, as long as the bound stays within half of the tolerance.
    private List<Centre> Significant(List<Centre> centres, HashSet<int> resting)
    {
        var places = new Matrix(centres.Count, centres[0].Place.Length, [.. centres.SelectMany(centre => centre.Place)]);
        var sizes = Norms(places).Zip(centres, (norm, centre) => norm * Math.Abs(centre.Coefficient)).ToArray();
        var dropped = new HashSet<int>();
        foreach (var s in Enumerable.Range(0, centres.Count).OrderBy(s => sizes[s]))
        {
            if (centres[s].Index != Nobody && resting.Contains(centres[s].Index)) continue;
            if (NormBound + sizes[s] > _tolerance / 2 * _recorded) break;
            NormBound += sizes[s];
            if (centres[s].Coefficient != 0) GradientBound += Math.Abs(centres[s].Coefficient) * Kernel.SteepestSlope;
            dropped.Add(s);
        }

        return [.. centres.Where((_, s) => !dropped.Contains(s))];
    }

    private readonly record struct Centre(double[] Place, double Coefficient, int Index);
}
