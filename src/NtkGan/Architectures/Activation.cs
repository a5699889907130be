using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>A pointwise nonlinearity phi: the only nonlinear layer. On Gaussian pre-activations it maps the covariance
/// q12 to E[phi(u) phi(v)] and multiplies the tangent kernel by E[phi'(u) phi'(v)].</summary>
[Family("activation")]
public abstract record Activation : Layer
{
    /// <summary>phi(x).</summary>
    /// <exception cref="UsageException">The activation exists as a kernel only.</exception>
    public abstract T Value<T>(T x) where T : struct, IScalar<T>;

    /// <summary>The dual moments at variances q11, q22 >= 0 and covariance q12, |q12| &lt;= sqrt(q11 q22). Symmetric in the two points.</summary>
    public abstract DualMoments<T> Dual<T>(T q11, T q12, T q22) where T : struct, IScalar<T>;

    /// <summary>True if phi is defined pointwise, so that finite networks exist; false for kernels given by their dual alone.</summary>
    public virtual bool IsPointwise => true;

    /// <summary>True if the dual moments hold for unit variance only: then layer normalisation must come before.</summary>
    public virtual bool NeedsUnitVariance => false;

    /// <summary>Shows its function to a visitor as a struct, so that loops over it are compiled with it inside.</summary>
    internal virtual void Visit(IFormulaVisitor visitor) => visitor.Visit(new Called(this));

    internal sealed override void Build(NetworkState network)
    {
        if (!IsPointwise) throw new UsageException($"The activation '{Name}' exists as a kernel only: it has no finite network.");
        network.Activate(this);
    }

    internal sealed override Signal Check(Signal input)
    {
        if (!input.IsGaussian)
            throw new UsageException($"The activation '{Name}' needs an affine layer (dense or convolution) before it: its input is not Gaussian.");
        if (NeedsUnitVariance && !input.HasUnitVariance)
            throw new UsageException($"The activation '{Name}' needs inputs of variance 1: put a layer normalisation before it.");
        return input with { IsGaussian = false, HasUnitVariance = false, EndsInOwnWeights = false };
    }
}

/// <summary>A function that is called through its activation, number by number.</summary>
internal readonly struct Called(Activation activation) : IPointwiseFormula
{
    /// <inheritdoc/>
    public T Value<T>(T x) where T : struct, IScalar<T> => activation.Value(x);
}

/// <summary>An activation given by a formula: one struct that holds prepared constants, so that the dual moments are inlined into the
/// loop over a block of pairs.</summary>
/// <typeparam name="TFormula">The formula.</typeparam>
public abstract record Activation<TFormula> : Activation where TFormula : struct, IActivationFormula
{
    /// <summary>The formula with its constants, computed from the record's parameters.</summary>
    protected abstract TFormula Formula { get; }

    /// <inheritdoc/>
    public sealed override T Value<T>(T x) => Formula.Value(x);

    /// <inheritdoc/>
    public sealed override DualMoments<T> Dual<T>(T q11, T q12, T q22) => Formula.Dual(q11, q12, q22);

    internal sealed override void Propagate(KernelState state) => state.Activate(Formula);

    internal sealed override void Visit(IFormulaVisitor visitor) => visitor.Visit(Formula);
}

/// <summary>A function of one number, written once for every scalar type.</summary>
public interface IPointwiseFormula
{
    /// <summary>phi(x).</summary>
    T Value<T>(T x) where T : struct, IScalar<T>;
}

/// <summary>Something to be done with a function of one number.</summary>
internal interface IFormulaVisitor
{
    /// <summary>Does it.</summary>
    void Visit<TFormula>(TFormula formula) where TFormula : struct, IPointwiseFormula;
}

/// <summary>The mathematics of an activation with a closed form: phi, N = E[phi(u) phi(v)] and D = E[phi'(u) phi'(v)] for
/// (u, v) ~ N(0, [[q11, q12], [q12, q22]]). Implemented by readonly structs.</summary>
public interface IActivationFormula : IPointwiseFormula, IPairFormula;
