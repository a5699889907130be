using NtkGan.Networks;
using NtkGan.Numerics;
using static TorchSharp.torch;

namespace NtkGan.Torch;

/// <summary>A finite network on torch: doubles on the CPU, each thread of ours running torch on itself alone. On one machine the same seed gives the same bits
/// for any number of threads; other processors may round matrix products otherwise.</summary>
public sealed class TorchNetwork : Network
{
    private const int Block = 256, GradientBlocks = 4, SmallestGradientBlock = 128;
    private readonly TorchStructure _structure;
    private readonly TensorVector _tensors;
    private long _version;

    private TorchNetwork(NetworkDescription description, TorchStructure structure, ParameterVector parameters) : base(description, structure.Output, parameters)
    {
        TorchThreads.UseOwn();
        (_structure, _tensors, _version) = (structure, TensorVector.Of(parameters), parameters.Version);
        foreach (var tensor in _tensors.Tensors) tensor.requires_grad_(true);
    }

    /// <summary>Operations with parameters, in the order of the layers.</summary>
    internal IReadOnlyList<AffineOperation> Affine => _structure.Affine;

    /// <summary>Draws a network.</summary>
    /// <param name="description">What it is a network of.</param>
    /// <param name="seed">The seed of the parameters.</param>
    /// <param name="number">Which of the seed's many networks.</param>
    /// <exception cref="UsageException">No finite network of that kind exists; the message says why.</exception>
    public static TorchNetwork Make(NetworkDescription description, ulong seed, ulong number = 0)
    {
        var structure = TorchStructure.Of(description);
        return new(description, structure, ParameterVector.Draw(structure.Parameters, seed, number));
    }

    /// <inheritdoc/>
    public override Network Clone() => new TorchNetwork(Description, _structure, Parameters.Clone());

    /// <inheritdoc/>
    public override void Dispose()
    {
        _tensors.Dispose();
        base.Dispose();
    }

    /// <summary>f on a tensor of points, n x d -> n x outputs, in doubles, which torch can differentiate by the points. Without the checks of the
    /// other overload; on the calling thread alone, within a scope of the caller that disposes of tensors.</summary>
    /// <param name="points">x, n x d.</param>
    public Tensor Forward(Tensor points)
    {
        Follow(Parameters);
        return Forward(points, null);
    }

    /// <summary>The same, with what the tangent kernel needs written on a tape; the tensors must be up to date.</summary>
    internal Tensor Forward(Tensor points, TangentTape? tape) =>
        _structure.Operation.Forward(Signal(points), _tensors, tape).flatten(1);

    internal override Matrix TangentGram(Matrix points, Matrix others, long memory)
    {
        Follow(Parameters);
        return new TorchTangentGram(this, memory).Of(points, others);
    }

    /// <inheritdoc/>
    protected override void Evaluate(Matrix points, Matrix values, Matrix? cotangents = null, Matrix? gradients = null)
    {
        Follow(Parameters);
        TorchThreads.ForBlocks(points.Rows, Block, (start, end) =>
        {
            if (gradients is null)
            {
                using var quiet = no_grad();
                Store(Forward(Tensors.Of(points, start, end), null), values, start);
                return;
            }

            var x = Tensors.Of(points, start, end).requires_grad_(true);
            var outputs = Forward(x, null);
            var total = cotangents is null ? outputs.sum() : (outputs * Tensors.Of(cotangents, start, end)).sum();
            Store(outputs, values, start);
            Store(Tensors.Gradients(total, [x])[0], gradients, start);
        });
    }

    /// <inheritdoc/>
    protected override void AddGradient(Matrix points, CotangentRule cotangents, Span<double> gradient) => Gather(points.Rows, gradient, (start, end) =>
    {
        var outputs = Forward(Tensors.Of(points, start, end), null);
        var (values, slopes) = (new double[(end - start) * Output.Dimension], new double[(end - start) * Output.Dimension]);
        Tensors.CopyTo(outputs, values);
        cotangents(start, values, slopes);
        return (outputs * Tensors.Of(slopes, end - start, Output.Dimension)).sum();
    });

    /// <inheritdoc/>
    protected override void AddSlopeGradient(Matrix points, Matrix directions, Span<double> gradient) => Gather(points.Rows, gradient, (start, end) =>
    {
        var x = Tensors.Of(points, start, end).requires_grad_(true);
        var slopes = Tensors.Gradients(Forward(x, null).sum(), [x], isDifferentiable: true)[0];
        return (slopes * Tensors.Of(directions, start, end)).sum();
    });

    /// <inheritdoc/>
    protected override void Differentiate(Matrix points, ParameterVector change, Matrix values, Matrix slopes)
    {
        Follow(Parameters);
        using var changes = TensorVector.Of(change);
        TorchThreads.ForBlocks(points.Rows, Block, (start, end) =>
        {
            using var quiet = no_grad();
            var signal = Signal(Tensors.Of(points, start, end));
            var (value, slope) = _structure.Operation.Differentiate(signal, zeros_like(signal), _tensors, changes);
            Store(value, values, start);
            Store(slope, slopes, start);
        });
    }

    // The gradient by the parameters of a sum over rows, in at most four blocks: for each block its part, a tensor of one number.
    private void Gather(int rows, Span<double> gradient, Func<int, int, Tensor> part)
    {
        Follow(Parameters);
        var block = Math.Max(SmallestGradientBlock, (rows + GradientBlocks - 1) / GradientBlocks);
        var parts = new double[(rows + block - 1) / block][];
        TorchThreads.ForBlocks(rows, block, (start, end) =>
        {
            var own = parts[start / block] = new double[Parameters.Count];
            var gradients = Tensors.Gradients(part(start, end), _tensors.Tensors);
            foreach (var place in Parameters.Places) Tensors.CopyTo(gradients[place.Index], own.AsSpan(place.Start, place.Count));
        });
        foreach (var share in parts) DotProduct.Add(1, share, gradient);
    }

    private void Follow(ParameterVector parameters)
    {
        lock (_tensors)
        {
            if (_version == parameters.Version) return;
            _tensors.Set(parameters);
            _version = parameters.Version;
        }
    }

    private Tensor Signal(Tensor points) => Input.IsImage
        ? points.reshape(points.shape[0], Input.Height * Input.Width, Input.Channels)
        : points.unsqueeze(1);

    private static void Store(Tensor values, Matrix matrix, int start) => Tensors.CopyTo(values, matrix.Values[(start * matrix.Columns)..]);
}
