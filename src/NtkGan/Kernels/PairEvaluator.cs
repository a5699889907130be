using System.Runtime.InteropServices;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>A kernel that sees a pair through one number (an inner product or a squared distance) and numbers of the single points:
/// then d/dx k(x, y) = alpha y + beta x, and a block's gradient is two weighted sums.</summary>
internal abstract class PairEvaluator(PointSet first, PointSet second) : RowEvaluator
{
    private readonly Lanes[] _features = new Lanes[BlockSize / Lanes.Count];
    private readonly Lanes[] _values = new Lanes[BlockSize / Lanes.Count];
    private readonly Lanes[] _alpha = new Lanes[BlockSize / Lanes.Count];
    private readonly Lanes[] _beta = new Lanes[BlockSize / Lanes.Count];
    private readonly Lanes[] _weighted = new Lanes[BlockSize / Lanes.Count];
    private readonly double[] _weights = new double[BlockSize];

    protected PointSet Second => second;

    public sealed override void Values(int i, int start, Span<double> values)
    {
        var lanes = (values.Length + Lanes.Count - 1) / Lanes.Count;
        var features = _features.AsSpan(0, lanes);
        Features(first.Points.Row(i), start, features);
        Evaluate(i, start, features, _values);
        MemoryMarshal.Cast<Lanes, double>(_values.AsSpan())[..values.Length].CopyTo(values);
    }

    public sealed override void Pull(int i, int start, ReadOnlySpan<double> cotangent, Span<double> values, Span<double> gradient)
    {
        var lanes = (values.Length + Lanes.Count - 1) / Lanes.Count;
        var alpha = _alpha.AsSpan(0, lanes);
        var beta = _beta.AsSpan(0, lanes);
        var differences = Slopes(i, start, values, alpha, beta);
        _weights.AsSpan(0, lanes * Lanes.Count).Clear();
        cotangent.CopyTo(_weights);
        AddGradient(i, start, MemoryMarshal.Cast<double, Lanes>(_weights.AsSpan())[..lanes], alpha, beta, differences, gradient);
    }

    /// <summary>k(x_i, y_j) for the block of j = start, start + 1, ..., with alpha and beta of each gradient.</summary>
    /// <returns>The places where alpha weighs y - x rather than y, until the next block.</returns>
    public ReadOnlySpan<int> Slopes(int i, int start, Span<double> values, Span<Lanes> alpha, Span<Lanes> beta)
    {
        var features = _features.AsSpan(0, alpha.Length);
        Features(first.Points.Row(i), start, features);
        Evaluate(i, start, features, _values, alpha, beta);
        MemoryMarshal.Cast<Lanes, double>(_values.AsSpan())[..values.Length].CopyTo(values);
        return Differences;
    }

    /// <summary>gradient += sum_j w_j (d/dx) k(x_i, y_j) over a block, from what <see cref="Slopes"/> gave.</summary>
    public void AddGradient(int i, int start, ReadOnlySpan<Lanes> weights, ReadOnlySpan<Lanes> alpha, ReadOnlySpan<Lanes> beta, ReadOnlySpan<int> differences, Span<double> gradient)
    {
        var weighted = _weighted.AsSpan(0, alpha.Length);
        Lanes onFirst = 0.0;
        for (var b = 0; b < weighted.Length; b++)
        {
            weighted[b] = alpha[b] * weights[b];
            onFirst += weights[b] * beta[b];
        }

        AddGradient(first.Points.Row(i), start, weighted, Reduction.Sum(onFirst.Vector), differences, gradient);
    }

    /// <summary>gradient += sum_j alpha_j y_j + beta x, both weighted already; of some places alpha_j (y_j - x). May change alpha.</summary>
    protected virtual void AddGradient(ReadOnlySpan<double> x, int start, Span<Lanes> alpha, double beta, ReadOnlySpan<int> differences, Span<double> gradient)
    {
        Span<Lanes> apart = stackalloc Lanes[differences.Length > 0 ? alpha.Length : 0];
        apart.Clear();
        var among = MemoryMarshal.Cast<Lanes, double>(alpha);
        var onDifferences = MemoryMarshal.Cast<Lanes, double>(apart);
        foreach (var place in differences) (onDifferences[place], among[place]) = (-among[place], 0);
        second.AddWeighted(alpha, start, gradient);
        for (var c = 0; c < gradient.Length; c++) gradient[c] += beta * x[c];
        if (differences.Length > 0) second.AddWeightedDifferences(apart, x, start, gradient);
    }

    /// <summary>The places of the last block where alpha weighs y - x: of points so near to each other that y and x alone would lose digits.</summary>
    protected virtual ReadOnlySpan<int> Differences => [];

    /// <summary>The pair's number.</summary>
    protected abstract void Features(ReadOnlySpan<double> x, int start, Span<Lanes> features);

    /// <summary>k.</summary>
    protected abstract void Evaluate(int i, int start, ReadOnlySpan<Lanes> features, Span<Lanes> values);

    /// <summary>k, and alpha and beta of the gradient alpha y + beta x.</summary>
    protected abstract void Evaluate(int i, int start, ReadOnlySpan<Lanes> features, Span<Lanes> values, Span<Lanes> alpha, Span<Lanes> beta);
}
