using NtkGan.Numerics;

namespace NtkGan.Synthesis;

/// <summary>What the samples minimise: a function of the scores that a discriminator, trained from 0 for the time lambda to tell X from Z, gives
/// to its own training rows. Scores are asked to look real on every row.</summary>
[Family("synthesis_loss")]
public abstract record SynthesisLoss
{
    // Of scores and gradients that a descent follows.
    private protected const double Accuracy = 1e-10;

    /// <summary>The relative diagonal regularisation r of the convention that the loss belongs to.</summary>
    public abstract double Regularisation { get; }

    /// <summary>The loss of a batch, and its derivatives.</summary>
    /// <exception cref="NumericalException">The scores cannot be computed.</exception>
    public abstract LossValue Evaluate(SynthesisBatch batch);

    /// <summary>C of the discriminator D(x) = k(x, P) C, N x 2: column 0 the fake score, column 1 the real score.</summary>
    /// <exception cref="NumericalException">The discriminator cannot be computed.</exception>
    public abstract Matrix Coefficients(SynthesisBatch batch);
}
