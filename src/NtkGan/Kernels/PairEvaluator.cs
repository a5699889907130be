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
        var features = _features.AsSpan(0, lanes);
        var alpha = _alpha.AsSpan(0, lanes);
        var beta = _beta.AsSpan(0, lanes);
        var x = first.Points.Row(i);
        Features(x, start, features);
        Evaluate(i, start, features, _values, alpha, beta);
        MemoryMarshal.Cast<Lanes, double>(_values.AsSpan())[..values.Length].CopyTo(values);

        _weights.AsSpan(0, lanes * Lanes.Count).Clear();
        cotangent.CopyTo(_weights);
        var weights = MemoryMarshal.Cast<double, Lanes>(_weights.AsSpan())[..lanes];
        Lanes onFirst = 0.0;
        for (var b = 0; b < lanes; b++)
        {
            alpha[b] *= weights[b];
            onFirst += weights[b] * beta[b];
        }

        AddGradient(x, start, alpha, Reduction.Sum(onFirst.Vector), gradient);
    }

    /// <summary>gradient += sum_j alpha_j y_j + beta x, both weighted already.</summary>
    protected virtual void AddGradient(ReadOnlySpan<double> x, int start, ReadOnlySpan<Lanes> alpha, double beta, Span<double> gradient)
    {
        second.AddWeighted(alpha, start, gradient);
        for (var c = 0; c < gradient.Length; c++) gradient[c] += beta * x[c];
    }

    /// <summary>The pair's number.</summary>
    protected abstract void Features(ReadOnlySpan<double> x, int start, Span<Lanes> features);

    /// <summary>k.</summary>
    protected abstract void Evaluate(int i, int start, ReadOnlySpan<Lanes> features, Span<Lanes> values);

    /// <summary>k, and alpha and beta of the gradient alpha y + beta x.</summary>
    protected abstract void Evaluate(int i, int start, ReadOnlySpan<Lanes> features, Span<Lanes> values, Span<Lanes> alpha, Span<Lanes> beta);
}
