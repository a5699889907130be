using System.Numerics;
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
/// kink: there every layer takes the slope at a right angle, which is the mean of the one-sided slopes with one hidden layer alone. Beside points of usual size, one with
/// every coordinate below 2^-500 is at 0 for networks without biases. Of points much nearer to
/// each other than to the origin, or than the first biases are wide, networks of vectors with rectifiers, erf, sign and rbf carry differences through the layers and lose no more digits than the
/// points' own rounding took; other networks lose the square of that: centre such data.</summary>
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
    public (Matrix Nngp, Matrix Ntk) Both(Matrix x, Matrix y, CancellationToken cancellation = default)
    {
        using var ended = Workers.EndBy(cancellation);
        var (nngp, ntk) = (new Matrix(x.Rows, y.Rows), new Matrix(x.Rows, y.Rows));
        Tangent.Sweep(x, y, (evaluator, i, j) => ((IBothKernels)evaluator).Both(i, j, Block(nngp.Row(i), j), Block(ntk.Row(i), j)));
        return (Finite(nngp), Finite(ntk));
    }

    /// <summary>Both kernels of a set with itself, n x n each, symmetric to the last bit; half the work of <see cref="Both(Matrix, Matrix, CancellationToken)"/>.</summary>
    /// <exception cref="InvalidDataFormatException">A coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">The kernels overflow on these points.</exception>
    public (Matrix Nngp, Matrix Ntk) Both(Matrix x, CancellationToken cancellation = default)
    {
        using var ended = Workers.EndBy(cancellation);
        var (nngp, ntk) = (new Matrix(x.Rows, x.Rows), new Matrix(x.Rows, x.Rows));
        Tangent.SweepBelow(x, (evaluator, i, j) => ((IBothKernels)evaluator).Both(i, j, Block(nngp.Row(i)[..(i + 1)], j), Block(ntk.Row(i)[..(i + 1)], j)));
        return (Finite(Mirrored(nngp)), Finite(Mirrored(ntk)));
    }

    private NeuralKernel Tangent => this with { Variant = KernelKind.Ntk };

    // Without biases the kernel grows from 0 at the origin. With them a smooth one has slopes in proportion to the distance there, and one with a kink slopes of one size.
    internal override bool NeedsSquares(int dimension)
    {
        var origin = new Matrix(1, dimension);
        double Slope(int power)
        {
            var point = new Matrix(1, dimension);
            point[0, 0] = Math.ScaleB(1, power);
            return Math.Abs(Pullback(point, origin, Matrix.Column(1))[0, 0]);
        }

        return Diagonal(origin)[0] == 0 || Slope(-100) < Math.ScaleB(Slope(-200), 50);
    }

    internal override bool HasSlopes => !Architecture.ReadsPositions;

    internal override Remoteness RemotenessOf(Matrix points) => Remoteness.Of(points, keepsGradients: !Architecture.ReadsPositions && NearSupport.Of(Architecture.Layers));

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
        var layers = Architecture.Layers.Expanded;
        return () => new Evaluator(layers, Variant, network);
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

    private sealed class Evaluator(Layer layers, KernelKind kind, NetworkPoints network) : PairEvaluator(network.First, network.Second), IBothKernels
    {
        private readonly PairState<Lanes, WideLanes, PairValues> _values =
            new(BlockSize / Lanes.Count, kind == KernelKind.Ntk, network.First.Points.Columns, network.Nodes, network.SecondOffset);

        private readonly PairState<Jet<Lanes, Partials<Lanes>>, Jet<WideLanes, Partials<WideLanes>>, PairDerivatives> _derivatives =
            new(BlockSize / Lanes.Count, kind == KernelKind.Ntk, network.First.Points.Columns, network.Nodes, network.SecondOffset);

        private readonly NearPairs _near = new(network);
        private readonly NearBlock<Lanes, PairValues> _nearValues = new(BlockSize / Lanes.Count, kind == KernelKind.Ntk, network);
        private readonly NearBlock<Jet<Lanes, Partials<Lanes>>, PairDerivatives> _nearDerivatives = new(BlockSize / Lanes.Count, kind == KernelKind.Ntk, network);

        public void Both(int i, int start, Span<double> covariances, Span<double> tangents)
        {
            Values(i, start, tangents);
            _values.Settle();
            Numbers(_values.Covariance)[..covariances.Length].CopyTo(covariances);
        }

        protected override void Features(ReadOnlySpan<double> x, int start, Span<Lanes> features)
        {
            Second.InnerProducts(x, start, features);
            if (BitOperations.IsPow2(x.Length))
            {
                var inverse = 1.0 / x.Length;
                foreach (ref var feature in features) feature = inverse * feature;
            }
            else
            {
                Lanes dimension = x.Length;
                foreach (ref var feature in features) feature /= dimension;
            }
        }

        protected override void Evaluate(int i, int start, ReadOnlySpan<Lanes> features, Span<Lanes> values)
        {
            _near.Find(i, start, features);
            if (_near.Count < features.Length * Lanes.Count)
            {
                _values.Start(i, start, features);
                layers.Propagate(_values);
            }

            if (_near.Count > 0) Amend();
            for (var b = 0; b < features.Length; b++) values[b] = _values.Result(b);
        }

        protected override void Evaluate(int i, int start, ReadOnlySpan<Lanes> features, Span<Lanes> values, Span<Lanes> alpha, Span<Lanes> beta)
        {
            var scale = 1.0 / network.First.Points.Columns;
            _near.Find(i, start, features);
            if (_near.Count < features.Length * Lanes.Count)
            {
                _derivatives.Start(i, start, features);
                layers.Propagate(_derivatives);
                for (var b = 0; b < features.Length; b++)
                {
                    var result = _derivatives.Result(b);
                    (values[b], alpha[b], beta[b]) = (result.Value, scale * result.Slope.First, 2 * scale * result.Slope.Second);
                }
            }

            if (_near.Count > 0) Amend(2 * scale, values, alpha, beta);
        }

        protected override ReadOnlySpan<int> Differences => _near.Places;

        private void Amend()
        {
            _values.Settle();
            _nearValues.Start(_near);
            layers.Propagate(_nearValues);
            var covariances = Numbers(_values.Covariance);
            var tangents = Numbers(_values.Tangent);
            for (var pair = 0; pair < _near.Count; pair++)
            {
                var (covariance, tangent) = _nearValues[pair / Lanes.Count];
                covariances[_near.Places[pair]] = covariance.Vector[pair % Lanes.Count];
                tangents[_near.Places[pair]] = tangent.Vector[pair % Lanes.Count];
            }
        }

        private void Amend(double scale, Span<Lanes> values, Span<Lanes> alpha, Span<Lanes> beta)
        {
            _nearDerivatives.Start(_near);
            layers.Propagate(_nearDerivatives);
            for (var pair = 0; pair < _near.Count; pair++)
            {
                var (covariance, tangent) = _nearDerivatives[pair / Lanes.Count];
                var (result, place, lane) = (kind == KernelKind.Ntk ? tangent : covariance, _near.Places[pair], pair % Lanes.Count);
                Numbers(values)[place] = result.Value.Vector[lane];
                Numbers(alpha)[place] = -scale * result.Slope.First.Vector[lane];
                Numbers(beta)[place] = scale * result.Slope.Second.Vector[lane];
            }
        }

        private static Span<double> Numbers(Span<Lanes> lanes) => System.Runtime.InteropServices.MemoryMarshal.Cast<Lanes, double>(lanes);
    }
}
