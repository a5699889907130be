using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NtkGan.Architectures.Activations;
using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>An activation without a closed form of its own: its dual moments are computed from phi. Where phi is smooth, or has kinks at 0 alone, and
/// phi'' dies out within 100 of 0 (or the density does), by Hermite series with coefficients read off a table for each point; where phi is a polynomial of
/// degree at most 2 between its kinks, in closed form; else by quadrature for each pair (a thousand times slower). A table is used where it agrees with
/// quadrature. phi must be continuous, grow at most polynomially, and vary on scales of about 1 or more near 0 and its kinks, slowly far from
/// them: a kernel refuses variances at which it sees that phi does not.</summary>
public abstract record NumericActivation : Activation
{
    /// <summary>The points where a derivative of phi jumps; none if phi is smooth.</summary>
    public virtual ValueList<double> Kinks => [];

    /// <summary>The dual moments at q11, q22 >= 0, |q12| &lt;= sqrt(q11 q22), with their errors, however large.</summary>
    /// <exception cref="UsageException">The moments are not those of a pair of Gaussians.</exception>
    public abstract DualEstimate Estimate(double q11, double q12, double q22);

    /// <summary>An activation from a function of your own, for programs (experiment files name members of the catalog).</summary>
    /// <param name="function">phi, continuous; called from several threads.</param>
    /// <param name="derivative">phi'; without it, that of polynomials through values of phi, right to about 1e-14 of the size of phi.</param>
    /// <param name="secondDerivative">phi''; without it, that of the same polynomials, right to about 1e-12, or of polynomials through phi'.</param>
    /// <param name="kinks">The points where a derivative of phi jumps, at most 32; also any others around which phi varies.</param>
    /// <exception cref="UsageException">A kink is not finite, or there are too many.</exception>
    public static NumericActivation Of(Func<double, double> function, Func<double, double>? derivative = null,
        Func<double, double>? secondDerivative = null, params ReadOnlySpan<double> kinks) =>
        new FunctionActivation(function, derivative, secondDerivative, ValueList.Create(kinks));

    /// <summary>Refuses variances at which neither a closed form nor quadrature can follow phi.</summary>
    /// <param name="variances">Variances of the points that meet one without a series.</param>
    /// <exception cref="NumericalException">phi varies too fast there.</exception>
    internal abstract void Check(ReadOnlySpan<double> variances);

    /// <summary>The moments of four pairs in closed form or by quadrature, of variances that passed <see cref="Check"/>.</summary>
    internal abstract PairMoments Moments(Lanes q11, Lanes q12, Lanes q22, bool withDerivatives);

    /// <summary>The Hermite coefficients at each variance; null where no series is right.</summary>
    internal abstract HermiteCoefficients?[] Coefficients(params double[] variances);

    /// <summary>The jump of phi' at 0.</summary>
    internal abstract double JumpAtZero { get; }

    internal sealed override void Propagate(KernelState state) => state.Activate(this);
}

/// <summary>An activation without a closed form, given by its function in one struct.</summary>
/// <typeparam name="TFunction">The function.</typeparam>
public abstract record NumericActivation<TFunction> : NumericActivation where TFunction : struct, IPointwiseFormula
{
    private const int Order = 20, CheckOrder = 32;

    // What is prepared of an activation lives as long as it does.
    private static readonly ConditionalWeakTable<NumericActivation<TFunction>, HermiteTable> Tables = [];
    private static readonly ConditionalWeakTable<NumericActivation<TFunction>, StrongBox<PiecewiseMoments?>> Pieces = [];

    /// <summary>The function with its constants, computed from the record's parameters.</summary>
    protected abstract TFunction Function { get; }

    /// <summary>True if <see cref="Function"/> gives exact second derivatives.</summary>
    private protected virtual bool HasExactDerivatives => true;

    /// <inheritdoc/>
    public sealed override T Value<T>(T x) => Function.Value(x);

