using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Synthesis;

/// <summary>A loss of the scores F = M Y, M = I - exp(-lambda Kr): the discriminator is trained on the squares of its errors. Out of sample
/// D(x) = k(x, P) Kr^-1 M Y, the inverse by phi_1, so that zero eigenvalues are in order.</summary>
public abstract record ScoreLoss : SynthesisLoss
{
    /// <inheritdoc/>
    public override LossValue Evaluate(SynthesisBatch batch)
    {
        var response = new SpectralMatrix(batch.Gram).Apply(new ExponentialApproach(batch.Lambda), batch.Labels, batch.Route, Accuracy);
        var cotangent = new Matrix(batch.Count, 2);
        var value = Of(response.Values, cotangent);
        return new(value, response.Values, response.Pullback(cotangent, batch.Real.Rows));
    }

    /// <inheritdoc/>
    public override Matrix Coefficients(SynthesisBatch batch) =>
        new SpectralMatrix(batch.Gram).Apply(new ExponentialResponse(batch.Lambda), batch.Labels, batch.Route, Accuracy).Values;

    /// <summary>The loss of scores.</summary>
    /// <param name="scores">F, N x 2.</param>
    /// <param name="cotangent">Receives dL/dF, N x 2; zeros before.</param>
    protected abstract double Of(Matrix scores, Matrix cotangent);
}
