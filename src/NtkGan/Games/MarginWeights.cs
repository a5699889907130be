using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Games;

/// <summary>The weights w of hinge training and the velocities they cause: f' = K r, r_p = D_p s_p w_p. Points on the margin choose w in [0, 1]
/// to minimise r^T K r / 2, a box-constrained quadratic programme: a free weight holds its point (rate mu' = 0), a weight 0 lets it
/// rise, a weight 1 lets it fall. A primal active set with an updated Cholesky factor, warm from event to event. K carries a
/// ridge of 1e-12 of its largest entry, so that of equal minimisers (duplicated points) the nearest is taken.</summary>
internal sealed class MarginWeights
{
    private const double Ridge = 1e-12;

    // Pivots below minus this, in parts of the largest entry, are no rounding of a positive semidefinite kernel's values.
    private const double Indefinite = 1e-7;
    private static readonly double Standing = Math.ScaleB(1, -46);
    private readonly Matrix _gram;
    private readonly double[] _signed;
    private readonly double[] _weights;
    private readonly double[] _coefficients;
    private readonly double[] _velocities;
    private readonly double _ridge;
    private readonly List<int> _margin = [];
    private readonly List<int> _free = [];
    private readonly bool[] _isFree;
    private readonly GrowingCholesky _factor;

    /// <summary>Starts with no point on the margin.</summary>
    /// <param name="gram">K.</param>
    /// <param name="pointWeights">D.</param>
    /// <param name="fakes">Number of fakes, whose sign is -1.</param>
    /// <param name="weights">w, taken over.</param>
    public MarginWeights(Matrix gram, ReadOnlySpan<double> pointWeights, int fakes, double[] weights)
    {
        (_gram, _weights, _signed) = (gram, weights, pointWeights.ToArray());
        for (var p = 0; p < fakes; p++) _signed[p] = -_signed[p];
        _coefficients = [.. weights.Select((w, p) => w * _signed[p])];
        (_velocities, _isFree) = (new double[weights.Length], new bool[weights.Length]);
        var largest = Reduction.LargestMagnitude(gram.Values);
        if (largest == 0) largest = 1;
        (_ridge, Tolerance) = (Ridge * largest, Standing * largest);
        _factor = new(_ridge);
        Refresh();
    }

    /// <summary>Rates up to this, the rounding of a sum over the Gram matrix, count as standing still.</summary>
    public double Tolerance { get; }

    /// <summary>r.</summary>
    public double[] Coefficients => _coefficients;

    /// <summary>f'(P).</summary>
    public double[] Velocities => _velocities;

    /// <summary>w_p.</summary>
    public double Weight(int p) => _weights[p];

    /// <summary>mu_p' = s_p f'(p).</summary>
    public double Rate(int p) => _signed[p] < 0 ? -_velocities[p] : _velocities[p];

    /// <summary>Whether the point is held on the margin by a weight between 0 and 1.</summary>
    public bool IsFree(int p) => _isFree[p];

    /// <summary>Puts a point on the margin, with the weight that it has.</summary>
    public void Enter(int p) => _margin.Add(p);

    /// <summary>Takes a point with weight 0 or 1 off the margin.</summary>
    public void Leave(int p) => _margin.Remove(p);

    /// <summary>Computes f' anew.</summary>
    public void Refresh() => ScaledMatrix.Multiply(_gram, _coefficients, _velocities);

    /// <summary>Finds the weights on the margin.</summary>
    /// <exception cref="NumericalException">The active set does not come to rest.</exception>
    /// <exception cref="UsageException">K is not positive semidefinite on the margin.</exception>
    public void Settle()
    {
        // The last descent is made twice: the second puts back what the ridge took from the first.
        var polished = false;
        for (var pivots = 0; pivots <= 100 + 20 * _margin.Count; pivots++)
        {
            var atMinimum = Descend();
            var entering = atMinimum ? MostViolated() : null;
            if (atMinimum && entering is null && polished) return;
            polished = atMinimum && entering is null;
            if (entering is { } p) Free(p);
        }

        throw new NumericalException($"The weights of {_margin.Count} points on the hinge margin did not settle: the Gram matrix is too ill-conditioned; add a bias or scale the points.");
    }

    // Moves the free weights to their minimum, or up to the first that reaches an end and is freed no more; true if none did.
    private bool Descend()
    {
        if (_free.Count == 0) return true;
        var step = new double[_free.Count];
        for (var k = 0; k < step.Length; k++) step[k] = -_velocities[_free[k]];
        _factor.Solve(step);
        var (length, blocking) = (1.0, -1);
        for (var k = 0; k < step.Length; k++)
        {
            var (weight, change) = (_weights[_free[k]], step[k] / _signed[_free[k]]);
            var limit = change < 0 ? -weight / change : change > 0 ? (1 - weight) / change : double.PositiveInfinity;
            if (limit < length) (length, blocking) = (limit, k);
        }

        for (var k = 0; k < step.Length; k++)
        {
            var (p, end) = (_free[k], step[k] / _signed[_free[k]] < 0 ? 0.0 : 1.0);
            Set(p, k == blocking ? end : Math.Clamp(_weights[p] + length * step[k] / _signed[p], 0, 1));
        }

        if (blocking < 0) return true;
        _isFree[_free[blocking]] = false;
        _free.RemoveAt(blocking);
        _factor.RemoveAt(blocking);
        return false;
    }

    private void Set(int p, double weight)
    {
        var coefficient = weight * _signed[p];
        DotProduct.Add(coefficient - _coefficients[p], _gram.Row(p), _velocities);
        (_weights[p], _coefficients[p]) = (weight, coefficient);
    }

    private int? MostViolated()
    {
        var (worst, violation) = ((int?)null, Tolerance);
        foreach (var p in _margin)
        {
            if (_isFree[p]) continue;
            var excess = _weights[p] == 0 ? -Rate(p) : Rate(p);
            if (excess > violation) (worst, violation) = (p, excess);
        }

        return worst;
    }

    private void Free(int p)
    {
        var column = new double[_free.Count];
        for (var k = 0; k < column.Length; k++) column[k] = _gram[p, _free[k]];
        if (!_factor.TryAppend(column, _gram[p, p] + _ridge, Indefinite * _ridge / Ridge))
        {
            throw new UsageException("Hinge training holds points on their margin, which needs a positive semidefinite kernel, but on these points the kernel is not: shorten the time, or take another kernel.");
        }

        _free.Add(p);
        _isFree[p] = true;
    }
}
