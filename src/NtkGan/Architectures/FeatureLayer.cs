using NtkGan.Numerics;

namespace NtkGan.Architectures;

/// <summary>A layer with operations of its own and without parameters: y = F(z) maps the features of each position (a point has one) to as many new
/// ones. The infinite-width reading is a formula for the pair's kernels, the finite one F and its adjoint, each written once for every scalar type.
/// Activations are the special case that acts entry by entry. Derive from <see cref="FeatureLayer{TFormula}"/>.</summary>
public abstract record FeatureLayer : Layer
{
    /// <summary>The number of features on which the adjoint is tried before a network uses it.</summary>
    private const int Tried = 7;

    /// <summary>Whether the formula of the kernels holds for Gaussian signals alone, those that leave an affine layer; false for a linear map.</summary>
    protected virtual bool NeedsGaussian => true;

    /// <summary>Whether a signal that was Gaussian at infinite width, given the input, leaves the layer so, and independent of others if it was: true for linear
    /// maps and normalisations. A layer that needs Gaussian signals may follow then.</summary>
    protected virtual bool KeepsGaussian => false;

    /// <summary>y = F(z).</summary>
    /// <param name="input">z, the features of a position.</param>
    /// <param name="output">Receives y, as many.</param>
    public abstract void Forward<T>(ReadOnlySpan<T> input, Span<T> output) where T : struct, IScalar<T>;

    /// <summary>The adjoint J^T a of the derivative J = dF/dz.</summary>
    /// <param name="input">z.</param>
    /// <param name="cotangents">a.</param>
    /// <param name="result">Receives J^T a.</param>
    public abstract void Pull<T>(ReadOnlySpan<T> input, ReadOnlySpan<T> cotangents, Span<T> result) where T : struct, IScalar<T>;

    /// <exception cref="UsageException"><see cref="Pull"/> is not the adjoint of <see cref="Forward"/>'s derivative.</exception>
    internal sealed override void Build(NetworkState network)
    {
        CheckAdjoint();
        network.Map(this);
    }

    internal sealed override Signal Check(Signal input)
    {
        if (NeedsGaussian && !input.IsGaussian)
            throw new UsageException($"The layer '{Name}' needs an affine layer (dense or convolution) before it: its input is not Gaussian.");
        return input with { IsGaussian = input.IsGaussian && KeepsGaussian, HasUnitVariance = false, EndsInOwnWeights = input.EndsInOwnWeights && KeepsGaussian };
    }

    // <a, J v> = <J^T a, v> at one point: a wrong adjoint would train wrongly without a word.
    private void CheckAdjoint()
    {
        var draws = new double[3 * Tried];
        CounterRandom.For(1, "adjoint").FillNormal(draws);
        var (input, along, cotangents) = (new Jet<Real, Real>[Tried], new Jet<Real, Real>[Tried], new Real[Tried]);
        for (var i = 0; i < Tried; i++) (input[i], cotangents[i]) = (new(draws[i], draws[Tried + i]), draws[2 * Tried + i]);
        Forward<Jet<Real, Real>>(input, along);
        var pulled = new Real[Tried];
        Pull<Real>([.. input.Select(jet => jet.Value)], cotangents, pulled);
        var (pushed, back, size) = (0.0, 0.0, 0.0);
        for (var i = 0; i < Tried; i++)
        {
            var (forth, adjoint) = (cotangents[i].Value * along[i].Slope.Value, pulled[i].Value * input[i].Slope.Value);
            (pushed, back, size) = (pushed + forth, back + adjoint, size + Math.Abs(forth) + Math.Abs(adjoint));
        }

        if (!(Math.Abs(pushed - back) <= 1e-9 * size))
            throw new UsageException(FormattableString.Invariant($"The layer '{Name}' pulls back {back:G6} where its derivative pushes {pushed:G6}: its Pull must be the adjoint of the derivative of its Forward."));
    }
}

/// <summary>A layer with operations of its own, whose kernels are given by a formula.</summary>
/// <typeparam name="TFormula">The formula.</typeparam>
public abstract record FeatureLayer<TFormula> : FeatureLayer where TFormula : struct, IPairFormula
{
    /// <summary>The formula with its constants, computed from the record's parameters.</summary>
    protected abstract TFormula Formula { get; }

    internal sealed override void Propagate(KernelState state) => state.Activate(Formula);
}
