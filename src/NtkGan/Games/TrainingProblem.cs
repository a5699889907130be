using NtkGan.Kernels;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Games;

/// <summary>The training of an infinitely wide discriminator on n fakes and m targets, P = [fakes; targets], N = n + m. The discriminator is the
/// kernel expansion f = f_0 + sum_j c_j k(., p_j), c(0) = 0, and descends L_D by gradient flow of unit rate: c_p' = D_p a'(f(p)) on fakes,
/// -D_p b'(f(p)) on targets, f(P) = f_0(P) + K c. Only K = k(P, P), the weights D, f_0(P) and the loss matter.</summary>
public sealed class TrainingProblem
{
    private readonly Lazy<Matrix> _gram;
    private readonly Lazy<SymmetricProduct> _product;
    private readonly double[] _weights;
    private readonly double[] _initial;

    /// <summary>What an exact training takes at its peak, in Gram matrices: its Krylov basis or its decomposition included (measured).</summary>
    internal const double CopiesOfGram = 3.4;

    /// <summary>States the problem.</summary>
    /// <param name="fakes">Number n of fakes, at least 1.</param>
    /// <param name="targets">Number m of targets, at least 1.</param>
    /// <param name="gram">Makes K, N x N, symmetric positive semidefinite; called once at most, and never where the forces are constant.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="normalisation">The weights of the points.</param>
    /// <param name="initial">f_0(P), N values; null for 0.</param>
    /// <exception cref="UsageException">A set is empty.</exception>
    /// <exception cref="InvalidDataFormatException">f_0(P) has another length, or an entry that is NaN or infinite.</exception>
    public TrainingProblem(int fakes, int targets, Func<Matrix> gram, Loss loss, Normalisation normalisation = Normalisation.PerMeasure, double[]? initial = null)
    {
        (Fakes, Targets, Loss, Normalisation) = (Require.AtLeast(1, fakes), Require.AtLeast(1, targets), loss, normalisation);
        _initial = initial is null ? new double[Count] : (double[])initial.Clone();
        if (_initial.Length != Count) throw new InvalidDataFormatException($"f_0 has {_initial.Length} values for {Count} points.");
        if (_initial.Any(value => !double.IsFinite(value))) throw new InvalidDataFormatException("f_0 must be finite, but a value is NaN or infinite.");
        HasInitial = _initial.Any(value => value != 0);
        var pooled = normalisation == Normalisation.Pooled;
        _weights = [.. Enumerable.Range(0, Count).Select(p => 1.0 / (pooled ? Count : p < fakes ? fakes : targets))];
        _gram = new(() => Checked(gram()));
        _product = new(() => new StoredProduct(Gram));
    }

    private TrainingProblem(Kernel kernel, Matrix points, int fakes, Loss loss, Normalisation normalisation, double[]? initial, Func<Matrix>? gram)
        : this(fakes, points.Rows - fakes, gram ?? (() => kernel.Gram(points)), loss, normalisation, initial) =>
        _product = new(() =>
        {
            KernelChecks.Check(kernel, points, points);
            return (SymmetricProduct?)kernel.Summation.TryProducts(kernel, points, () => Fitting.Clone()) ?? new StoredProduct(Gram);
        });

    /// <summary>The problem of a kernel on two sets of points. K is stored where that is best, and else known by products, sums of the kernel's own kind.</summary>
    /// <param name="kernel">k.</param>
    /// <param name="points">P, the fakes above the targets.</param>
    /// <param name="fakes">Number of fakes among them.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="normalisation">The weights of the points.</param>
    /// <param name="initial">f_0(P), N values; null for 0.</param>
    public static TrainingProblem Of(Kernel kernel, Matrix points, int fakes, Loss loss, Normalisation normalisation = Normalisation.PerMeasure, double[]? initial = null) =>
        Of(kernel, points, fakes, loss, normalisation, initial, gram: null);

    /// <summary>The same, with another maker of K.</summary>
    internal static TrainingProblem Of(Kernel kernel, Matrix points, int fakes, Loss loss, Normalisation normalisation, double[]? initial, Func<Matrix>? gram) =>
        new(kernel, points, fakes, loss, normalisation, initial, gram);

    /// <summary>Number n of fakes.</summary>
    public int Fakes { get; }

    /// <summary>Number m of targets.</summary>
    public int Targets { get; }

    /// <summary>Number N = n + m of points.</summary>
    public int Count => Fakes + Targets;

    /// <summary>The loss.</summary>
    public Loss Loss { get; }

    /// <summary>The weights of the points.</summary>
    public Normalisation Normalisation { get; }

    /// <summary>Whether f_0(P) has an entry other than 0.</summary>
    public bool HasInitial { get; }

    /// <summary>D, N values.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>f_0(P), N values.</summary>
    public ReadOnlySpan<double> Initial => _initial;

