using NtkGan.Numerics;

namespace NtkGan.Metrics;

/// <summary>The simultaneous Sinkhorn updates of the three couplings (x with y, x with x, y with y) of a Sinkhorn divergence.</summary>
internal sealed class SinkhornIteration
{
    // In squared diameters, the temperature from which couplings are wide.
    private const double Wide = 4;

    private readonly SinkhornCoupling[] _couplings;
    private readonly double _squaredDiameter;
    private readonly (SinkhornCoupling Coupling, int Index)[] _chunks, _updates;

    /// <summary>Four potentials of 0.</summary>
    public SinkhornIteration(PointTiles x, PointTiles y)
    {
        _squaredDiameter = x.SquaredDiameter(y);
        _couplings = [new(x, y), new(x, x), new(y, y)];
        _chunks = [.. _couplings.SelectMany(coupling => Enumerable.Range(0, coupling.Chunks).Select(chunk => (coupling, chunk)))];
        _updates = [.. _couplings.SelectMany(coupling => Enumerable.Range(0, coupling.Updates).Select(tile => (coupling, tile)))];
    }

    /// <summary>How far the softmins of the last step lay from the potentials they came from: the sum over f, g, f_a, g_b of the
    /// greatest distance at a point. 0 at the fixed point.</summary>
    public double Residual { get; private set; }

    /// <summary>The divergence of the current potentials: mean(f - f_a) + mean(g - g_b).</summary>
    public double Divergence =>
        _couplings[0].RowPotential.MeanExcessOver(_couplings[1].RowPotential) + _couplings[0].ColumnPotential.MeanExcessOver(_couplings[2].RowPotential);

    /// <summary>By how much, about, the divergence is short of its converged value after a step that was not averaged: what the marginals between the
    /// two sets are off by, and the last move.</summary>
    public double ErrorEstimate(double temperature) => _couplings[0].Violation(temperature) + Residual;

    /// <summary>Moves all four potentials by a share of the way to their softmins at a temperature eps, all from their old values.</summary>
    public void Step(double temperature, double share)
    {
        var isWide = temperature > Wide * _squaredDiameter;
        if (!isWide) Workers.ForBlocks(_chunks.Length, 1, (i, _) => _chunks[i].Coupling.Accumulate(_chunks[i].Index, temperature));
        Workers.ForBlocks(_updates.Length, 16, (start, end) =>
        {
            for (var i = start; i < end; i++) _updates[i].Coupling.Update(_updates[i].Index, temperature, share, isWide);
        });
        foreach (var coupling in _couplings) coupling.Accept();
        Residual = _couplings[0].RowPotential.Moves.Max() + _couplings[0].ColumnPotential.Moves.Max()
            + _couplings[1].RowPotential.Moves.Max() + _couplings[2].RowPotential.Moves.Max();
    }
}
