using NtkGan.Games;
using NtkGan.Numerics;
using NtkGan.Spectral;

namespace NtkGan.Synthesis;

/// <summary>The generator's cost of an adversarial loss, mean c(f(Z)), its gradient passing through the training of f: the discriminator descends the loss by
/// gradient flow for the time lambda, c_p' = D_p (g_p - kappa f(p)) from 0, with D = 1/n on real rows and 1/m on synthetic ones, so that
/// f(P) = D^(-1/2) (1 - e^(-kappa lambda A))/kappa D^(1/2) g, A = D^(1/2) Kr D^(1/2), or lambda Kr D g where kappa = 0. The real score is f, the fake
/// score -f (derived; Franceschi et al. 2022 hold f fixed instead).</summary>
[Named("adversarial")]
public sealed record Adversarial : SynthesisLoss
{
    private readonly AffineForces _forces;

    /// <summary>Sets the loss.</summary>
    /// <param name="loss">A loss whose forces are affine in f, so that training has a closed form; lsgan if none is given.</param>
    /// <exception cref="UsageException">The forces of the loss are not affine.</exception>
    public Adversarial(Loss? loss = null)
    {
        Loss = loss ?? new Lsgan();
        _forces = Loss.Affine ?? throw new UsageException($"A gradient through training needs a loss whose training has a closed form, such as ipm or lsgan, not {Catalog.NameOf(Loss.GetType())}.");
    }

    /// <summary>The loss.</summary>
    public Loss Loss { get; }

    /// <inheritdoc/>
    public override double Regularisation => 0;

    /// <inheritdoc/>
    public override LossValue Evaluate(SynthesisBatch batch)
    {
        var (real, count, kappa) = (batch.Real.Rows, batch.Count, _forces.Curvature);
        if (kappa > 0)
        {
            var response = Weighted(batch).Apply(new ExponentialApproach(kappa * batch.Lambda), Pull(batch), batch.Route, Accuracy);
            var values = response.Values;
            for (var p = 0; p < count; p++) values[p, 0] /= kappa * Root(batch, p);
            var (loss, slopes) = Cost(values.Values, real);
            var cotangent = new Matrix(count, 1);
            for (var p = real; p < count; p++) cotangent[p, 0] = slopes[p] / (kappa * Root(batch, p));
            return new(loss, Scores(values.Values), Unweighted(batch, response.Pullback(cotangent, real)));
        }

        var coefficients = Constant(batch);
        var outputs = new double[count];
        ScaledMatrix.Multiply(batch.Gram, coefficients, outputs);
        var (cost, slope) = Cost(outputs, real);

        // f = K u is linear in K, and half of each entry's slope stands on either side of the diagonal.
        var rows = new Matrix(count - real, count);
        for (var i = 0; i < rows.Rows; i++)
            for (var j = 0; j < count; j++) rows[i, j] = (slope[real + i] * coefficients[j] + coefficients[real + i] * slope[j]) / 2;
        return new(cost, Scores(outputs), new(rows, DotProduct.Of(slope, coefficients)));
    }

    /// <inheritdoc/>
    public override Matrix Coefficients(SynthesisBatch batch)
    {
        var kappa = _forces.Curvature;
        if (kappa == 0) return Scores(Constant(batch));
        var coefficients = Weighted(batch).Apply(new ExponentialResponse(kappa * batch.Lambda), Pull(batch), batch.Route, Accuracy).Values;
        for (var p = 0; p < batch.Count; p++) coefficients[p, 0] *= Root(batch, p) / kappa;
        return Scores(coefficients.Values);
    }

    private static double Root(SynthesisBatch batch, int row) => Math.Sqrt(1.0 / (row < batch.Real.Rows ? batch.Real.Rows : batch.Synthetic.Rows));

    private static SpectralMatrix Weighted(SynthesisBatch batch) => new(new ScaledMatrix(batch.Gram, [.. Enumerable.Range(0, batch.Count).Select(p => Root(batch, p))]));

    private static Matrix Scores(ReadOnlySpan<double> values)
    {
        var scores = new Matrix(values.Length, 2);
        for (var p = 0; p < values.Length; p++) (scores[p, 0], scores[p, 1]) = (-values[p], values[p]);
        return scores;
    }

    // dL/dK from dL/dA, A = D^(1/2) K D^(1/2); D is one number on real rows and another on synthetic ones, so that the trace follows from the parts.
    private static SymmetricCotangent Unweighted(SynthesisBatch batch, SymmetricCotangent cotangent)
    {
        var (real, synthetic) = (batch.Real.Rows, 0.0);
        for (var i = 0; i < batch.Synthetic.Rows; i++)
        {
            synthetic += cotangent.Rows[i, real + i];
            for (var j = 0; j < batch.Count; j++) cotangent.Rows[i, j] *= Root(batch, real + i) * Root(batch, j);
        }

        return new(cotangent.Rows, (cotangent.Trace - synthetic) / real + synthetic / batch.Synthetic.Rows);
    }

    // D^(1/2) g as a column.
    private Matrix Pull(SynthesisBatch batch)
    {
        var pull = new Matrix(batch.Count, 1);
        for (var p = 0; p < batch.Count; p++) pull[p, 0] = Root(batch, p) * (p < batch.Real.Rows ? _forces.TargetPull : _forces.FakePull);
        return pull;
    }

    // lambda D g.
    private double[] Constant(SynthesisBatch batch) =>
        [.. Enumerable.Range(0, batch.Count).Select(p => batch.Lambda * Root(batch, p) * Root(batch, p) * (p < batch.Real.Rows ? _forces.TargetPull : _forces.FakePull))];

    // mean c(f) over synthetic rows, and its slopes by all values.
    private (double Value, double[] Slopes) Cost(ReadOnlySpan<double> values, int real)
    {
        var (sum, slopes, count) = (0.0, new double[values.Length], values.Length - real);
        for (var p = real; p < values.Length; p++)
        {
            var (value, slope) = Loss.GeneratorAt(values[p]);
            sum += value / count;
            slopes[p] = slope / count;
        }

        return (sum, slopes);
    }
}
