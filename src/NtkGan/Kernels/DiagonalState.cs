using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>The state of points paired with themselves, with derivatives in the input variance q0 = |x|^2/d. On its way through the
/// network it keeps, for each layer that will need them, the variances and their derivatives: pairs of points need them later.</summary>
internal sealed class DiagonalState : StateBlock<Jet<Lanes, Lanes>>
{
    private readonly List<NodeVariances> _nodes = [];

    /// <param name="variances">q0 of each point, padded to whole lanes.</param>
    /// <param name="features">Input dimension.</param>
    /// <param name="withTangent">Whether to keep k.</param>
    public DiagonalState(ReadOnlySpan<double> variances, int features, bool withTangent) : base(variances.Length / Lanes.Count, withTangent)
    {
        Count = variances.Length / Lanes.Count;
        Features = features;
        for (var i = 0; i < Count; i++)
            Covariance[i] = Jet.Variable<Lanes>(new(Vector256.Create(variances[(i * Lanes.Count)..])));
    }

    /// <summary>The variances before every layer that needs them, in the order of the network.</summary>
    public IReadOnlyList<NodeVariances> Nodes => _nodes;

    public override void Activate<TFormula>(TFormula formula)
    {
        Keep();
        for (var i = 0; i < Count; i++)
        {
            var dual = formula.Dual(Covariance[i], Covariance[i], Covariance[i]);
            Covariance[i] = dual.Covariance;
            if (WithTangent) Tangent[i] = dual.Derivative * Tangent[i];
        }
    }

    public override void Activate(NumericActivation activation)
    {
        var node = Read(tangent: false);
        var series = new SeriesNode(activation, node.Values);
        _nodes.Add(node with { Series = series });
        for (var i = 0; i < Count; i++)
        {
            var q = Covariance[i].Value;
            var moments = series.Covers(i)
                ? series.Moments(i, i, q, q, q, withDerivatives: true)
                : activation.Moments(q, q, q, withDerivatives: true);

            // A point and itself are alike; the series gives the derivatives of the first alone.
            (moments.CovarianceBySecond, moments.DerivativeBySecond) = (moments.CovarianceByFirst, moments.DerivativeByFirst);
            var dual = moments.At(Covariance[i], Covariance[i], Covariance[i]);
            Covariance[i] = dual.Covariance;
            if (WithTangent) Tangent[i] = dual.Derivative * Tangent[i];
        }
    }

    public override void Normalize(double epsilon)
    {
        Keep();
        for (var i = 0; i < Count; i++)
        {
            var scale = Jet<Lanes, Lanes>.Sqrt((Covariance[i] + epsilon) * (Covariance[i] + epsilon));
            Tangent[i] /= scale;
            Covariance[i] /= scale;
        }
    }

    /// <summary>The values and derivatives of q or k now.</summary>
    public NodeVariances Read(bool tangent)
    {
        Settle();
        var source = tangent ? Tangent : Covariance;
        var (values, slopes) = (new double[Count * Lanes.Count], new double[Count * Lanes.Count]);
        var valuesInLanes = MemoryMarshal.Cast<double, Lanes>(values.AsSpan());
        var slopesInLanes = MemoryMarshal.Cast<double, Lanes>(slopes.AsSpan());
        for (var i = 0; i < Count; i++) (valuesInLanes[i], slopesInLanes[i]) = (source[i].Value, source[i].Slope);
        return new NodeVariances(values, slopes);
    }

    private void Keep() => _nodes.Add(Read(tangent: false));
}

/// <summary>One variance of every point at one place of the network.</summary>
/// <param name="Values">q of each point.</param>
/// <param name="Slopes">dq/dq0 of each point, q0 = |x|^2/d.</param>
internal sealed record NodeVariances(double[] Values, double[] Slopes)
{
    /// <summary>The Hermite coefficients there, before an activation without a closed form.</summary>
    public SeriesNode? Series { get; init; }

    /// <summary>Whether no pair of them needs factors.</summary>
    public bool AreLevel { get; } = PairScale.IsLevel(Values);
}
