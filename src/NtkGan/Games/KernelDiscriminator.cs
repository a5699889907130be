using NtkGan.Kernels;
using NtkGan.Numerics;

namespace NtkGan.Games;

/// <summary>The discriminator of infinite width: f(x) = f_0(x) + sum_j c_j k(x, p_j).</summary>
public sealed class KernelDiscriminator : Discriminator
{
    private const string Indefinite = "The kernel is not positive semidefinite: where the coefficients do not sum to 0, training amplifies f instead of fitting it; an ipm suits it.";
    private readonly Expansion _expansion;
    private readonly SummationReport? _training;
    private SlopedGram? _gram;

    /// <summary>Makes the expansion.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="points">p, N x d; copied.</param>
    /// <param name="coefficients">c, N values, finite; copied.</param>
    /// <param name="initial">f_0, or null for 0.</param>
    /// <exception cref="InvalidDataFormatException">Lengths do not fit, or a coefficient is NaN or infinite.</exception>
    public KernelDiscriminator(Kernel kernel, Matrix points, double[] coefficients, Discriminator? initial = null)
    {
        (_expansion, Initial) = (new(kernel, points.Clone(), new(coefficients.Length, 1, coefficients)), initial);
    }

    /// <summary>Takes over an expansion of one output.</summary>
    internal KernelDiscriminator(Expansion expansion, Discriminator? initial = null, SummationReport? training = null, SlopedGram? gram = null)
    {
        (_expansion, Initial, _training, Summation, _gram) = (expansion, initial, training, training, gram);
        if (gram is not null) gram.IsLent = true;
    }

    /// <summary>k.</summary>
    public Kernel Kernel => _expansion.Kernel;

    /// <summary>p, the points it was trained on: fakes above targets; a copy.</summary>
    public Matrix Points => _expansion.Points;

    /// <summary>c, one for each point.</summary>
    public ReadOnlySpan<double> Coefficients => _expansion.Column(0);

    /// <summary>f_0, or null for 0.</summary>
    public Discriminator? Initial { get; }

    /// <summary>How training and the last evaluation summed over the points, and how exactly: of these what erred by more. Null where neither has.</summary>
    public SummationReport? Summation { get; private set; }

    /// <summary>Trains on fakes and targets, which are copied.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="fakes">n x d.</param>
    /// <param name="targets">m x d.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="training">The training.</param>
    /// <param name="normalisation">The weights of the points.</param>
    /// <param name="initial">f_0, or null for 0.</param>
    /// <returns>The trained discriminator, and how training ended.</returns>
    /// <exception cref="UsageException">A set is empty, the training cannot treat the loss, or constant forces that do not sum to 0 meet a kernel that is
    /// positive definite only on those that do.</exception>
    /// <exception cref="InvalidDataFormatException">Points that do not fit, or are not finite.</exception>
    public static (KernelDiscriminator Discriminator, TrainingResult Training) Train(Kernel kernel, Matrix fakes, Matrix targets, Loss loss, FunctionSpaceTraining training,
        Normalisation normalisation = Normalisation.PerMeasure, Discriminator? initial = null) => Train(kernel, fakes, targets, loss, training, normalisation, initial, gram: null);

    /// <summary>The same.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="fakes">n x d.</param>
    /// <param name="targets">m x d.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="training">The training.</param>
    /// <param name="normalisation">The weights of the points.</param>
    /// <param name="initial">f_0, or null for 0.</param>
    /// <param name="gram">Makes a Gram matrix with slopes of points, the first n of them fakes, where the gradient of f at the fakes will be asked for; null if it will not.</param>
    internal static (KernelDiscriminator Discriminator, TrainingResult Training) Train(Kernel kernel, Matrix fakes, Matrix targets, Loss loss, FunctionSpaceTraining training,
        Normalisation normalisation, Discriminator? initial, Func<Matrix, SlopedGram>? gram)
    {
        if (fakes.Columns != targets.Columns) throw new InvalidDataFormatException($"Fakes of dimension {fakes.Columns} and targets of dimension {targets.Columns} do not fit.");
        var points = fakes.Above(targets);
        SlopedGram? sloped = null;
        var problem = TrainingProblem.Of(kernel, points, fakes.Rows, loss, normalisation, initial?.Values(points), gram is null ? null : () => (sloped = gram(points)).Gram);
        BalancedForces.Check(kernel, loss, problem.Weights[0] * fakes.Rows, problem.Weights[^1] * targets.Rows);
        var result = training.Train(problem);
        if (result.Note.Length == 0 && !kernel.IsPositiveDefinite && loss.Affine is not { Curvature: 0 }) result = result.Saying(Indefinite);
        return (new(new(kernel, points, new(points.Rows, 1, result.Coefficients)), initial, problem.Report, sloped), result);
    }

    /// <inheritdoc/>
    public override (Matrix Initial, Matrix Present)? TangentKernels(Matrix points)
    {
        var gram = Kernel.Gram(points);
        return (gram, gram);
    }

    /// <inheritdoc/>
    public override void Evaluate(Matrix points, double[] values, Matrix? gradients = null)
    {
        var report = gradients is not null && _gram?.AreFirst(points) == true ? _expansion.Evaluate(_gram, values, gradients) : _expansion.Evaluate(points, values, gradients);
        Summation = SummationReport.Worse(_training, report);
        if (Initial is null) return;
        var (shift, slope) = (new double[points.Rows], gradients is null ? null : new Matrix(points.Rows, points.Columns));
        Initial.Evaluate(points, shift, slope);
        DotProduct.Add(1, shift, values);
        if (slope is not null) DotProduct.Add(1, slope.Values, gradients!.Values);
    }

    internal override void Release()
    {
        if (_gram is not null) _gram.IsLent = false;
        _gram = null;
    }
}