    /// <inheritdoc/>
    public sealed override DualMoments<T> Dual<T>(T q11, T q12, T q22)
    {
        var (first, second) = (T.Primal(q11), T.Primal(q22));
        for (var lane = 0; lane < Lanes.Count; lane++)
            if (!IsClosed(first.Vector[lane], second.Vector[lane]) && Math.Max(first.Vector[lane], second.Vector[lane]) is var largest && Excess(largest) != 0) throw VariesTooFast(largest);
        return Moments(first, T.Primal(q12), second, T.Order > 0).At(q11, q12, q22);
    }

    /// <inheritdoc/>
    public sealed override DualEstimate Estimate(double q11, double q12, double q22)
    {
        if (!(q11 >= 0 && q22 >= 0 && Math.Abs(q12) <= Math.Sqrt(q11 * q22) * (1 + 1e-12)) || !double.IsFinite(q11 + q22))
            throw new UsageException(FormattableString.Invariant($"q11 = {q11}, q12 = {q12}, q22 = {q22} are not the covariance of two Gaussians: q11, q22 >= 0 and |q12| <= sqrt(q11 q22) must hold."));
        var series = Coefficients(q11, q22) is [{ } first, { } second] ? first.Moments(second, JumpAtZero, q11, q12, q22, false) : (PairMoments?)null;
        var value = series ?? Moments(q11, q12, q22, false);
        var check = Quadrature(CheckOrder).Moments(q11, q12, q22, false);
        var (own, other) = (Quadrature(CheckOrder).Moments(q11, q11, q11, false), Quadrature(CheckOrder).Moments(q22, q22, q22, false));

        // Sampled derivatives are right to 1e-12 or so; and what is not resolved may be anything.
        var unresolved = series is null && !IsClosed(q11, q22) ? Math.Max(Excess(q11), Excess(q22)) : 0;
        var rounding = HasExactDerivatives ? 1e-14 : 1e-10;
        return new(value.Covariance.Vector[0], value.Derivative.Vector[0],
            Error(value.Covariance, check.Covariance, own.Covariance, other.Covariance, 1e-14 + unresolved),
            Error(value.Derivative, check.Derivative, own.Derivative, other.Derivative, rounding + unresolved), series is not null);
    }

    internal sealed override void Check(ReadOnlySpan<double> variances)
    {
        var (variance, isClosed) = (0.0, true);
        foreach (var other in variances) (variance, isClosed) = (Math.Max(variance, other), isClosed && IsClosed(other, other));
        if (isClosed || !(variance > 0 && double.IsFinite(variance))) return;

        // Products of waves are faster than the waves, whose means alone are judged first.
        var (coarse, fine) = (Quadrature(Order).Moments(variance, variance, variance, false), Quadrature(CheckOrder).Moments(variance, variance, variance, false));
        if (Excess(variance) != 0 || !IsNear(coarse.Covariance, fine.Covariance) || (HasExactDerivatives && !IsNear(coarse.Derivative, fine.Derivative))) throw VariesTooFast(variance);

        static bool IsNear(Lanes a, Lanes b) => Math.Abs(a.Vector[0] - b.Vector[0]) <= 1e-9 * b.Vector[0];
    }

    private NumericalException VariesTooFast(double variance) =>
        new(FormattableString.Invariant($"The activation '{this}' varies too fast for its kernel at pre-activations of deviation {Math.Sqrt(variance):G3}: scale the data or the weights down, or name the places around which it varies as kinks."));

    internal sealed override void Visit(IFormulaVisitor visitor) => visitor.Visit(Function);

    internal sealed override PairMoments Moments(Lanes q11, Lanes q12, Lanes q22, bool withDerivatives)
    {
        var closed = Closed is { } pieces ? pieces.Covers(q11, q22) : default;
        if (Vector256.EqualsAll(closed.AsInt64(), Vector256<long>.AllBitsSet)) return Closed!.Moments(q11, q12, q22, withDerivatives);

        // A block of pairs would take seconds.
        Workers.ThrowIfCancelled();
        var moments = Quadrature(Order).Moments(q11, q12, q22, withDerivatives);
        return closed == default ? moments : PairMoments.Select(closed, Closed!.Moments(q11, q12, q22, withDerivatives), moments);
    }

