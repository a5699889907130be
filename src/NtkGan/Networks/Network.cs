using NtkGan.Architectures;
using NtkGan.Numerics;
using static TorchSharp.torch;

namespace NtkGan.Networks;

/// <summary>A finite network: the architecture's other reading. In the neural tangent parameterisation z = (W/sqrt(fan-in)) w h + b beta with all
/// w, beta ~ N(0, 1) before training; in the standard one z = w h + beta with w ~ N(0, W^2/fan-in), beta ~ N(0, b^2). Doubles on the CPU;
/// parameters come from counters, each matrix from its own stream of the seed. On one machine the same seed gives the same bits for any
/// number of threads; other processors may round matrix products otherwise.</summary>
public sealed class Network : IDisposable
{
    private const int Block = 256, GradientBlocks = 4, SmallestGradientBlock = 128;
    private readonly NetworkStructure _structure;

    /// <summary>Draws a network.</summary>
    /// <param name="architecture">The layers and their widths.</param>
    /// <param name="input">How the coordinates of a point are arranged: <c>new PointShape(d)</c> for points in d dimensions.</param>
    /// <param name="seed">The seed of the parameters.</param>
    /// <param name="outputs">Features of the last layer with weights (1 for a discriminator, the dimension of the data for a generator of
    /// points); null leaves the architecture's own.</param>
    /// <param name="isAntisymmetric">F = (f(theta_1) - f(theta_2))/sqrt(2) with theta_1 = theta_2 drawn alike: F = 0 exactly before training,
    /// with the tangent kernel of f. Twice the parameters.</param>
    /// <param name="isSpectral">Spectral normalisation: the matrix of every affine layer divided by its largest singular value (Miyato et al.
    /// 2018), so that layers of Lipschitz constant 1 make a network of Lipschitz constant about 1. Such a network has no tangent kernel here.</param>
    /// <param name="number">Which of the seed's many networks.</param>
    /// <exception cref="UsageException">No finite network of that kind exists; the message says why.</exception>
    public Network(Architecture architecture, PointShape input, ulong seed, int? outputs = null, bool isAntisymmetric = false, bool isSpectral = false,
        ulong number = 0)
        : this(NetworkStructure.Of(architecture, input, outputs, isAntisymmetric, isSpectral), places => ParameterVector.Of(places, place => Tensors.Of(place.Draw(seed, number))))
    {
    }

    private Network(NetworkStructure structure, Func<IReadOnlyList<Parameter>, ParameterVector> parameters)
    {
        TorchThreads.UseOwn();
        (_structure, Parameters) = (structure, parameters(structure.Parameters));
        foreach (var tensor in Parameters.Tensors) tensor.requires_grad_(true);
    }

    /// <summary>How the coordinates of a point are arranged.</summary>
    public PointShape Input => _structure.Input;

    /// <summary>How the outputs of a point are arranged.</summary>
    public PointShape Output => _structure.Output;

    /// <summary>Whether it is the difference of two equal halves.</summary>
    public bool IsAntisymmetric => _structure.IsAntisymmetric;

    /// <summary>Whether every matrix of weights is divided by its largest singular value.</summary>
    public bool IsSpectral => _structure.IsSpectral;

    /// <summary>The present parameters, shared with the network: what changes them changes it.</summary>
    public ParameterVector Parameters { get; }

    /// <summary>Operations with parameters, in the order of the layers.</summary>
    internal IReadOnlyList<AffineOperation> Affine => _structure.Affine;

    /// <summary>f(x_i), n x outputs.</summary>
    /// <param name="points">x, n x d.</param>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">A value is not finite.</exception>
    public Matrix Forward(Matrix points)
    {
        var values = new Matrix(Checked(points).Rows, Output.Dimension);
        TorchThreads.ForBlocks(points.Rows, Block, (start, end) =>
        {
            using var quiet = no_grad();
            Store(Forward(Tensors.Of(points, start, end)), values, start);
        });
        return Finite(values);
    }

