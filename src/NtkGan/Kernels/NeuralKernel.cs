using System.Runtime.Intrinsics;
using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Kernels;

/// <summary>Which kernel of an infinitely wide network.</summary>
public enum KernelKind
{
    /// <summary>The neural tangent kernel: E of the inner product of parameter gradients.</summary>
    Ntk,

    /// <summary>The neural network Gaussian process kernel: the covariance of outputs of random networks.</summary>
    Nngp,
}

/// <summary>The kernel of an infinitely wide network, by a recursion over its layers on q12 = &lt;x, y&gt;/d, q11 = |x|^2/d, q22 = |y|^2/d.
/// Gradient: (d/dx) k = (1/d) (k_q12 y + 2 k_q11 x), the partial derivatives carried along by jets.</summary>
/// <param name="Architecture">The network; a ReLU mlp of three hidden layers if none is given.</param>
/// <param name="Variant">The tangent kernel (gradient descent on all weights) or the NNGP kernel.</param>
public sealed record NeuralKernel(Architecture? Architecture = null, KernelKind Variant = KernelKind.Ntk) : Kernel
{
    /// <summary>The network.</summary>
    public Architecture Architecture { get; } = Architecture ?? new Mlp();

    internal override Func<RowEvaluator> Evaluators(Matrix x, Matrix y)
    {
        var first = new NetworkPoints(x, Architecture, Variant);
        var second = ReferenceEquals(x, y) ? first : new NetworkPoints(y, Architecture, Variant);
        return () => new Evaluator(Architecture.Layers, Variant, first, second);
    }

    /// <summary>Points with their variances throughout the network.</summary>
    private sealed class NetworkPoints
    {
        public NetworkPoints(Matrix points, Architecture architecture, KernelKind kind)
        {
            Set = new PointSet(points);
            var variances = new double[Set.PaddedCount];
            Span<Lanes> own = stackalloc Lanes[1];
            for (var i = 0; i < Set.PaddedCount; i++)
            {
                Set.InnerProducts(points.Row(Math.Min(i, points.Rows - 1)), i / Lanes.Count * Lanes.Count, own);
                variances[i] = own[0].Vector[i % Lanes.Count] / points.Columns;
            }

            var state = new DiagonalState(variances, points.Columns, kind == KernelKind.Ntk);
            architecture.Layers.Propagate(state);
            Nodes = state.Nodes;
        }

        public PointSet Set { get; }

        public IReadOnlyList<NodeVariances> Nodes { get; }
    }

    private sealed class Evaluator(Layer layers, KernelKind kind, NetworkPoints first, NetworkPoints second) : PairEvaluator(first.Set, second.Set)
    {
        private readonly PairState<Lanes, PairValues> _values =
            new(BlockSize / Lanes.Count, kind == KernelKind.Ntk, first.Set.Points.Columns, first.Nodes, second.Nodes);

        private readonly PairState<PairJet<Lanes>, PairDerivatives> _derivatives =
            new(BlockSize / Lanes.Count, kind == KernelKind.Ntk, first.Set.Points.Columns, first.Nodes, second.Nodes);

        protected override void Features(ReadOnlySpan<double> x, int start, Span<Lanes> features)
        {
            Second.InnerProducts(x, start, features);
            var dimension = Vector256.Create((double)x.Length);
            foreach (ref var feature in features) feature = new(feature.Vector / dimension);
        }

        protected override void Evaluate(int i, int start, ReadOnlySpan<Lanes> features, Span<Lanes> values)
        {
            _values.Start(i, start, features);
            layers.Propagate(_values);
            var result = kind == KernelKind.Ntk ? _values.Tangent : _values.Covariance;
            result.AsSpan(0, features.Length).CopyTo(values);
        }

        protected override void Evaluate(int i, int start, ReadOnlySpan<Lanes> features, Span<Lanes> values, Span<Lanes> alpha, Span<Lanes> beta)
        {
            _derivatives.Start(i, start, features);
            layers.Propagate(_derivatives);
            var result = kind == KernelKind.Ntk ? _derivatives.Tangent : _derivatives.Covariance;
            var scale = 1.0 / first.Set.Points.Columns;
            for (var b = 0; b < features.Length; b++)
                (values[b], alpha[b], beta[b]) = (result[b].Value, scale * result[b].Covariance, 2 * scale * result[b].Variance);
        }
    }
}