    /// <summary>K, made at the first use.</summary>
    /// <exception cref="InvalidDataFormatException">It is not N x N, or an entry is NaN or infinite.</exception>
    public Matrix Gram => _gram.Value;

    /// <summary>K as training knows it: in memory, or by products alone.</summary>
    internal SymmetricProduct Product => _product.Value;

    /// <summary>How its products were summed, and how exactly; null where K is stored or was not asked for.</summary>
    internal SummationReport? Report => _product.IsValueCreated && Product is GramProduct product ? product.Report : null;

    /// <summary>K itself, where products alone do not suffice.</summary>
    /// <exception cref="UsageException">It does not fit into memory.</exception>
    internal Matrix Fitting
    {
        get
        {
            if (!Product.IsStored)
            {
                MemoryBudget.CheckMatrices(Count, Count, CopiesOfGram, FormattableString.Invariant($"This training on {Fakes:N0} and {Targets:N0} points is not to be had from products with their Gram matrix, and by the matrix itself it"),
                    Loss is Hinge ? "train by an ODE, which takes products, or take fewer points." : "shorten the time of training, lower the tolerance of sums, or take fewer points.");
            }

            return Gram;
        }
    }

    /// <summary>f(P) = f_0(P) + K c.</summary>
    public double[] Values(double[] coefficients)
    {
        var values = new double[Count];
        Evaluate(coefficients, values);
        return values;
    }

    /// <summary>L_D = -(sum_fakes D a(f) - sum_targets D b(f)), what training descends, at given values f(P).</summary>
    public double DiscriminatorLoss(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        for (var p = 0; p < Count; p++) sum += _weights[p] * (p < Fakes ? -Loss.FakeAt(values[p]).Value : Loss.TargetAt(values[p]).Value);
        return sum;
    }

    /// <summary>The largest step with which explicit Euler steps do not grow: 2/(kappa lambda_max(K D)), for losses with affine forces
    /// (kappa = 2 for lsgan); infinite for constant forces.</summary>
    /// <exception cref="UsageException">The forces of the loss are not affine.</exception>
    public double LargestStableStep() => Loss.Affine switch
    {
        { Curvature: 0 } => double.PositiveInfinity,
        { } forces => 2 / (forces.Curvature * new SpectralMatrix(Weighted()).LargestEigenvalue()),
        null => throw new UsageException($"The largest stable step is known for losses with affine forces, not for {Catalog.NameOf(Loss.GetType())}."),
    };

    /// <summary>At least the largest sum over q of |K_pq| D_q: f moves by at most this for coefficients of D_q. At least the largest eigenvalue of K D.</summary>
    internal double LargestRowSum() => Product.LargestRowSum(_weights);

    /// <summary>D^(1/2) K D^(1/2).</summary>
    internal ScaledMatrix Weighted() => new(Product, [.. _weights.Select(Math.Sqrt)]);

    internal void Evaluate(double[] coefficients, double[] values)
    {
        Product.Multiply(coefficients, values);
        DotProduct.Add(1, _initial, values);
    }

    /// <summary>The forces a'(f) on fakes and -b'(f) on targets: c' without the weights.</summary>
    /// <param name="values">f(P).</param>
    /// <param name="forces">Receives the forces.</param>
    internal void Forces(double[] values, double[] forces) => Forces(values, forces, 1, 0, Count);

    /// <summary>f(P) and the forces there, in one parallel pass over K; constant forces do not need it, and leave f(P) as it is.</summary>
    /// <param name="coefficients">c.</param>
    /// <param name="values">Receives f(P).</param>
    /// <param name="forces">Receives the forces.</param>
    /// <param name="scale">A factor of the forces.</param>
    internal void Evaluate(double[] coefficients, double[] values, Memory<double> forces, double scale = 1)
    {
        if (Loss.Affine is { Curvature: 0 }) Forces(values, forces.Span, scale, 0, Count);
        else
        {
            Product.Multiply(coefficients, values, (start, end) =>
            {
                DotProduct.Add(1, _initial.AsSpan(start..end), values.AsSpan(start..end));
                Forces(values, forces.Span, scale, start, end);
            });
        }
    }

    private void Forces(double[] values, Span<double> forces, double scale, int start, int end)
    {
        var middle = Math.Clamp(Fakes, start, end);
        Loss.FakeSlopes(values.AsSpan(start..middle), scale, forces[start..middle]);
        Loss.TargetSlopes(values.AsSpan(middle..end), -scale, forces[middle..end]);
    }

    private Matrix Checked(Matrix gram)
    {
        if ((gram.Rows, gram.Columns) != (Count, Count)) throw new InvalidDataFormatException($"The Gram matrix of {Count} points cannot be {gram.Rows} x {gram.Columns}.");
        if (!gram.IsFinite()) throw new InvalidDataFormatException("The Gram matrix has an entry that is NaN or infinite; check the points and the kernel.");
        return gram;
    }
}