    /// <summary>f(x_i), n x outputs, and sum_k w_ik grad f_k(x_i), n x d.</summary>
    /// <param name="points">x, n x d.</param>
    /// <param name="cotangents">w, n x outputs; null for ones.</param>
    /// <exception cref="InvalidDataFormatException">Shapes do not fit, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">A value is not finite.</exception>
    public (Matrix Values, Matrix Pullback) Pullback(Matrix points, Matrix? cotangents = null)
    {
        var (values, gradients) = (new Matrix(Checked(points, cotangents).Rows, Output.Dimension), new Matrix(points.Rows, points.Columns));
        TorchThreads.ForBlocks(points.Rows, Block, (start, end) =>
        {
            var x = Tensors.Of(points, start, end).requires_grad_(true);
            var outputs = Forward(x);
            var total = cotangents is null ? outputs.sum() : (outputs * Tensors.Of(cotangents, start, end)).sum();
            Store(outputs, values, start);
            Store(Tensors.Gradients(total, [x])[0], gradients, start);
        });
        return (Finite(values), Finite(gradients));
    }

    /// <summary>sum_ik w_ik df_k(x_i)/dtheta: the gradient of sum_ik w_ik f_k(x_i) by the parameters.</summary>
    /// <param name="points">x, n x d.</param>
    /// <param name="cotangents">w, n x outputs.</param>
    /// <exception cref="InvalidDataFormatException">Shapes do not fit, or a coordinate is NaN or infinite.</exception>
    public ParameterVector Gradient(Matrix points, Matrix cotangents) => Gradient(Checked(points, cotangents).Rows,
        (start, end) => (Forward(Tensors.Of(points, start, end)) * Tensors.Of(cotangents, start, end)).sum());

    /// <summary>f(x_i) and the derivative of f(x_i) along a change of the parameters, both n x outputs.</summary>
    /// <param name="points">x, n x d.</param>
    /// <param name="change">A direction in the space of the parameters.</param>
    /// <exception cref="UsageException">The network is spectrally normalised.</exception>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">A value or a slope overflows.</exception>
    public (Matrix Values, Matrix Slopes) Differentiate(Matrix points, ParameterVector change)
    {
        RefuseSpectral();
        var (values, slopes) = (new Matrix(Checked(points).Rows, Output.Dimension), new Matrix(points.Rows, Output.Dimension));
        TorchThreads.ForBlocks(points.Rows, Block, (start, end) =>
        {
            using var quiet = no_grad();
            var signal = Signal(Tensors.Of(points, start, end));
            var (value, slope) = _structure.Operation.Differentiate(signal, zeros_like(signal), Parameters, change);
            Store(value, values, start);
            Store(slope, slopes, start);
        });
        return values.IsFinite() && slopes.IsFinite() ? (values, slopes)
            : throw new NumericalException("The network's values overflow: scale the points, the parameters or their change down.");
    }

    /// <summary>A vector of named matrices, as <see cref="ParameterVector.ToMatrices"/> gives them.</summary>
    /// <exception cref="InvalidDataFormatException">They belong to another network, or an entry is NaN or infinite.</exception>
    public ParameterVector Vector(IReadOnlyDictionary<string, Matrix> matrices) => ParameterVector.Of(_structure.Parameters, matrices);

    /// <summary>A vector of zeros.</summary>
    public ParameterVector Zero() => ParameterVector.Of(_structure.Parameters, place => zeros(place.Rows, place.Columns, float64));

    /// <summary>Copies of the parameters as named matrices.</summary>
    public IReadOnlyDictionary<string, Matrix> Save() => Parameters.ToMatrices();

    /// <summary>Takes over parameters that <see cref="Save"/> gave, to the bit.</summary>
    /// <exception cref="InvalidDataFormatException">They belong to another network, or an entry is NaN or infinite.</exception>
    public void Restore(IReadOnlyDictionary<string, Matrix> parameters)
    {
        using var values = Vector(parameters);
        Parameters.Set(values);
    }

