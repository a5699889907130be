using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>The dual moments of one point with others at one place of the network, by Hermite series; one object a thread, for it owns scratch.</summary>
internal sealed class SeriesPairs(SeriesNode node)
{
    private readonly Lanes[] _scaled = new Lanes[2 * node.Length], _shifted = new Lanes[2 * node.Length];
    private Lanes _mean, _slope;
    private int _point = -1, _terms;
    private bool _covered;

    /// <summary>Begins with a point.</summary>
    public void Start(int point)
    {
        if (point == _point) return;
        _point = point;
        _covered = node.Covers(point / Lanes.Count);
        if (!_covered) return;
        var own = node.Broadcast(point, _scaled, _shifted);
        (_mean, _slope, _terms) = (own.Mean, own.Slope, node.Terms(point / Lanes.Count));
    }

    /// <summary>Whether the series is right for the point with four others.</summary>
    public bool Covers(int group) => _covered && node.Covers(group);

    /// <summary>The moments of the point with four others.</summary>
    public PairMoments Moments(int group, Lanes q11, Lanes q12, Lanes q22, bool withDerivatives) =>
        node.Moments(new(_mean, _slope, _scaled, _shifted), _terms, group, q11, q12, q22, withDerivatives);
}
