using NtkGan.Kernels;
using NtkGan.Spectral;

namespace NtkGan.Synthesis;

/// <summary>One kernel of an objective, with its own training time and resolution (multi-resolution BMGA-NTK has several).</summary>
/// <param name="Kernel">k.</param>
/// <param name="Lambda">Where the training time lambda comes from; lambda = 1 if none is given.</param>
/// <param name="Pooling">Images are reduced by this factor before the kernel sees them; 1 leaves any points as they are.</param>
/// <param name="Weight">The weight w of the term, at least 0.</param>
public sealed record SynthesisTerm(Kernel Kernel, LambdaRule? Lambda = null, int Pooling = 1, double Weight = 1)
{
    /// <summary>Where lambda comes from.</summary>
    public LambdaRule Lambda { get; init; } = Lambda ?? new GivenLambda();

    /// <summary>The factor of the reduction.</summary>
    public int Pooling { get; init => field = Require.AtLeast(1, value, nameof(Pooling)); } = Require.AtLeast(1, Pooling);

    /// <summary>w.</summary>
    public double Weight { get; init => field = Require.NonNegative(value, nameof(Weight)); } = Require.NonNegative(Weight);
}

/// <summary>The objective of GA-NTK and its variants: sum over pairs of batches and over terms of weight times loss of
/// F = (I - exp(-lambda Kr)) Y.</summary>
/// <param name="Terms">The kernels, one at least.</param>
/// <param name="Loss">The loss; the authors' cross-entropy if none is given.</param>
/// <param name="Batching">Which rows meet; all if none is given.</param>
/// <param name="Regularisation">The relative regularisation r in Kr = K + r (tr K/N) I; that of the loss's convention if none is given.</param>
/// <param name="Route">How functions of Kr are computed.</param>
public sealed record SynthesisProblem(ValueList<SynthesisTerm> Terms, SynthesisLoss? Loss = null, SynthesisBatching? Batching = null,
    double? Regularisation = null, MatrixRoute Route = MatrixRoute.Automatic)
{
    /// <summary>The kernels.</summary>
    public ValueList<SynthesisTerm> Terms { get; init => field = Require.Filled(value, "at least one kernel with its lambda", nameof(Terms)); } = Require.Filled(Terms, "at least one kernel with its lambda");

    /// <summary>The loss.</summary>
    public SynthesisLoss Loss { get; init; } = Loss ?? new CrossEntropy();

    /// <summary>Which rows meet.</summary>
    public SynthesisBatching Batching { get; init; } = Batching ?? new WholeBatch();

    /// <summary>r, or null for that of the loss's convention.</summary>
    public double? Regularisation { get; init => field = Require.NonNegative(value, nameof(Regularisation)); } = Require.NonNegative(Regularisation);
}
