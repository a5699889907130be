using NtkGan.Architectures;
using NtkGan.Numerics;

namespace NtkGan.Networks;

/// <summary>A finite network: the architecture's other reading. In the neural tangent parameterisation z = (W/sqrt(fan-in)) w h + b beta with all
/// w, beta ~ N(0, 1) before training; in the standard one z = w h + beta with w ~ N(0, W^2/fan-in), beta ~ N(0, b^2). Parameters come from counters,
/// each matrix from its own stream of the seed. The same seed gives the same bits for any number of threads.</summary>
public abstract class Network : IDisposable
{
    /// <summary>Sets what every engine's network has.</summary>
    /// <param name="description">What it is a network of.</param>
    /// <param name="output">How the outputs of a point are arranged.</param>
    /// <param name="parameters">The parameters, which it takes over.</param>
    protected Network(NetworkDescription description, PointShape output, ParameterVector parameters) => (Description, Output, Parameters) = (description, output, parameters);

    /// <summary>What it is a network of.</summary>
    public NetworkDescription Description { get; }

    /// <summary>How the coordinates of a point are arranged.</summary>
    public PointShape Input => Description.Input;

    /// <summary>How the outputs of a point are arranged.</summary>
    public PointShape Output { get; }

    /// <summary>The present parameters, shared with the network: what changes them changes it.</summary>
    public ParameterVector Parameters { get; }

    /// <summary>Draws a network by the first engine that can make it.</summary>
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
    /// <param name="precision">The numbers in which it computes.</param>
    /// <exception cref="UsageException">No finite network of that kind exists, or no engine at hand makes it; the message says why.</exception>
    public static Network Of(Architecture architecture, PointShape input, ulong seed, int? outputs = null, bool isAntisymmetric = false, bool isSpectral = false,
        ulong number = 0, Precision precision = Precision.Double) =>
        NetworkEngine.Make(new(architecture, input, outputs, isAntisymmetric, isSpectral, precision), seed, number);

    /// <summary>f(x_i), n x outputs.</summary>
    /// <param name="points">x, n x d.</param>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">A value is not finite.</exception>
    public Matrix Forward(Matrix points)
    {
        var values = new Matrix(Checked(points).Rows, Output.Dimension);
        Evaluate(points, values);
        return Finite(values);
    }

    /// <summary>f(x_i), n x outputs, and sum_k w_ik grad f_k(x_i), n x d.</summary>
    /// <param name="points">x, n x d.</param>
    /// <param name="cotangents">w, n x outputs; null for ones.</param>
    /// <exception cref="InvalidDataFormatException">Shapes do not fit, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">A value is not finite.</exception>
    public (Matrix Values, Matrix Pullback) Pullback(Matrix points, Matrix? cotangents = null)
    {
        var (values, gradients) = (new Matrix(points.Rows, Output.Dimension), new Matrix(points.Rows, points.Columns));
        Pullback(points, values, gradients, cotangents);
        return (values, gradients);
    }

    /// <summary>The same into matrices that are there already.</summary>
    internal void Pullback(Matrix points, Matrix values, Matrix gradients, Matrix? cotangents = null)
    {
        Evaluate(Checked(points, cotangents), values, cotangents, gradients);
        Finite(values);
        Finite(gradients);
    }

    /// <summary>sum_ik w_ik df_k(x_i)/dtheta: the gradient of sum_ik w_ik f_k(x_i) by the parameters.</summary>
    /// <param name="points">x, n x d.</param>
    /// <param name="cotangents">w, n x outputs.</param>
    /// <exception cref="InvalidDataFormatException">Shapes do not fit, or a coordinate is NaN or infinite.</exception>
    public ParameterVector Gradient(Matrix points, Matrix cotangents)
    {
        var outputs = Checked(points, cotangents).Rows == 0 ? 0 : Output.Dimension;
        return Gradient(points, (start, _, result) => cotangents.Values.Slice(start * outputs, result.Length).CopyTo(result));
    }

    /// <summary>The gradient by the parameters of a sum of costs of single points, in one pass forth and back.</summary>
    /// <param name="points">x, n x d.</param>
    /// <param name="cotangents">Gives the derivatives of the costs by the values.</param>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    public ParameterVector Gradient(Matrix points, CotangentRule cotangents)
    {
        var gradient = new ParameterVector(Parameters.Places);
        Gradient(points, cotangents, gradient);
        return gradient;
    }

    /// <summary>The same into a vector that is there already.</summary>
    internal void Gradient(Matrix points, CotangentRule cotangents, ParameterVector gradient)
    {
        var target = gradient.Writable();
        target.Clear();
        if (Checked(points).Rows > 0) AddGradient(points, cotangents, target);
    }

    /// <summary>sum_i d(v_i . grad f(x_i))/dtheta, for a network with one output: what a penalty on the gradient of f needs.</summary>
    /// <param name="points">x, n x d.</param>
    /// <param name="directions">v, n x d.</param>
    /// <exception cref="InvalidDataFormatException">Shapes do not fit, or a coordinate is NaN or infinite.</exception>
    public ParameterVector SlopeGradient(Matrix points, Matrix directions)
    {
        if ((Checked(points).Rows, points.Columns) != (directions.Rows, directions.Columns))
            throw new InvalidDataFormatException($"Directions of {directions.Rows} x {directions.Columns} do not fit {points.Rows} points of dimension {points.Columns}.");
        var gradient = new ParameterVector(Parameters.Places);
        if (points.Rows > 0) AddSlopeGradient(points, directions, gradient.Writable());
        return gradient;
    }