    /// <summary>Takes over parameters that <see cref="ParameterVector.ToMatrix"/> gave, to the bit.</summary>
    /// <exception cref="InvalidDataFormatException">They belong to another network, or an entry is NaN or infinite.</exception>
    public void Restore(Matrix parameters)
    {
        using var values = ParameterVector.Of(_structure.Parameters, parameters);
        Parameters.Set(values);
    }

    /// <summary>Draws the parameters anew.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="number">Which of the seed's many networks; 0 is the one drawn at the start.</param>
    public void Draw(ulong seed, ulong number = 0)
    {
        using var values = ParameterVector.Of(_structure.Parameters, place => Tensors.Of(place.Draw(seed, number)));
        Parameters.Set(values);
    }

    /// <summary>A network with copies of the parameters.</summary>
    public Network Clone() => new(_structure, _ => Parameters.Clone());

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();

    /// <summary>f on a tensor of points, n x d -> n x outputs, in doubles, which torch can differentiate by the points. Without the checks of the
    /// other overload; on the calling thread alone, within a scope of the caller that disposes of tensors.</summary>
    /// <param name="points">x, n x d.</param>
    public Tensor Forward(Tensor points) => Forward(points, null);

    /// <summary>The same, with what the tangent kernel needs written on a tape.</summary>
    internal Tensor Forward(Tensor points, TangentTape? tape) =>
        _structure.Operation.Forward(Signal(points), Parameters, tape).flatten(1);

    /// <summary>The gradient by the parameters of a sum over rows, in at most four blocks: for each block its part, a tensor of one number.</summary>
    internal ParameterVector Gradient(int rows, Func<int, int, Tensor> part)
    {
        var block = Math.Max(SmallestGradientBlock, (rows + GradientBlocks - 1) / GradientBlocks);
        var parts = new ParameterVector[(rows + block - 1) / block];
        TorchThreads.ForBlocks(rows, block, (start, end) =>
        {
            var gradients = Tensors.Gradients(part(start, end), Parameters.Tensors);
            parts[start / block] = ParameterVector.Of(_structure.Parameters, place => gradients[place.Index]);
        });
        if (parts.Length == 0) return Zero();
        foreach (var other in parts.Skip(1))
        {
            parts[0].Add(1, other);
            other.Dispose();
        }

        return parts[0];
    }

    /// <summary>The points, if they are points of this network and the cotangents fit.</summary>
    internal Matrix Checked(Matrix points, Matrix? cotangents = null)
    {
        if (points.Columns != Input.Dimension) throw new InvalidDataFormatException($"Points of dimension {points.Columns} do not fit a network on {Input.Dimension} coordinates.");
        if (!points.IsFinite()) throw new InvalidDataFormatException("A point has a coordinate that is NaN or infinite.");
        if (cotangents is not null && (cotangents.Rows, cotangents.Columns) != (points.Rows, Output.Dimension))
            throw new InvalidDataFormatException($"Cotangents of {cotangents.Rows} x {cotangents.Columns} do not fit {points.Rows} points with {Output.Dimension} outputs.");
        return points;
    }

    /// <summary>Refuses what is known of plain networks alone.</summary>
    internal void RefuseSpectral()
    {
        if (IsSpectral) throw new UsageException("Tangent kernels and linearisations are those of plain networks: leave out the spectral normalisation.");
    }

    private Tensor Signal(Tensor points) => Input.IsImage
        ? points.reshape(points.shape[0], Input.Height * Input.Width, Input.Channels)
        : points.unsqueeze(1);

    private static void Store(Tensor values, Matrix matrix, int start) => Tensors.CopyTo(values, matrix.Values[(start * matrix.Columns)..]);

    private static Matrix Finite(Matrix values) => values.IsFinite() ? values
        : throw new NumericalException("A value of the network is NaN or infinite: its weights or its inputs are too large.");
}
