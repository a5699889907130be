using System.Runtime.Intrinsics;
using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>The state of one first point with second points that are almost equal to it: beside q12 and k, the squared distance in features and the
/// part of it across the first point, differences that no layer forms again. The independent variables of its jets are the squared distance and
/// q11 of the inputs.</summary>
/// <typeparam name="T">The scalar type.</typeparam>
/// <typeparam name="TPair">How numbers known as doubles enter it.</typeparam>
/// <param name="capacity">Lanes of a block.</param>
/// <param name="withTangent">Whether to keep k.</param>
/// <param name="network">The points of both sets.</param>
internal sealed class NearBlock<T, TPair>(int capacity, bool withTangent, NetworkPoints network) : KernelState, INearVisitor
    where T : struct, IScalar<T>
    where TPair : struct, IPairScalar<T>
{
    private readonly Stack<Entry[]> _spare = new();
    private readonly int[] _seconds = new int[capacity * Lanes.Count];
    private Entry[] _entries = new Entry[capacity];
    private int _count, _first, _node;

    // Of the affine layers since the last nonlinear one, whose rejections are not made yet; and whether rejections are known at all.
    private double _bias;
    private bool _isKnown;

    /// <summary>A pair's numbers after the last layer.</summary>
    public (T Covariance, T Tangent) this[int lane] => (_entries[lane].Covariance, _entries[lane].Tangent);

    /// <summary>Begins with a point and the near pairs found.</summary>
    public void Start(NearPairs pairs)
    {
        (_first, _node, _count, _bias, _isKnown, Features) = (pairs.First, 0, (pairs.Count + Lanes.Count - 1) / Lanes.Count, 0, true, network.First.Points.Columns);
        var (q11, isAtOrigin) = (network.Variances[_first], network.IsAtOrigin(_first));
        for (var lane = 0; lane < _count; lane++)
        {
            for (var l = lane * Lanes.Count; l < (lane + 1) * Lanes.Count; l++) _seconds[l] = network.SecondOffset + pairs.Second(l);
            var (q12, distance, rejection, along) = pairs.Lane(lane);
            var isAside = Lanes.Select(rejection, 1.0, 0.0);
            ref var entry = ref _entries[lane];
            entry.Covariance = TPair.Of(q12, -0.5, 0.5);
            entry.Tangent = 0.0;
            entry.Distance = TPair.Of(distance, 1.0, 0.0);
            entry.Rejection = isAtOrigin ? TPair.Of(rejection, 1.0, 0.0) : TPair.Of(rejection, isAside * q12 / q11, isAside * (along - rejection) / q11);
        }
    }

    public override void Affine(double weightVariance, double biasVariance)
    {
        foreach (ref var entry in _entries.AsSpan(0, _count))
        {
            entry.Affine(weightVariance, biasVariance);
            if (withTangent) entry.Tangent = entry.Covariance + weightVariance * entry.Tangent;
        }

        _bias = weightVariance * _bias + biasVariance;
    }

    public override void AffineStandard(double weightVariance, double biasVariance, bool hasBias)
    {
        foreach (ref var entry in _entries.AsSpan(0, _count))
        {
            entry.Tangent = Features * entry.Covariance + weightVariance * entry.Tangent + (hasBias ? 1 : 0);
            entry.Affine(weightVariance, biasVariance);
        }

        _bias = weightVariance * _bias + biasVariance;
    }

    public override void Activate<TFormula>(TFormula formula) => ((INearFormula)formula).Visit(this);

    public void Visit<TFormula>(TFormula formula) where TFormula : struct, INearFormula
    {
        var node = network.Nodes[_node];
        for (var lane = 0; lane < _count; lane++)
        {
            ref var entry = ref _entries[lane];
            var moments = formula.Near(Pair(node, lane));
            (entry.Covariance, entry.Tangent) = (moments.Covariance, moments.Derivative * entry.Tangent);
            (entry.Distance, entry.Rejection) = (moments.SquaredDistance, moments.SquaredRejection);
        }

        Leave();
    }

    // With a^2 = q11 + eps, b^2 = q22 + eps and v = t u + r, r aside of u: v/b - u/a has r/b aside and u (t/b - 1/a) along, where
    // 1/a - t/b = (r^2 + eps (1 - t^2))/(a b (b + t a)). Nothing cancels for points on a ray, of which a normalisation leaves only what is aside.
    public override void Normalize(double epsilon)
    {
        var node = network.Nodes[_node];
        for (var lane = 0; lane < _count; lane++)
        {
            ref var entry = ref _entries[lane];
            var pair = Pair(node, lane);
            var (first, second) = (T.Sqrt(pair.Q11 + epsilon), T.Sqrt(pair.Q22 + epsilon));
            var product = first * second;
            var shorter = (pair.SquaredDistance + (pair.Q11 - pair.Q22)) / (2 * pair.Q11);
            var along = (pair.SquaredRejection + epsilon * shorter * (2 - shorter)) / (product * (second + (1 - shorter) * first));
            var aside = pair.SquaredRejection / second / second;
            (entry.Covariance, entry.Tangent) = (entry.Covariance / product, entry.Tangent / product);
            (entry.Distance, entry.Rejection) = (pair.Q11 * along * along + aside, aside);
        }

        Leave();
    }

    public override void Sum(IReadOnlyList<Layer> branches)
    {
        var (features, bias, isKnown) = (Features, _bias, _isKnown);
        var (input, sum) = (Rent(), Rent());
        _entries.AsSpan(0, _count).CopyTo(input);
        sum.AsSpan(0, _count).Clear();
        foreach (var branch in branches)
        {
            input.AsSpan(0, _count).CopyTo(_entries);
            (Features, _bias, _isKnown) = (features, bias, isKnown);
            branch.Propagate(this);
            for (var lane = 0; lane < _count; lane++)
            {
                ref var entry = ref _entries[lane];
                sum[lane].Covariance += entry.Covariance;
                sum[lane].Tangent += entry.Tangent;
                sum[lane].Distance += entry.Distance;
            }
        }

        _spare.Push(_entries);
        _spare.Push(input);
        (_entries, _bias, _isKnown) = (sum, 0, false);
    }

    // Networks that read positions have maps of them instead (the namespace Positions).
    public override void Activate(NumericActivation activation) => throw new NotSupportedException();

    public override void Gather(Func<int, AxisWindows> windows) => throw new NotSupportedException();

    public override void Average(Func<int, AxisWindows> windows) => throw new NotSupportedException();

    public override void Flatten()
    {
    }

    /// <summary>The pair before a nonlinear layer. A bias b adds b D to the determinant q11 q22 - q12^2 and so moves the rejection towards D by the share b/q11.</summary>
    private NearPair<T> Pair(NodeVariances node, int lane)
    {
        ref var entry = ref _entries[lane];
        var seconds = _seconds.AsSpan(lane * Lanes.Count, Lanes.Count);
        var q11 = TPair.Of(node.Values[_first], 0.0, node.Slopes[_first]);
        var q22 = TPair.Of(new(Vector256.Create(node.Values[seconds[0]], node.Values[seconds[1]], node.Values[seconds[2]], node.Values[seconds[3]])), 0.0, 0.0);
        var (distance, rejection) = (entry.Distance, entry.Rejection);
        if (!_isKnown)
        {
            var change = q11 - q22;
            rejection = 0.25 * (distance / q11 * (2 * (q11 + q22) - distance) - change / q11 * change);
        }
        else if (_bias > 0)
        {
            rejection = rejection + (T)_bias / q11 * (distance - rejection);
        }

        return new(q11, entry.Covariance, q22, distance, rejection);
    }

    private void Leave()
    {
        _node++;
        (_bias, _isKnown) = (0, true);
    }

    private Entry[] Rent() => _spare.TryPop(out var entries) ? entries : new Entry[capacity];

    private struct Entry
    {
        public T Covariance, Tangent, Distance, Rejection;

        public void Affine(double weightVariance, double biasVariance)
        {
            Covariance = weightVariance * Covariance + biasVariance;
            (Distance, Rejection) = (weightVariance * Distance, weightVariance * Rejection);
        }
    }
}