    /// <summary>f(x_i) and the derivative of f(x_i) along a change of the parameters, both n x outputs.</summary>
    /// <param name="points">x, n x d.</param>
    /// <param name="change">A direction in the space of the parameters.</param>
    /// <exception cref="UsageException">The network is spectrally normalised.</exception>
    /// <exception cref="InvalidDataFormatException">The dimension does not fit, or a coordinate is NaN or infinite.</exception>
    /// <exception cref="NumericalException">A value is not finite.</exception>
    public (Matrix Values, Matrix Slopes) Differentiate(Matrix points, ParameterVector change)
    {
        RefuseSpectral();
        var (values, slopes) = (new Matrix(Checked(points).Rows, Output.Dimension), new Matrix(points.Rows, Output.Dimension));
        Differentiate(points, change, values, slopes);
        return (Finite(values), Finite(slopes));
    }

    /// <summary>A vector of named matrices, as <see cref="ParameterVector.ToMatrices"/> gives them.</summary>
    /// <exception cref="InvalidDataFormatException">They belong to another network, or an entry is NaN or infinite.</exception>
    public ParameterVector Vector(IReadOnlyDictionary<string, Matrix> matrices) => ParameterVector.Of(Parameters.Places, matrices);

    /// <summary>A vector of zeros.</summary>
    public ParameterVector Zero() => new(Parameters.Places);

    /// <summary>Copies of the parameters as named matrices.</summary>
    public virtual IReadOnlyDictionary<string, Matrix> Save() => Parameters.ToMatrices();

    /// <summary>Takes over parameters that <see cref="Save"/> gave, to the bit.</summary>
    /// <exception cref="InvalidDataFormatException">They belong to another network, or an entry is NaN or infinite.</exception>
    public virtual void Restore(IReadOnlyDictionary<string, Matrix> parameters) => Parameters.Set(Vector(parameters));

    /// <summary>Takes over parameters that <see cref="ParameterVector.ToMatrix"/> gave, to the bit.</summary>
    /// <exception cref="InvalidDataFormatException">They belong to another network, or an entry is NaN or infinite.</exception>
    public void Restore(Matrix parameters) => Parameters.Set(parameters);

    /// <summary>Draws the parameters anew.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="number">Which of the seed's many networks; 0 is the one drawn at the start.</param>
    public virtual void Draw(ulong seed, ulong number = 0) => Parameters.Set(ParameterVector.Draw(Parameters.Places, seed, number));

    /// <summary>A network with copies of the parameters.</summary>
    public abstract Network Clone();

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Takes over the parameters of another network of the same description, and all that is kept with them.</summary>
    internal virtual void CopyFrom(Network other) => Parameters.Set(other.Parameters);

    /// <summary>Follows a step of an optimiser: one product for the estimate of each largest singular value.</summary>
    internal virtual void Follow()
    {
    }

    /// <summary>Theta(x, y) of <see cref="EmpiricalTangentKernel"/>, n x m; of points with themselves where both are the same object.</summary>
    /// <param name="points">x, n x d, checked.</param>
    /// <param name="others">y, m x d, checked.</param>
    /// <param name="memory">Bytes for the factors of all points held at once.</param>
    internal abstract Matrix TangentGram(Matrix points, Matrix others, long memory);

    /// <summary>Whether <see cref="TangentGram"/> of so many points costs less than gradients by the parameters and passes along them.</summary>
    internal virtual bool IsTangentGramCheaper(int points) => false;

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
        if (Description.IsSpectral) throw new UsageException("Tangent kernels and linearisations are those of plain networks: leave out the spectral normalisation.");
    }

    /// <summary>Values and, where asked, gradients of checked points.</summary>
    /// <param name="points">x.</param>
    /// <param name="values">Receives f, n x outputs.</param>
    /// <param name="cotangents">w; null for ones.</param>
    /// <param name="gradients">Receives sum_k w_ik grad f_k(x_i); null for values alone.</param>
    protected abstract void Evaluate(Matrix points, Matrix values, Matrix? cotangents = null, Matrix? gradients = null);

    /// <summary>Adds the gradient of a cost by the parameters.</summary>
    protected abstract void AddGradient(Matrix points, CotangentRule cotangents, Span<double> gradient);

    /// <summary>Adds sum_i d(v_i . grad f(x_i))/dtheta.</summary>
    protected abstract void AddSlopeGradient(Matrix points, Matrix directions, Span<double> gradient);

    /// <summary>Values and their derivatives along a change of the parameters.</summary>
    protected abstract void Differentiate(Matrix points, ParameterVector change, Matrix values, Matrix slopes);

    private static Matrix Finite(Matrix values) => values.IsFinite() ? values
        : throw new NumericalException("A value of the network is NaN or infinite: its weights or its inputs are too large.");
}

/// <summary>The derivatives of a cost by the values of some points of a network.</summary>
/// <param name="start">The first of the points.</param>
/// <param name="values">f of the points, row after row.</param>
/// <param name="cotangents">Receives the derivatives, as many.</param>
public delegate void CotangentRule(int start, ReadOnlySpan<double> values, Span<double> cotangents);