    private PiecewiseMoments? Closed => Pieces.GetValue(this, static made => new(made.FindPieces())).Value;

    private bool IsClosed(double q11, double q22) => Closed is { } pieces && pieces.Covers(q11) && pieces.Covers(q22);

    private PiecewiseMoments? FindPieces()
    {
        var function = Function;
        return PiecewisePolynomial.Find(x => function.Value<Real>(x).Value, Kinks) is { } found ? new(found) : null;
    }

    internal sealed override HermiteCoefficients?[] Coefficients(params double[] variances) =>
        Kinks.All(kink => kink == 0) ? Tables.GetValue(this, static made => made.MakeTable()).Of(variances) : new HermiteCoefficients?[variances.Length];

    internal sealed override double JumpAtZero => Kinks.Count == 0 ? 0 : HermiteSource.JumpOf(Function);

    private HermiteTable MakeTable()
    {
        var source = HermiteSource.Of(Function, isSmooth: Kinks.Count == 0);
        return new(range => HermitePiece.Make(range, source) is { } piece && Agrees(piece, range) ? piece : null);
    }

    // Between two nodes of a piece, its series against a fine quadrature, where that can be trusted.
    private bool Agrees(HermitePiece piece, HermiteRange range)
    {
        const double place = 0.86;
        var agreement = HasExactDerivatives ? 1e-11 : 1e-10;
        var (rule, deviation) = (Quadrature(CheckOrder), range.Deviation(place));
        var q = deviation * deviation;
        if (Excess(range.End * range.End, CheckOrder) != 0) return false;
        var (point, covariances) = (piece.At(deviation), q * new Lanes(Vector256.Create(0.5, -0.9, 0.999, 1 - 1e-7)));
        var (own, moments, series) = (rule.Moments(q, q, q, true), rule.Moments(q, covariances, q, true), point.Moments(point, JumpAtZero, q, covariances, q, true));
        var bends = new Lanes(Vector256.Max(own.DerivativeByCovariance.Vector, moments.DerivativeByCovariance.Vector));
        return Near(moments.Covariance, series.Covariance, own.Covariance, agreement) && Near(moments.Derivative, series.Derivative, own.Derivative, agreement)
            && Near(moments.DerivativeByCovariance, series.DerivativeByCovariance, bends, 10 * agreement)
            && Near(q * moments.DerivativeByFirst, q * series.DerivativeByFirst, own.Derivative + q * bends, 10 * agreement)
            && Near(q * moments.CovarianceByFirst, q * series.CovarianceByFirst, own.Covariance + q * own.Derivative, 10 * agreement);

        static bool Near(Lanes a, Lanes b, Lanes scale, double tolerance) => Vector256.LessThanOrEqualAll(Vector256.Abs((a - b).Vector), tolerance * scale.Vector);
    }

    // Four times the difference from the finer rule, in case that one is coarse too.
    private static double Error(Lanes value, Lanes check, Lanes own, Lanes other, double rounding) =>
        4 * Math.Abs(value.Vector[0] - check.Vector[0]) + rounding * Math.Sqrt(own.Vector[0] * other.Vector[0]);

    // What the rule leaves unresolved beyond rounding, of which sampled derivatives have more.
    private double Excess(double variance, int order = Order)
    {
        var (slope, bend) = Quadrature(order).Unresolved(variance);
        var isFine = slope <= (HasExactDerivatives ? 1e-11 : 1e-10) && bend <= (HasExactDerivatives ? 1e-11 : 1e-8);
        return isFine ? 0 : Math.Max(slope, bend);
    }

    private DualQuadrature<TFunction> Quadrature(int order) => new(Function, Kinks, order);
}
