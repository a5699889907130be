using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>The dual moments of one point with others at one place of the network, by Hermite series; one object a thread, for it owns scratch.</summary>
internal sealed class SeriesPairs(SeriesNode first, SeriesNode second)
{
    private readonly Lanes[] _scaled = new Lanes[SeriesNode.Terms(first, second)];
    private Lanes _mean, _slope;
    private bool _covered;

    /// <summary>Begins with point i of the first node.</summary>
    public void Start(int i)
    {
        _covered = first.Covers(i / Lanes.Count);
        if (!_covered) return;
        var point = first.Broadcast(i, _scaled);
        (_mean, _slope) = (point.Mean, point.Slope);
    }

    /// <summary>Whether the series is right for the point with four others.</summary>
    public bool Covers(int group) => _covered && second.Covers(group);

    /// <summary>The moments of the point with four others.</summary>
    public PairMoments Moments(int group, Lanes q11, Lanes q12, Lanes q22, bool withDerivatives) =>
        HermiteSeries.Sum(new(_mean, _slope, _scaled), second.Group(group), _scaled.Length, q11, q12, q22, withDerivatives);
}
