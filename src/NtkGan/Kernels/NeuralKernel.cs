using System.Runtime.Intrinsics;
using NtkGan.Architectures;
using NtkGan.Kernels.Positions;
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
/// Gradient: (d/dx) k = (1/d) (k_q12 y + 2 k_q11 x), the partial derivatives carried along by jets. At x = 0 a ReLU network without biases has a
/// kink: there every layer takes the slope at a right angle, which is the mean of the one-sided slopes with one hidden layer alone. Of points that are
/// nearer to each other than 1e-6 of their distance from the origin, ReLU-like kernels know the angle to 1e-8 only: centre such data.</summary>
/// <param name="Architecture">The network; a ReLU mlp of three hidden layers if none is given.</param>
/// <param name="Variant">The tangent kernel (gradient descent on all weights) or the NNGP kernel.</param>
/// <param name="Shape">How a point's coordinates are arranged into an image, for networks that read positions; null: as the data says.</param>
/// <exception cref="UsageException">The network does not fit the shape.</exception>
public sealed record NeuralKernel(Architecture? Architecture = null, KernelKind Variant = KernelKind.Ntk, PointShape? Shape = null) : Kernel
{
    /// <summary>The network.</summary>
    public Architecture Architecture { get; } = Architecture ?? new Mlp();

    /// <summary>How a point's coordinates are arranged into an image.</summary>
    public PointShape? Shape { get; } = Shape is { } shape ? Checked(Architecture ?? new Mlp(), shape) : null;

    /// <inheritdoc/>
    public override Kernel For(PointShape shape) => Shape is null && Architecture.ReadsPositions ? new NeuralKernel(Architecture, Variant, shape) { Summation = Summation } : this;

    /// <summary>Both kernels between two sets, n x m each, from one propagation: the NNGP kernel's is what the tangent kernel's cost brings along. The same
    /// bits as the Gram matrices of the two variants.</summary>
    /// <exception cref="InvalidDataFormatException">The dimensions differ, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The kernels overflow on these points.</exception>
    public (Matrix Nngp, Matrix Ntk) Both(Matrix x, Matrix y)
    {
        var (nngp, ntk) = (new Matrix(x.Rows, y.Rows), new Matrix(x.Rows, y.Rows));
        Tangent.Sweep(x, y, (evaluator, i, j) => ((IBothKernels)evaluator).Both(i, j, Block(nngp.Row(i), j), Block(ntk.Row(i), j)));
        return (Finite(nngp), Finite(ntk));
    }

    /// <summary>Both kernels of a set with itself, n x n each, symmetric to the last bit; half the work of <see cref="Both(Matrix, Matrix)"/>.</summary>
    /// <exception cref="InvalidDataFormatException">A coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The kernels overflow on these points.</exception>
    public (Matrix Nngp, Matrix Ntk) Both(Matrix x)
    {
        var (nngp, ntk) = (new Matrix(x.Rows, x.Rows), new Matrix(x.Rows, x.Rows));
        Tangent.SweepBelow(x, (evaluator, i, j) => ((IBothKernels)evaluator).Both(i, j, Block(nngp.Row(i)[..(i + 1)], j), Block(ntk.Row(i)[..(i + 1)], j)));
        return (Finite(Mirrored(nngp)), Finite(Mirrored(ntk)));
    }

    private NeuralKernel Tangent => this with { Variant = KernelKind.Ntk };

    // One row of images is enough work.
    internal override int PairsPerBlock => Architecture.ReadsPositions ? 1 : base.PairsPerBlock;

    internal override Func<RowEvaluator> Evaluators(Matrix x, Matrix y)
    {
        if (Shape is { } given && given.Dimension != x.Columns)
            throw new InvalidDataFormatException($"Points of dimension {x.Columns} are no images of {given.Height} x {given.Width} x {given.Channels}.");
        if (Architecture.ReadsPositions)
        {
            var shape = Shape ?? throw new UsageException("A network with convolutions or poolings needs to know how points are arranged: give the kernel a shape, such as 28 x 28 pixels.");
            return MapEvaluator.Maker(new MapProgram(Architecture.Layers, shape, Variant == KernelKind.Ntk), x, y);
        }

        var network = new NetworkPoints(x, y, Architecture, Variant);
        return () => new Evaluator(Architecture.Layers, Variant, network);
    }

    private static PointShape Checked(Architecture architecture, PointShape shape)
    {
        if (shape.Height < 1 || shape.Width < 1 || shape.Channels < 1)
            throw new UsageException($"shape must have a height, a width and channels of at least 1, not {shape.Height}, {shape.Width} and {shape.Channels}.");
        if (architecture.ReadsPositions && !shape.IsImage)
            throw new UsageException($"A network with convolutions or poolings needs images, but points are vectors of dimension {shape.Height}: give the kernel a shape, such as 28 x 28 pixels.");
        if (architecture.Layers.Check(Signal.InputOf(shape)).HasPositions)
            throw new UsageException("A kernel needs a network that ends in one list of features: put a flatten or a pooling over all positions at its end.");
        return shape;
    }

    /// <summary>The points of both sets with their variances throughout the network.</summary>
    private sealed class NetworkPoints
    {
        public NetworkPoints(Matrix x, Matrix y, Architecture architecture, KernelKind kind)
        {
            First = new PointSet(x);
            Second = ReferenceEquals(x, y) ? First : new PointSet(y);
            double[] variances = ReferenceEquals(x, y) ? Variances(First) : [.. Variances(First), .. Variances(Second)];
            SecondOffset = variances.Length - Second.PaddedCount;
            var state = new DiagonalState(variances, x.Columns, kind == KernelKind.Ntk);
            architecture.Layers.Propagate(state);
            Nodes = state.Nodes;
        }

        public PointSet First { get; }

        public PointSet Second { get; }

        public int SecondOffset { get; }

        public IReadOnlyList<NodeVariances> Nodes { get; }

        private static double[] Variances(PointSet set)
        {
            var (points, variances) = (set.Points, new double[set.PaddedCount]);
            Span<Lanes> own = stackalloc Lanes[1];
            for (var i = 0; i < variances.Length; i++)
            {
                set.InnerProducts(points.Row(Math.Min(i, points.Rows - 1)), i / Lanes.Count * Lanes.Count, own);
                variances[i] = own[0].Vector[i % Lanes.Count] / points.Columns;
            }

            return variances;
        }
    }

    private sealed class Evaluator(Layer layers, KernelKind kind, NetworkPoints network) : PairEvaluator(network.First, network.Second), IBothKernels
    {
        private readonly PairState<Lanes, PairValues> _values =
            new(BlockSize / Lanes.Count, kind == KernelKind.Ntk, network.First.Points.Columns, network.Nodes, network.SecondOffset);

        private readonly PairState<PairJet<Lanes>, PairDerivatives> _derivatives =
            new(BlockSize / Lanes.Count, kind == KernelKind.Ntk, network.First.Points.Columns, network.Nodes, network.SecondOffset);

        public void Both(int i, int start, Span<double> covariances, Span<double> tangents)
        {
            Values(i, start, tangents);
            System.Runtime.InteropServices.MemoryMarshal.Cast<Lanes, double>(_values.Covariance.AsSpan())[..covariances.Length].CopyTo(covariances);
        }

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
            var scale = 1.0 / network.First.Points.Columns;
            for (var b = 0; b < features.Length; b++)
                (values[b], alpha[b], beta[b]) = (result[b].Value, scale * result[b].Covariance, 2 * scale * result[b].Variance);
        }
    }
}
